namespace Offprint.Kernel.Cells;

/// <summary>A value shown in a cell's output.</summary>
public sealed class DisplayedValue : Interactive.IDisplayHandle
{
    private readonly CellScope? _scope;
    private readonly IReadOnlyList<string> _mimeTypes;
    private readonly string _id = Guid.NewGuid().ToString("N");

    internal DisplayedValue(object? value, IReadOnlyList<string> mimeTypes)
    {
        _scope = CellScope.Current;
        _mimeTypes = mimeTypes;
        _scope?.Display(MimeBundle.Of(value, mimeTypes), _id);
    }

    /// <summary>Shows a newer value in place of this one.</summary>
    /// <param name="value">The value, formatted under the same MIME types.</param>
    public void Update(object value) => _scope?.Display(MimeBundle.Of(value, _mimeTypes), _id, update: true);
}
