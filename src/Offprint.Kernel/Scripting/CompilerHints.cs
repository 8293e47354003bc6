namespace Offprint.Kernel.Scripting;

/// <summary>What to do about errors that a program would not have had, but a cell has.</summary>
internal static class CompilerHints
{
    private static readonly Dictionary<string, string> s_hints = new(StringComparer.Ordinal)
    {
        ["CS1109"] = "In a notebook an extension method stands in the cell itself, with no class around it: static int Twice(this int " +
            "x) => 2 * x;",
        ["CS9283"] = "In a notebook extensions are methods that stand in the cell itself: static int Twice(this int x) => 2 * x; "
            + "an extension block can be in a .cs file with a namespace, which #!import compiles.",
        ["CS7021"] = "Leave the namespace out, or put the code into a .cs file and #!import it.",
        ["CS0433"] = "If it was imported a second time: restart the kernel, which cannot forget the first.",
    };

    public static string? For(string error) => s_hints.GetValueOrDefault(error);
}
