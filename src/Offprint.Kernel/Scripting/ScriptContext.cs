using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Offprint.Kernel.Scripting;

/// <summary>What a submission builds on: those before it, and references that none of them has used yet.</summary>
internal sealed record ScriptContext(ImmutableList<ScriptSource> Submissions, ImmutableList<MetadataReference> NewReferences)
{
    public static ScriptContext Empty { get; } = new([], []);

    public ScriptContext With(MetadataReference reference) => this with { NewReferences = NewReferences.Add(reference) };

    /// <summary>The context after a submission, which takes the new references with it: those after it inherit them.</summary>
    public ScriptContext With(string code) => new(Submissions.Add(new ScriptSource(code, NewReferences)), []);
}

/// <summary>A submission that others build on.</summary>
/// <param name="Code">Its code.</param>
/// <param name="References">Those that came with it.</param>
internal sealed record ScriptSource(string Code, ImmutableList<MetadataReference> References);
