using System.Text;

namespace Offprint.Kernel.Cells;

/// <summary>Takes the place of <see cref="Console.Out"/> or <see cref="Console.Error"/>: what cells print becomes their output.</summary>
internal sealed class CellConsole(string stream) : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => Encoding.UTF8;

    public static void Install()
    {
        Console.SetOut(new CellConsole("stdout"));
        Console.SetError(new CellConsole("stderr"));
        Console.SetIn(new CellReader());
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => CellScope.Current?.Write(stream, value ?? "");

    public override void WriteLine(string? value) => Write(value + NewLine);
}
