using System.Text.Json.Nodes;

namespace Offprint.Kernel.Cells;

/// <summary>Where the outputs of one cell go.</summary>
internal interface ICellOutput
{
    /// <summary>Text of <c>stdout</c> or <c>stderr</c>.</summary>
    void Stream(string name, string text);

    /// <summary>A value under one or more MIME types.</summary>
    void Display(JsonObject bundle, string? displayId, bool update);

    /// <summary>Why the cell, or something that it left running, failed.</summary>
    void Error(CellError error);

    /// <summary>Removes what the cell has shown; at once, or when the next output comes.</summary>
    void Clear(bool wait);
}
