using System.Text;

namespace System.Runtime.CompilerServices;

/// <summary>
/// What the compiler makes of <c>$"…"</c> in these projects: text of the invariant culture. The type of this name in the framework follows
/// the culture of the thread, so that a cell's key, a stored text or a caption would depend on who runs the program; the compiler prefers
/// the one in the project itself. Compiled into every project (Directory.Build.props).
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct DefaultInterpolatedStringHandler
{
    private readonly StringBuilder _text;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount) => _text = new(literalLength + 8 * formattedCount);

    public void AppendLiteral(string value) => _text.Append(value);

    // The overloads are the framework's: the compiler chooses among them for null, conditional expressions and spans.
    public void AppendFormatted<T>(T value) => _text.Append(Text(value, null));

    public void AppendFormatted<T>(T value, string? format) => _text.Append(Text(value, format));

    public void AppendFormatted<T>(T value, int alignment) => Append(Text(value, null), alignment);

    public void AppendFormatted<T>(T value, int alignment, string? format) => Append(Text(value, format), alignment);

    public void AppendFormatted(ReadOnlySpan<char> value) => _text.Append(value);

    public void AppendFormatted(ReadOnlySpan<char> value, int alignment = 0, string? format = null) => Append(value.ToString(), alignment);

    public void AppendFormatted(string? value) => _text.Append(value);

    public void AppendFormatted(string? value, int alignment = 0, string? format = null) => Append(value ?? "", alignment);

    public void AppendFormatted(object? value, int alignment = 0, string? format = null) => Append(Text(value, format), alignment);

    public string ToStringAndClear() => _text.ToString();

    private void Append(string text, int alignment) => _text.Append(alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment));

    private static string Text<T>(T value, string? format) =>
        (value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString()) ?? "";
}
