using Offprint.Interactive;

namespace Offprint.Kernel.Cells;

/// <summary>Lets the extension's progress displays and cards show themselves in the running cell.</summary>
internal sealed class EngineDisplay : INotebookDisplay
{
    public bool IsInteractive => true;

    public IDisplayHandle Show(object value, string? mimeType = null) => new DisplayedValue(value, mimeType is null ? [] : [mimeType]);
}
