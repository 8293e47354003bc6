namespace Offprint.Kernel.Dialect;

/// <summary>A language that completes its own words; C# has Roslyn's features for that.</summary>
internal interface ICompletingLanguage : ICellLanguage
{
    /// <summary>The names that the last part of a dotted identifier may become; none while a cell of the language runs.</summary>
    IReadOnlyList<string> Complete(string identifier);
}
