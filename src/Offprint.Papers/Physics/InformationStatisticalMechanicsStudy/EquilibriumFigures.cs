using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Figures on equilibrium, drawn from our results.</summary>
internal static class EquilibriumFigures
{
    /// <summary>Colors of the ladder's levels; the last one, the exact law, has that of all that is exact.</summary>
    private static readonly int[] s_levels = [10, 11, 5, 3, ChannelColors.Exact];

    /// <summary>Figure 1: entropy and divergence at each level, and the law of the number of ions.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure Ladder(PaperResults results)
    {
        var result = results.Of(Papers.InformationStatisticalMechanics.Ladder)[0].Result;
        double[] numbers = [.. Enumerable.Range(0, result.WrongPrior.Count).Select(n => (double)n)];
        List<Series> laws =
        [
            .. result.Rungs.Select((r, level) => new Series($"{level}: {r.Added}", numbers, r.Numbers)
            { Color = s_levels[level], Markers = true, Stroke = level == result.Rungs.Count - 1 ? Stroke.Dashed : Stroke.Solid }),
            new Series("1, counting numbers instead of states", numbers, result.WrongPrior) { Color = ChannelColors.Guide,
                Stroke = Stroke.Dotted, Markers = true },
        ];
        double[] levels = [.. Enumerable.Range(0, result.Rungs.Count).Select(level => (double)level)];
        return new PanelFigure("A channel's law from more and more information",
        [
            new LineFigure("Information",
            [
                new Series("entropy", levels, [.. result.Rungs.Select(r => r.Entropy)]) { Color = ChannelColors.Entropy, Markers = true },
                new Series("still missing: D(exact ‖ level)", levels, [.. result.Rungs.Select(r => Math.Max(0, r.Remaining))])
                { Color = ChannelColors.Medium, Markers = true },
            ])
            { X = new Axis("level"), Y = new Axis("nats", Low: 0) },
            new LineFigure("Number of ions inside", laws) { X = new Axis("N"), Y = new Axis("P(N)", Low: 0) },
        ], 2)
        { Caption = "Level 1 knows ⟨N⟩, level 2 ⟨n_K⟩ and ⟨n_Na⟩, level 3 also the mean binding energy, level 4 also the mean pair " +
            "energy: the exact law. All exact; the laws of levels 1 to 3 nearly coincide." };
    }

    /// <summary>Figure 2: labelled ions tend to the law with 1/n!.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The figure.</returns>
    public static LineFigure Counting(PaperResults results)
    {
        var box = results.Of(Papers.InformationStatisticalMechanics.Counting, "box");
        var channel = results.Of(Papers.InformationStatisticalMechanics.Counting, "channel");
        double[] ions = [.. box.Settings.Ions.Select(m => (double)m)];
        return new LineFigure("From labelled ions to the factor 1/n!",
        [
            new Series("empty box, a = 2", ions, box.Result.Distances) { Markers = true, Color = 10 },
            new Series("Le Cam's bound a²/M", ions, [.. ions.Select(m => box.Settings.Activity * box.Settings.Activity / m)])
            { Stroke = Stroke.Dashed, Color = 10 },
            new Series("four-site channel, c = 0.1", ions, channel.Result.Distances) { Markers = true, Color = 11 },
        ])
        {
            X = new Axis("labelled ions M", Logarithmic: true), Y = new Axis("total variation to the limit", Logarithmic: true),
            Caption = "Distance between the law of the number inside when M ions carry labels, and the law a^n/n! × configurational " +
                "sum. Exact.",
        };
    }

    /// <summary>Figure 3: titration and selectivity.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure Titration(PaperResults results)
    {
        var points = results.Of(Papers.InformationStatisticalMechanics.Titration)[0].Result.Points;
        double[] c = [.. points.Select(p => p.Activity)];
        Axis across = new("activity c of both ions", Logarithmic: true);
        return new PanelFigure("Filling the channel",
        [
            new LineFigure("Mean numbers",
            [
                new Series("K⁺", c, [.. points.Select(p => p.Potassium)]) { Color = ChannelColors.Potassium },
                new Series("Na⁺", c, [.. points.Select(p => p.Sodium)]) { Color = ChannelColors.Sodium },
            ])
            { X = across, Y = new Axis("ions, ⟨n⟩", Low: 0) },
            new LineFigure("Fluctuation and response",
            [
                new Series("Var n_K", c, [.. points.Select(p => p.Variance)]) { Color = ChannelColors.Potassium, Stroke = Stroke.Dashed },
                new Series("d⟨n_K⟩/d ln c_K", c, [.. points.Select(p => p.PotassiumSlope)])
                { Color = ChannelColors.Potassium, Stroke = Stroke.None, Markers = true },
                new Series("Cov(n_K, n_Na)", c, [.. points.Select(p => p.Covariance)])
                { Color = ChannelColors.Sodium, Stroke = Stroke.Dashed },
                new Series("d⟨n_Na⟩/d ln c_K", c, [.. points.Select(p => p.SodiumSlope)])
                { Color = ChannelColors.Sodium, Stroke = Stroke.None, Markers = true },
            ])
            { X = across, Y = new Axis("ions²"), References = [new ReferenceLine(0, "")] },
        ], 2)
        {
            Caption = "Curves: exact averages. Points: responses by finite differences, which must lie on variance and covariance. " +
                $"⟨n_K⟩/⟨n_Na⟩ is {points.Average(p => p.Potassium / p.Sodium):F4} at each of the {points.Count} activities: e^2.5.",
        };
    }

    /// <summary>Effective energies from samples: bias and spread.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The figure.</returns>
    public static LineFigure Insertion(PaperResults results)
    {
        var cell = results.Of(Papers.InformationStatisticalMechanics.Insertion)[0];
        var rows = cell.Result.Rows;
        double[] n = [.. rows.Select(r => (double)r.Samples)];
        return new LineFigure("Effective site energy from n sampled insertion energies",
        [
            new Series("bias of the mean estimate", n, [.. rows.Select(r => Math.Abs(r.Mean - cell.Result.Exact))])
            { Markers = true, Color = 10 },
            new Series("its leading order", n, [.. rows.Select(r => r.PredictedBias)]) { Stroke = Stroke.Dashed, Color = 10 },
            new Series("standard error of that mean", n, [.. rows.Select(r => r.StandardError)])
            { Stroke = Stroke.Dotted, Color = ChannelColors.Guide },
            new Series("spread of one estimate", n, [.. rows.Select(r => r.Deviation)]) { Markers = true, Color = 11 },
            new Series("spread that its bootstrap claims", n, [.. rows.Select(r => r.Bootstrap)]) { Markers = true, Stroke = Stroke.None,
                Color = 5 },
        ])
        {
            X = new Axis("samples n", Logarithmic: true), Y = new Axis("energy [kT]", Logarithmic: true),
            Caption = $"−ln of the mean of e^(−ΔE) over a ligand's orientations; {cell.Settings.Repetitions} repetitions, 200 bootstrap " +
                "resamples of one of them. Bias below the dotted line is noise.",
        };
    }
}
