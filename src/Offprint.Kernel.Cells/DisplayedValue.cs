namespace Offprint.Kernel.Cells;

/// <summary>A value shown in a cell's output.</summary>
public sealed class DisplayedValue
{
    private readonly Action<object?> _update;

    internal DisplayedValue(Action<object?> update) => _update = update;

    /// <summary>Shows a newer value in place of this one.</summary>
    /// <param name="value">The value, formatted under the same MIME types.</param>
    public void Update(object? value) => _update(value);
}
