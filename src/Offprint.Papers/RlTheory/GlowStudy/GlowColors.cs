using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Cards;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>One color a method in all figures, whatever its numbers are.</summary>
internal static class GlowColors
{
    /// <summary>A theory's line, which is no method's.</summary>
    public const int Theory = 8;

    /// <summary>The methods, in the order of the palette.</summary>
    public static MethodColors All { get; } = new("GLOW", "GOLF", "H2O, FQI", "offline only", "online only", "H2O, MABO.CR", "ε-greedy",
        "H2O, maximum likelihood");

    /// <summary>GLOW or GOLF.</summary>
    public static string Family(VersionSpaceRule rule) => rule is Glow ? "GLOW" : "GOLF";

    /// <summary>How the sources are used, and for hybrid methods by which base.</summary>
    public static string Family(HybridLearning method) => (method.Offline, method.Online, method.Exploration > 0) switch
    {
        (true, true, _) => method.Base is TabularFqi ? "H2O, FQI" : $"H2O, {method.Base.Label}",
        (true, false, _) => "offline only",
        (_, _, true) => "ε-greedy",
        _ => "online only",
    };

    /// <summary>A rule's place in the palette.</summary>
    public static int Of(VersionSpaceRule rule) => All[Family(rule)]!.Value;

    /// <summary>A method's place in the palette.</summary>
    public static int Of(HybridLearning method) => All[Family(method)]!.Value;
}
