using System.Runtime.CompilerServices;
using System.Text;

namespace Offprint.Kernel.Cells;

/// <summary>Takes what formatters write, and stops them where a value is too large, nested without end, or takes too long.</summary>
/// <remarks>Every formatter writes at each level of nesting: here is the one place that all of them pass.</remarks>
/// <param name="limit">The most characters that it takes.</param>
/// <param name="deadline">When formatting must be over, by <see cref="Environment.TickCount64"/>.</param>
internal sealed class BoundedWriter(int limit, long deadline) : TextWriter(CultureInfo.InvariantCulture)
{
    // What the formatting package writes around the properties of objects for which nobody has written a formatter.
    private const string TreeMark = "dni-treeview";
    private const int TreeLimit = 128 << 10;

    // Nesting is measured by the stack that it takes: some tens of levels. What remains is for the way back.
    private const long DeepestStack = 48 << 10;

    private readonly long _stack = StackAddress();
    private readonly StringBuilder _text = new();
    private bool _isTree;

    public override Encoding Encoding => Encoding.UTF8;

    public string Text => _text.ToString();

    public override void Write(char value)
    {
        Check(1);
        _text.Append(value);
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        _isTree |= buffer.Contains(TreeMark, StringComparison.Ordinal);
        int room = (_isTree ? Math.Min(limit, TreeLimit) : limit) - _text.Length;
        if (buffer.Length > room)
            _text.Append(buffer[..Math.Max(0, room)]); // its beginning, where that is of use
        Check(buffer.Length);
        _text.Append(buffer);
    }

    /// <exception cref="FormattingCutException">The value passes a limit.</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    private void Check(int length)
    {
        if (Math.Abs(_stack - StackAddress()) > DeepestStack || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new FormattingCutException(FormattingCutException.Nested);
        if (_text.Length + length > (_isTree ? Math.Min(limit, TreeLimit) : limit))
            throw new FormattingCutException($"it is longer than {Size(_isTree ? Math.Min(limit, TreeLimit) : limit)}");
        if (Environment.TickCount64 > deadline)
            throw new FormattingCutException("it takes too long");
        CellGuard.Check(int.MinValue);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe long StackAddress()
    {
        byte here;
        return (long)&here;
    }

    private static string Size(int characters) => characters >= 1 << 20 ? $"{characters >> 20} MB" : $"{characters >> 10} kB";
}

/// <summary>A value passes a limit of what is shown.</summary>
/// <param name="reason">Which, as the rest of a sentence.</param>
internal sealed class FormattingCutException(string reason) : Exception(reason)
{
    public const string Nested = "it is nested too deeply, or contains itself";
}
