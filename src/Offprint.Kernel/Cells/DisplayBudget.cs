using System.Text.Json;
using System.Text.Json.Nodes;

namespace Offprint.Kernel.Cells;

/// <summary>How much one cell may show: a page that holds more does not open any more.</summary>
internal sealed class DisplayBudget
{
    internal const int Displays = 5_000;
    private const long Characters = 256L << 20;

    private readonly Lock _lock = new();
    private int _displays;
    private long _characters;
    private bool _noted;

    /// <summary>Counts an output; false if it is too much, at the first time with a note for the reader.</summary>
    public bool Take(JsonObject bundle, bool update, out string? note)
    {
        note = null;
        lock (_lock)
        {
            _displays += update ? 0 : 1;
            _characters += bundle.Sum(p => Length(p.Value));
            if (_displays <= Displays && _characters <= Characters)
                return true;
            if (!_noted)
                note = $"[… from here on values are left out: a cell may show {Displays} values and {Characters >> 20} MB …]\n";
            _noted = true;
            return false;
        }
    }

    private static long Length(JsonNode? form) => form?.GetValueKind() == JsonValueKind.String ? ((string)form!).Length : 0;
}
