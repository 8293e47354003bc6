namespace Offprint.Kernel.Cells;

/// <summary>The engine that runs this process's cells; set once, when it starts.</summary>
internal static class CellHost
{
    private static ICellHost? s_current;

    public static ICellHost Current
    {
        get => s_current ?? throw new InvalidOperationException("These functions work in cells of Offprint's notebook engine only.");
        set => s_current = value;
    }
}
