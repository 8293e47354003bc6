namespace Offprint.Kernel.Cells;

/// <summary>The engine, as the functions that cells call need it.</summary>
internal interface ICellHost
{
    CancellationToken Cancellation { get; }

    /// <summary>Shows a value; what it returns shows another in its place.</summary>
    Action<object?> Show(object? value, IReadOnlyList<string> mimeTypes);

    /// <summary>Shows text that is in a MIME type's format already.</summary>
    void ShowFormatted(string text, string mimeType);

    void Clear(bool wait);

    /// <summary>Asks the person at the notebook.</summary>
    string Ask(string prompt, bool password);
}
