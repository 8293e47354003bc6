namespace Offprint.Interactive;

/// <summary>A display made of a function, for notebook engines whose own types this library does not know.</summary>
/// <param name="show">Shows a value, in one form or in all that its type prefers, and returns what replaces it.</param>
/// <param name="isInteractive">Whether somebody may be watching.</param>
public sealed class DelegateDisplay(Func<object, string?, Action<object>> show, bool isInteractive = true) : INotebookDisplay
{
    /// <inheritdoc/>
    public bool IsInteractive => isInteractive;

    /// <inheritdoc/>
    public IDisplayHandle Show(object value, string? mimeType = null) => new Handle(show(value, mimeType));

    private sealed class Handle(Action<object> update) : IDisplayHandle
    {
        public void Update(object value) => update(value);
    }
}
