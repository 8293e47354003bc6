using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>Figures of the trainings.</summary>
internal static class TrainingFigures
{
    private static readonly Axis s_score = new("normalized score");

    /// <summary>The paper's text and its code, from the same networks.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Learning curves.</returns>
    public static LineFigure Modes(PaperResults results) => Curves(results, "RO2O online: the paper's text and its code",
        [Ro2oMethods.Regularized, Ro2oMethods.Plain, Ro2oMethods.Kept]);

    /// <summary>RO2O and its rivals.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Learning curves.</returns>
    public static LineFigure Rivals(PaperResults results) => Curves(results, "Offline, then online on hopper-medium-replay",
        [Ro2oMethods.Regularized, Ro2oMethods.Sac, Ro2oMethods.Edac, Ro2oMethods.Iql]);

    /// <summary>How much the critics disagree at the switch.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Bars in groups by action.</returns>
    public static BarFigure Spreads(PaperResults results)
    {
        string[] metrics = [SmoothnessProbe.LoggedSpread, SmoothnessProbe.PolicySpread, SmoothnessProbe.RandomSpread];
        return new("Disagreement of the critics at the switch", ["logged actions", "policy's actions", "uniform actions"],
            [.. results.Online([Ro2oMethods.Regularized, Ro2oMethods.Sac, Ro2oMethods.Edac]).Select(label =>
            {
                OnlineRun run = results.Online(label);
                double[][] values = [.. metrics.Select(run.AtSwitchOf)];
                return new BarSeries(label, [.. values.Select(v => v.Average())])
                {
                    Low = [.. values.Select(v => v.Min())], High = [.. values.Select(v => v.Max())],
                };
            })])
        {
            Y = new("deviation of the ensemble", Low: 0),
            Caption = $"Means over {results.TrainingSeeds().Count} seeds, whiskers from the least to the greatest; the policy's actions " +
                "are sampled in perturbed states.",
        };
    }

    /// <summary>Scores under noise on observations.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A curve a method.</returns>
    public static LineFigure Noise(PaperResults results)
    {
        var probe = (NoiseProbeOptions)results.Of(Papers.Ro2o.Parts)[0].Settings.Run.Probes.First(p => p is NoiseProbeOptions);
        return new("Scores under noise on observations",
            [.. ((string[])[Ro2oMethods.Ro2o, Ro2oMethods.NoPolicySmoothness, Ro2oMethods.Sac]).Select(label => SeedSeries.Of(label,
                probe.Radii.Select(radius => (radius, (IReadOnlyList<double>)results.Part(label).UnderNoise(radius)))))])
        {
            X = new("radius of the noise, in standardized units"), Y = s_score,
            Caption = $"After the last offline update; {probe.Episodes} episodes a seed with the same starts and noise; mean of " +
                $"{results.TrainingSeeds().Count} seeds with 95 % t intervals.",
        };
    }

    /// <summary>Scores over both phases.</summary>
    /// <param name="title">The title.</param>
    /// <param name="runs">The trainings, all with one switch.</param>
    /// <param name="score">What a score is.</param>
    /// <returns>A curve a training.</returns>
    internal static LineFigure Curves(string title, IReadOnlyList<(string Label, OnlineRun Run)> runs, Axis score) =>
        new(title, [.. runs.Select(own =>
        {
            MethodResult run = own.Run.Run;
            double[] thousands = run.Thousands();
            return SeedSeries.Of(own.Label, run.Scores.Select((scores, i) =>
                (thousands[i], (IReadOnlyList<double>)scores)).DistinctBy(point => point.Item1));
        })])
        {
            X = new("thousand offline updates, then online steps"), Y = score,
            References = [new(runs[0].Run.Run.Updates[^1] / 1000.0, "switch", Vertical: true)],
        };

    private static LineFigure Curves(PaperResults results, string title, IReadOnlyList<string> labels) =>
        Curves(title, [.. results.Online(labels).Select(label => (label, results.Online(label)))], s_score) with
        {
            Caption = $"Means over {results.TrainingSeeds().Count} seeds with 95 % t intervals, evaluations of " +
                $"{results.Of(Papers.Ro2o.Online)[0].Settings.Run.Episodes} episodes. Our random policy scores 0, our expert 100.",
        };
}
