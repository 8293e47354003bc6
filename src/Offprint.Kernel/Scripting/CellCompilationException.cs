namespace Offprint.Kernel.Scripting;

/// <summary>A cell that does not compile; the message lists the errors with the cell's own lines.</summary>
internal sealed class CellCompilationException(IReadOnlyList<CompilationError> errors, string source) : Exception(string.Join('\n', errors))
{
    public IReadOnlyList<CompilationError> Errors => errors;

    /// <summary>Each error with the line it is in and a caret under the place.</summary>
    public IEnumerable<string> Excerpts()
    {
        string[] lines = source.Split('\n');
        foreach (CompilationError error in errors)
        {
            yield return error.ToString();
            if (error.Line > lines.Length)
                continue;
            yield return "    " + lines[error.Line - 1].TrimEnd('\r').Replace('\t', ' ');
            yield return "    " + new string(' ', error.Column - 1) + new string('^', error.Width);
        }
    }
}
