using Microsoft.CodeAnalysis;

namespace Offprint.Kernel.Scripting;

/// <summary>A compiler's error at its place in the cell; lines and columns count from 1.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Column">Where it begins.</param>
/// <param name="Width">How many characters of that line it covers; at least one.</param>
/// <param name="Id">The compiler's code for it, such as <c>CS0103</c>.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record CompilationError(int Line, int Column, int Width, string Id, string Message)
{
    public static CompilationError Of(Diagnostic error)
    {
        FileLinePositionSpan span = error.Location.GetLineSpan();
        (int line, int column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
        int width = span.EndLinePosition.Line == line ? Math.Max(1, span.EndLinePosition.Character - column) : 1;
        string message = error.GetMessage(CultureInfo.InvariantCulture) + (CompilerHints.For(error.Id) is { } hint ? $". {hint}" : "");
        return new CompilationError(line + 1, column + 1, width, error.Id, message);
    }

    public override string ToString() => $"({Line},{Column}): error {Id}: {Message}";
}
