using Offprint.Agents.Collection;
using Offprint.Cards;
using Offprint.Datasets.Weighting;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Figures of part B.</summary>
internal static class WeightingHopperFigures
{
    private static readonly Axis s_score = new("normalized score");

    /// <summary>How returns are distributed in the mixed logs.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a log.</returns>
    public static PanelFigure Histograms(PaperResults results)
    {
        var cells = results.Of(Papers.TrajectoryWeighting.Mixed);
        return new("Returns of the mixed logs", [.. cells.Select(cell => Histogram((MixedLog)cell.Settings.Data, cell.Result.Data!))],
            SamplerTrials.Shares.Count)
        {
            Caption = "Trajectories by normalized score (first seed's mixture), counts on a logarithmic scale; √RPSV is the root of the " +
                "positive-sided variance of the scores.",
        };
    }

    /// <summary>Which rows the samplers draw.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel for each of two logs.</returns>
    public static PanelFigure Mass(PaperResults results)
    {
        var cells = new[] { DatasetLevel.Medium, DatasetLevel.Expert }.Select(level =>
            WeightingHopperClaims.Cell(Papers.TrajectoryWeighting.Mixed, results, level, 0.05, Backbones.Td3Bc));
        string[] tenths = [.. Enumerable.Range(1, 10).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        return new("What the samplers draw",
            [.. cells.Select(cell => new BarFigure(cell.Settings.Data.Name, tenths,
            [.. WeightedSamplers.All.Select(name => new BarSeries(name, cell.Of(name).Draws!.Mass))])
        {
            X = new("tenth of the rows, by return"), Y = new("share of drawn rows", Low: 0, High: 1),
        })], 2)
        { Caption = "Rows in order of their trajectory's return, lowest first; 5 % of them are of the better behavior." };
    }

    /// <summary>The main result: scores of TD3+BC against the share of good data.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a level.</returns>
    public static PanelFigure Scores(PaperResults results) =>
        AgainstShare("TD3+BC on mixed logs of Hopper", results.Of(Papers.TrajectoryWeighting.Mixed));

    /// <summary>The same of cloning.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a level.</returns>
    public static PanelFigure CloningScores(PaperResults results) => AgainstShare("Cloning of mixed logs of Hopper",
        results.Of(Papers.TrajectoryWeighting.Backbones).Where(cell =>
            Backbones.Cloning.Made(cell.Settings) && cell.Settings.Methods.Count == WeightedSamplers.All.Count));

    private static PanelFigure AgainstShare(string title, IEnumerable<CellResult<Trial, TrialResult>> cells) => new(title,
        [.. cells.GroupBy(cell => Log(cell).Good.Recipe.Level)
            .Select(level => new LineFigure($"random with {level.Key.ToString().ToLowerInvariant()}",
            [.. WeightedSamplers.All.SelectMany((name, i) =>
                Seeds(name, i, level.Select(cell => (100 * Log(cell).Share, (IReadOnlyList<double>)cell.Of(name).FinalScores()))))])
        {
            X = new("share of good rows [%]", Logarithmic: true), Y = s_score with { Low = -5, High = 115 },
        })], 2)
    {
        Caption = "Scores after the last update: lines are means, points single seeds, each with a mixture of its own. Our random " +
            "policy scores 0, our expert 100. Intervals are in the table.",
    };

    /// <summary>Samplers under four methods.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel for each of two logs.</returns>
    public static PanelFigure Methods(PaperResults results)
    {
        return new("The sampler under four methods", [.. new[] { 0.05, 0.1 }.Select(Panel)], 2)
        {
            Caption = $"Means over {results.Of(Papers.TrajectoryWeighting.Backbones)[0].Cell.Seeds.Count} seeds; whiskers from the " +
                "least to the greatest. CQL with α = 0.2, the others with 0.1.",
        };

        BarFigure Panel(double share)
        {
            var cells = results.Of(Papers.TrajectoryWeighting.Backbones)
                .Append(WeightingHopperClaims.Cell(Papers.TrajectoryWeighting.Mixed, results, DatasetLevel.Expert, share, Backbones.Td3Bc))
                .Where(cell => Log(cell).Share == share && Log(cell).Good.Recipe.Level == DatasetLevel.Expert)
                .OrderBy(cell => Backbones.All.ToList().IndexOf(Backbones.Of(cell.Settings))).ToList();
            return new(cells[0].Settings.Data.Name, [.. cells.Select(cell => Backbones.Of(cell.Settings).Name)],
                [.. WeightedSamplers.Pair.Select(name => Ranges(name, cells.Select(cell => cell.Of(name).FinalScores())))])
            { Y = s_score with { Low = -5, High = 115 } };
        }
    }

    /// <summary>The gain of AW against the spread of the returns.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A point a log.</returns>
    public static ScatterFigure Gains(PaperResults results)
    {
        var mixed = results.Of(Papers.TrajectoryWeighting.Mixed).Concat(results.Of(Papers.TrajectoryWeighting.Between)).ToList();
        return new("Gain of AW over uniform sampling",
        [
            Points("random with medium", mixed.Where(cell => Log(cell).Good.Recipe.Level == DatasetLevel.Medium)),
            Points("random with expert", mixed.Where(cell => Log(cell).Good.Recipe.Level == DatasetLevel.Expert)),
            Points("not mixed", results.Of(Papers.TrajectoryWeighting.Regular)),
        ])
        {
            X = new("√RPSV of the scores", Low: 0), Y = new("AW − uniform [points]"), References = [new(0, "no gain")],
            Caption = $"TD3+BC, means over {mixed[0].Cell.Seeds.Count} seeds; six shares of good rows a level. The claim's table has " +
                "intervals.",
        };

        static Series Points(string name, IEnumerable<CellResult<Trial, TrialResult>> cells)
        {
            var list = cells.ToList();
            return new(name, [.. list.Select(cell => cell.Result.Data!.Spread)],
                [.. list.Select(cell => cell.Gain().Difference.Value)]);
        }
    }

    /// <summary>Cloning against the temperature.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Scores, and effective sample sizes.</returns>
    public static PanelFigure Temperatures(PaperResults results)
    {
        var cell = results.Of(Papers.TrajectoryWeighting.Temperatures)[0];
        var all = cell.Settings.Methods.Zip(cell.Result.Methods, (method, run) =>
            (((TrajectorySampling)method.Sampling).Temperature, Run: run)).ToList();
        var runs = all.Where(own => double.IsFinite(own.Temperature)).ToList();
        MethodResult hot = all.First(own => double.IsInfinity(own.Temperature)).Run;
        return new($"Temperature: cloning of {cell.Settings.Data.Name}",
        [
            new LineFigure("Score", [.. Seeds("AW", 0, runs.Select(own =>
                (own.Temperature, (IReadOnlyList<double>)own.Run.FinalScores())))])
            {
                X = new("temperature α", Logarithmic: true), Y = s_score with { Low = -5, High = 115 },
                    References = [new(hot.FinalScores().Average(), "α = ∞")],
            },
            new LineFigure("Effective sample size",
                [.. Seeds("AW", 0, runs.Select(own => (own.Temperature, own.Run.Draws!.EffectiveSampleSize)))])
            {
                X = new("temperature α", Logarithmic: true), Y = new("rows", Logarithmic: true),
                    References = [new(hot.Draws!.EffectiveSampleSize.Average(), "α = ∞")],
            },
        ], 2)
        { Caption = "Lines are means, points single seeds." };
    }

    /// <summary>With and without noise on the actions.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Bars.</returns>
    public static BarFigure Stochastic(PaperResults results)
    {
        var noisy = results.Of(Papers.TrajectoryWeighting.Stochastic)[0];
        var still = WeightingHopperClaims.Cell(Papers.TrajectoryWeighting.Mixed, results, DatasetLevel.Expert, Log(noisy).Share,
            Backbones.Td3Bc);
        return new("Noise on the actions", ["without noise", FormattableString.Invariant($"noise {SamplerTrials.Noise}")],
            [.. WeightedSamplers.Pair.Select(name => Ranges(name, [still.Of(name).FinalScores(), noisy.Of(name).FinalScores()]))])
        {
            Y = s_score with { Low = -5, High = 115 },
            Caption = $"TD3+BC on {still.Settings.Data.Name}; means, whiskers from the least to the greatest seed. Noise: standard " +
                "deviation in half-widths of the action, in the log as in the evaluation.",
        };
    }

    /// <summary>
    /// The mean over seeds as a line, and the seeds around it, moved sideways a little so that samplers do not hide one another.
    /// </summary>
    private static IEnumerable<Series> Seeds(string name, int place, IEnumerable<(double X, IReadOnlyList<double> Values)> points)
    {
        int? color = Papers.TrajectoryWeighting.Colors[name]; // the points have no name to take it from
        var list = points.Select(point => (X: point.X * Math.Pow(1.06, place), point.Values)).ToList();
        yield return new(name, [.. list.Select(point => point.X)], [.. list.Select(point => point.Values.Average())]) { Color = color };
        yield return new("", [.. list.SelectMany(point => point.Values.Select(_ => point.X))], [.. list.SelectMany(point => point.Values)])
        {
            Stroke = Stroke.None, Markers = true, Color = color,
        };
    }

    /// <summary>Means, and the range of the seeds.</summary>
    private static BarSeries Ranges(string name, IEnumerable<IReadOnlyList<double>> values)
    {
        var list = values.ToList();
        return new(name, [.. list.Select(seeds => seeds.Average())]) { Low = [.. list.Select(seeds => seeds.Min())],
            High = [.. list.Select(seeds => seeds.Max())] };
    }

    private static MixedLog Log(CellResult<Trial, TrialResult> cell) => (MixedLog)cell.Settings.Data;

    private static BarFigure Histogram(MixedLog log, DataSummary data)
    {
        double width = (data.Highest - data.Lowest) / data.Histogram.Count;
        return new($"{log.Good.Recipe.Level.ToString().ToLowerInvariant()} {NumberText.Format(100 * log.Share)} %",
            [.. data.Histogram.Select((_, i) => Math.Round(data.Lowest + (i + 0.5) * width).ToString(CultureInfo.InvariantCulture))],
            [new("trajectories", [.. data.Histogram.Select(count => (double)count)])])
        { X = new($"score (√RPSV {data.Spread:F1})"), Y = new("trajectories", Logarithmic: true, Low: 0.7, High: 10_000) };
    }
}
