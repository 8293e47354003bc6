using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Offprint.Kernel.Scripting;

/// <summary>A cell that does not compile; the message lists the errors with the cell's own lines.</summary>
internal sealed class CellCompilationException(IReadOnlyList<Diagnostic> errors, string source)
    : Exception(string.Join('\n', errors.Select(Describe)))
{
    public IReadOnlyList<Diagnostic> Errors => errors;

    /// <summary>Each error with the line it is in and a caret under the place.</summary>
    public IEnumerable<string> Excerpts()
    {
        string[] lines = source.Split('\n');
        foreach (Diagnostic error in errors)
        {
            yield return Describe(error);
            FileLinePositionSpan span = error.Location.GetLineSpan();
            int line = span.StartLinePosition.Line, column = span.StartLinePosition.Character;
            if (line >= lines.Length)
                continue;
            int width = span.EndLinePosition.Line == line ? Math.Max(1, span.EndLinePosition.Character - column) : 1;
            yield return "    " + lines[line].TrimEnd('\r').Replace('\t', ' ');
            yield return "    " + new string(' ', column) + new string('^', width);
        }
    }

    private static string Describe(Diagnostic error)
    {
        LinePosition start = error.Location.GetLineSpan().StartLinePosition;
        return $"({start.Line + 1},{start.Character + 1}): error {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}";
    }
}
