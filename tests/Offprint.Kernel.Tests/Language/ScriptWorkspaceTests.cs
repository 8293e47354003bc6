using Microsoft.CodeAnalysis;
using Offprint.Kernel.Language;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Tests.Language;

public sealed class ScriptWorkspaceTests
{
    /// <summary>A compilation looks names up along its chain: completion would slow down with every cell that declares something.</summary>
    [Fact]
    public async Task The_chain_of_submissions_is_bounded_and_forgets_nothing()
    {
        var workspace = new ScriptWorkspace();
        ScriptContext context = ScriptContext.Empty.With(MetadataReference.CreateFromFile(typeof(object).Assembly.Location));
        int longest = 0;
        for (int i = 0; i < 200; i++)
        {
            context = context.With($"int v{i} = {i};");
            longest = Math.Max(longest, workspace.Open(context, "1").Project.Solution.ProjectIds.Count);
        }
        Assert.InRange(longest, 2, 25); // 24 submissions, and the question
        Document question = workspace.Open(context, "v0 + v100 + v199 + w");
        SemanticModel model = (await question.GetSemanticModelAsync(TestContext.Current.CancellationToken))!;
        Diagnostic unknown = Assert.Single(model.GetDiagnostics(cancellationToken: TestContext.Current.CancellationToken),
            d => d.Severity == DiagnosticSeverity.Error);
        Assert.Contains("'w'", unknown.GetMessage(CultureInfo.InvariantCulture));
    }
}
