namespace Offprint.Kernel.Cells;

/// <summary>Takes the place of <see cref="Console.In"/>: each line that a cell reads is asked of the person at the notebook.</summary>
internal sealed class CellReader : TextReader
{
    private string _line = ""; // what is left of a line that is read character by character

    public override string ReadLine()
    {
        if (_line.Length == 0)
            return Ask();
        string rest = _line.TrimEnd('\n');
        _line = "";
        return rest;
    }

    public override int Peek() => _line.Length > 0 ? _line[0] : -1;

    public override int Read()
    {
        if (_line.Length == 0)
            _line = Ask() + "\n";
        char first = _line[0];
        _line = _line[1..];
        return first;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        if (_line.Length == 0)
            _line = Ask() + "\n";
        int taken = Math.Min(buffer.Length, _line.Length);
        _line.AsSpan(0, taken).CopyTo(buffer);
        _line = _line[taken..];
        return taken;
    }

    private static string Ask() => (CellScope.Current ?? throw new InvalidOperationException("There is no cell to ask for."))
        .Ask("", password: false);
}
