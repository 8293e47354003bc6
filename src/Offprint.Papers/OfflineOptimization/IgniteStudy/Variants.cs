using Offprint.Optimization.Surrogates;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

/// <summary>The surrogates that are compared, by their regularizer.</summary>
internal static class Variants
{
    public const string Plain = "plain", Ignite = "IGNITE", Ignite2 = "IGNITE-2";

    /// <summary>Those of the paper.</summary>
    public static GradientNormOptions?[] All { get; } = [null, GradientNormOptions.Ignite, GradientNormOptions.Ignite2];

    /// <summary>Those that differ from plain ones.</summary>
    public static GradientNormOptions[] Regularized { get; } = [GradientNormOptions.Ignite, GradientNormOptions.Ignite2];

    /// <summary>IGNITE with one of its constants changed.</summary>
    public static GradientNormOptions[] Sweep { get; } =
    [
        .. new[] { 0.06, 0.08, 0.15, 0.2 }.Select(e => GradientNormOptions.Ignite with { Epsilon = e }),
        .. new[] { 1e-4, 1e-2 }.Select(r => GradientNormOptions.Ignite with { MultiplierRate = r }),
        GradientNormOptions.Ignite with { Rule = MultiplierRule.Unclamped },
    ];

    /// <summary>A variant in tables and in names of cells.</summary>
    public static string Label(GradientNormOptions? norm)
    {
        if (norm is null)
            return Plain;
        if (norm == GradientNormOptions.Ignite2)
            return Ignite2;
        GradientNormOptions standard = GradientNormOptions.Ignite;
        return norm with { Epsilon = standard.Epsilon, MultiplierRate = standard.MultiplierRate, Rule = standard.Rule } == standard
            ? Ignite + (norm.Epsilon != standard.Epsilon ? $", eps {norm.Epsilon}" : "")
                + (norm.MultiplierRate != standard.MultiplierRate ? $", rate {norm.MultiplierRate}" : "")
                + (norm.Rule != standard.Rule ? ", unclamped" : "")
            : $"rho {norm.Rho}, r {norm.Radius}, eps {norm.Epsilon}, start {norm.InitialMultiplier}, rate {norm.MultiplierRate}"
                + (norm.Rule == MultiplierRule.Unclamped ? ", unclamped" : "");
    }
}
