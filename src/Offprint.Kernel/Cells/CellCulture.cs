namespace Offprint.Kernel.Cells;

/// <summary>
/// The culture of cells is the environment's; the engine's own is the invariant one: what it writes is the same everywhere.
/// </summary>
internal static class CellCulture
{
    private static CultureInfo s_ofCells = CultureInfo.InvariantCulture;

    /// <summary>Called once, when the process starts.</summary>
    public static void Separate()
    {
        s_ofCells = CultureInfo.CurrentCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (AppContext.TryGetSwitch("System.Globalization.Invariant", out bool invariant) && invariant)
        {
            Diagnostics.Log("ICU was not found: texts sort by their characters' numbers, and there are no cultures. "
                + "Install it (Debian: libicu-dev) for both, and the kernel again.");
        }
    }

    /// <summary>Makes the culture that of the calling cell and of what it starts.</summary>
    public static void Enter() => CultureInfo.CurrentCulture = s_ofCells;
}
