using MathNet.Numerics.Distributions;
using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Figures on information loss, work and circuits, drawn from our results.</summary>
internal static class LossFigures
{
    /// <summary>Figure 9: the loss and its parts while the channel relaxes.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a start.</returns>
    public static PanelFigure Relaxation(PaperResults results)
    {
        var panels = results.Of(Papers.InformationStatisticalMechanics.Relaxation).Select(cell => new LineFigure(cell.Settings.Start switch
        {
            ChannelStart.Empty => "from an empty channel",
            ChannelStart.Full => "from a channel full of K⁺",
            ChannelStart.Likely => "from the likeliest state",
            _ => "equilibrium, u = 4 from t = 1 to 10",
        },
        [
            new Series("loss", cell.Result.Times, cell.Result.Total) { Color = ChannelColors.Loss },
            new Series("medium part", cell.Result.Times, cell.Result.Medium) { Color = ChannelColors.Medium, Stroke = Stroke.Dashed },
            new Series("entropy part", cell.Result.Times, cell.Result.Instantaneous)
            { Color = ChannelColors.Entropy, Stroke = Stroke.Dashed },
        ])
        { X = new Axis("time [1/k₀]", Logarithmic: true), Y = Range(cell.Settings.Start), References = [new ReferenceLine(0, "")] });
        return new PanelFigure("Information lost in unit time, and its two parts", [.. panels], 2)
        { Caption = "Either part may be negative; their sum is not. The first steps from a single state lose more than is shown." };

        static Axis Range(ChannelStart start) => start switch
        {
            ChannelStart.Empty or ChannelStart.Full => new("nats per unit time", Low: -5, High: 20),
            ChannelStart.Likely => new("nats per unit time", Low: -2, High: 4),
            _ => new("nats per unit time"),
        };
    }

    /// <summary>Figure 10: the law of a path's loss.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The figure.</returns>
    public static LineFigure Fluctuations(PaperResults results)
    {
        var cell = results.Of(Papers.InformationStatisticalMechanics.Fluctuations, "simulation");
        var result = cell.Result;
        // The end bins hold what lies beyond them, too.
        double[] shares = [.. result.Shares.Skip(1).SkipLast(1)],
            middle = [.. shares.Select((_, i) => (result.Edges[i + 1] + result.Edges[i + 2]) / 2)];
        return new LineFigure("Information that single paths lose",
        [
            new Series("share of paths", middle, shares) { Color = ChannelColors.Loss },
            new Series("share × e^(−loss)", middle, [.. shares.Zip(middle, (share, loss) => share * Math.Exp(-loss))])
            { Color = ChannelColors.Loss, Stroke = Stroke.Dashed },
        ])
        {
            X = new Axis("loss [nats]", Low: -4, High: 8), Y = new Axis("share in a bin of 0.2"),
            References = [new ReferenceLine(0, "", Vertical: true), new ReferenceLine(result.ExactMean, "mean", Vertical: true)],
            Caption = $"{cell.Settings.Paths * cell.Cell.Seeds.Count:N0} paths of a channel under a sinusoidal force; over all bins " +
                $"both curves sum to 1. Mean of e^(−loss): {NumberText.Format(result.Exponentials.Average())}.",
        };
    }

    /// <summary>Figure 11: the work of a dragged trap.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The figure.</returns>
    public static LineFigure Work(PaperResults results)
    {
        var cell = results.Of(Papers.InformationStatisticalMechanics.Trap)[0];
        var result = cell.Result;
        double[] middle = [.. result.Density.Select((_, i) => (result.Edges[i] + result.Edges[i + 1]) / 2)];
        double[] exact = [.. middle.Select(w => Normal.PDF(result.ExactMean, Math.Sqrt(2 * result.ExactMean), w))];
        return new LineFigure("Work of a dragged trap",
        [
            new Series("simulated", middle, result.Density) { Markers = true, Stroke = Stroke.None, Color = ChannelColors.Sampled },
            new Series("exact: Gaussian with variance 2⟨W⟩", middle, exact) { Color = ChannelColors.Exact },
            new Series("exact × e^(−W)", middle, [.. exact.Zip(middle, (p, w) => p * Math.Exp(-w))])
            { Stroke = Stroke.Dashed, Color = ChannelColors.Exact },
        ])
        {
            X = new Axis("work W [kT]"), Y = new Axis("density", Low: 0), References = [new ReferenceLine(0, "", Vertical: true)],
            Caption = $"{cell.Settings.Paths * cell.Cell.Seeds.Count:N0} paths. The dashed curve, whose integral is ⟨e^(−W)⟩ = 1, lies " +
                $"where paths are rare: the estimate {NumberText.Format(result.Exponentials.Average())} rests on few of them.",
        };
    }

    /// <summary>Figure 12: the spectrum of the thermal current.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The figure.</returns>
    public static LineFigure Circuit(PaperResults results)
    {
        var cell = results.Of(Papers.InformationStatisticalMechanics.Circuit)[0];
        var result = cell.Result;
        return new LineFigure("Thermal current of a series circuit",
        [
            new Series("simulated", result.Frequencies, result.Spectrum)
            { Markers = true, Stroke = Stroke.None, Color = ChannelColors.Sampled },
            new Series("|Y(ω)|² 2kTR", result.Frequencies, result.Expected) { Color = ChannelColors.Exact },
        ])
        {
            X = new Axis("angular frequency ω", Logarithmic: true), Y = new Axis("two-sided spectral density", Logarithmic: true),
            Caption = $"R = {cell.Settings.Resistance}, L = {cell.Settings.Inductance}, C = {cell.Settings.Capacitance}, kT = 1; " +
                $"{cell.Settings.Copies * cell.Cell.Seeds.Count} circuits, Hann window.",
        };
    }
}
