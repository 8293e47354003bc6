using System.Text.Json.Nodes;
using Offprint.Interactive;

namespace Offprint.Kernel.Cells;

/// <summary>Shows what cells, and the extension's progress displays and cards, hand over in the output of the cell that runs.</summary>
internal sealed class EngineDisplay : ICellHost, INotebookDisplay
{
    public bool IsInteractive => true;

    public CancellationToken Cancellation => CellScope.Current?.Cancellation ?? CancellationToken.None;

    public Action<object?> Show(object? value, IReadOnlyList<string> mimeTypes)
    {
        CellScope? scope = CellScope.Current;
        string id = Guid.NewGuid().ToString("N");
        scope?.Display(MimeBundle.Of(value, mimeTypes), id);
        return newer => scope?.Display(MimeBundle.Of(newer, mimeTypes), id, update: true);
    }

    public void ShowFormatted(string text, string mimeType) =>
        CellScope.Current?.Display(new JsonObject { [mimeType] = MimeBundle.Content(mimeType, text) });

    public void Clear(bool wait) => CellScope.Current?.Clear(wait);

    public string Ask(string prompt, bool password) =>
        (CellScope.Current ?? throw new InvalidOperationException("There is no cell to ask for.")).Ask(prompt, password);

    public IDisplayHandle Show(object value, string? mimeType = null) =>
        new Handle(Show(value, (IReadOnlyList<string>)(mimeType is null ? [] : [mimeType])));

    private sealed class Handle(Action<object?> update) : IDisplayHandle
    {
        public void Update(object value) => update(value);
    }
}
