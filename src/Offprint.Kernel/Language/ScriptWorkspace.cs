using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Language;

/// <summary>The session's submissions as Roslyn's editing features want them: a chain of projects, brought up to date when asked.</summary>
internal sealed class ScriptWorkspace
{
    private const int LongestChain = 24;

    private readonly Lock _lock = new();
    private readonly Solution _empty = new AdhocWorkspace(MefHostServices.DefaultHost).CurrentSolution;
    private Solution _solution;
    private ProjectId? _last;
    private int _known;
    private int _chain;

    public ScriptWorkspace() => _solution = _empty;

    /// <summary>A document with code that could be the next submission.</summary>
    public Document Open(ScriptContext context, string code)
    {
        lock (_lock)
        {
            if (_chain + context.Submissions.Count - _known > LongestChain)
                Merge(context.Submissions);
            for (; _known < context.Submissions.Count; _known++, _chain++)
            {
                ScriptSource source = context.Submissions[_known];
                (_solution, DocumentId added) = Add(source.Code, source.References);
                _last = added.ProjectId;
            }
            (Solution solution, DocumentId document) = Add(code, context.NewReferences);
            return solution.GetDocument(document)!;
        }
    }

    /// <summary>Begins a new chain with all submissions so far as its first.</summary>
    private void Merge(ImmutableList<ScriptSource> submissions)
    {
        (_solution, _last, _known, _chain) = (_empty, null, submissions.Count, 1);
        (_solution, DocumentId merged) = Add(MergedSubmissions.Of(submissions.Select(s => s.Code)),
            [.. submissions.SelectMany(s => s.References)]);
        _last = merged.ProjectId;
    }

    private (Solution, DocumentId) Add(string code, ImmutableList<MetadataReference> references)
    {
        ProjectId project = ProjectId.CreateNewId();
        DocumentId document = DocumentId.CreateNewId(project);
        string name = $"Submission-{_known}";
        TextLoader text = TextLoader.From(TextAndVersion.Create(SourceText.From(code, Encoding.UTF8), VersionStamp.Default));
        return (_solution.AddProject(ProjectInfo.Create(
            project, VersionStamp.Default, name, name, LanguageNames.CSharp, isSubmission: true,
            compilationOptions: ScriptOptions.Compilation($"Submission#{_known}"), parseOptions: ScriptOptions.Parse,
            projectReferences: _last is null ? [] : [new ProjectReference(_last)], metadataReferences: references,
            documents: [DocumentInfo.Create(document, name, sourceCodeKind: SourceCodeKind.Script, loader: text)])), document);
    }
}
