using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>Which rules and dampings the atlas covers.</summary>
/// <param name="Kinds">How evaluations and momentum combine.</param>
/// <param name="Orders">r.</param>
/// <param name="Betas">β.</param>
public sealed record StabilityAtlasSettings(
    IReadOnlyList<MultistepKind> Kinds, IReadOnlyList<int> Orders, IReadOnlyList<double> Betas) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("limits", Kinds.Count, "rules");
}

/// <summary>How far a region reaches along the negative real axis.</summary>
/// <param name="Kind">How evaluations and momentum combine.</param>
/// <param name="Order">r.</param>
/// <param name="Beta">β.</param>
/// <param name="Locus">Where the boundary locus crosses the axis.</param>
/// <param name="RootSearch">Where the largest root of the characteristic polynomial leaves the unit disk, by bisection.</param>
/// <param name="ClosedForm">The closed form, where there is one.</param>
public sealed record AxisLimit(MultistepKind Kind, int Order, double Beta, double Locus, double RootSearch, double? ClosedForm);

/// <summary>Limits of all regions.</summary>
/// <param name="Limits">One entry a rule, order and damping.</param>
public sealed record StabilityAtlasResult(IReadOnlyList<AxisLimit> Limits);

/// <summary>Part A: stability regions of Adams–Bashforth, heavy ball, GHVB and Nesterov (Figures 2, 4, 6 and 14).</summary>
public sealed class StabilityAtlas : Experiment<StabilityAtlasSettings, StabilityAtlasResult>
{
    private static readonly double[] s_adamsBashforthLimits = [-2, -1, -6.0 / 11, -3.0 / 10];

    /// <inheritdoc/>
    public override string Name => "stability-atlas";

    /// <inheritdoc/>
    public override string Title => "Stability regions and their real-axis limits";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<StabilityAtlasSettings>> Cells(Profile profile) =>
    [
        Cell.Of(new StabilityAtlasSettings([MultistepKind.HeavyBall, MultistepKind.GeneralizedHeavyBall, MultistepKind.Nesterov],
            [1, 2, 3, 4], [1, 0.9, 0.8, 0.5]), []),
    ];

    /// <inheritdoc/>
    public override StabilityAtlasResult Run(Cell<StabilityAtlasSettings> cell, RunContext context)
    {
        var limits =
            from kind in cell.Settings.Kinds
            from order in cell.Settings.Orders
            from beta in cell.Settings.Betas
            select Limit(kind, order, beta);
        return new StabilityAtlasResult([.. limits]);
    }

    /// <summary>The closed form of a limit: the characteristic root −1 on the negative axis.</summary>
    /// <param name="kind">How evaluations and momentum combine.</param>
    /// <param name="order">r, 1 to 4.</param>
    /// <param name="beta">β.</param>
    /// <returns>The limit, or <see langword="null"/> for rules without a closed form here.</returns>
    public static double? ClosedForm(MultistepKind kind, int order, double beta) => (kind, order) switch
    {
        (MultistepKind.HeavyBall, _) => s_adamsBashforthLimits[order - 1] * (2 - beta) / beta,
        (MultistepKind.GeneralizedHeavyBall, 1) => -2 * (2 - beta) / beta,
        (MultistepKind.GeneralizedHeavyBall, 2) => -(2 - beta),
        (MultistepKind.GeneralizedHeavyBall, 3) => -6 * (2 - beta) / (12 - beta),
        (MultistepKind.GeneralizedHeavyBall, 4) => -3 * (2 - beta) / (11 - beta),
        _ => null,
    };

    private static AxisLimit Limit(MultistepKind kind, int order, double beta)
    {
        var region = StabilityRegion.Of(new MultistepMethod(kind, order, beta));
        return new AxisLimit(kind, order, beta, region.RealAxisLimit(), Bisect(region), ClosedForm(kind, order, beta));
    }

    private static double Bisect(StabilityRegion region)
    {
        double inside = 0, outside = -0.01;
        while (region.Contains(outside))
            (inside, outside) = (outside, outside * 1.1);
        for (int i = 0; i < 60; i++)
        {
            double middle = (inside + outside) / 2;
            (inside, outside) = region.Contains(middle) ? (middle, outside) : (inside, middle);
        }
        return inside;
    }
}
