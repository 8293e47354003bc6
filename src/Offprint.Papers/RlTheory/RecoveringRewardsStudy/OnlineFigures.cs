using Offprint.Agents.Bandits;
using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>Figures and tables of learning unknown curves.</summary>
internal static class OnlineFigures
{
    /// <summary>Part E: regret against T, and along the longest run.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure Regret(PaperResults results)
    {
        Learner[] shown = [Learner.PeriodicUcb, Learner.WithoutSharing, Learner.EpsilonGreedy, Learner.ExploreThenCommit,
            Learner.StationaryUcb];
        var cells = shown.Select(l => results.Of(Papers.RecoveringRewards.Regret, s => s.Learner == l)).ToList();
        var horizons = cells[0].Settings.Horizons;
        double start = cells[0].Result.Horizons[0].AgainstPlan.Average();
        return new PanelFigure("Regret against the offline periodic plan",
        [
            new LineFigure("At the end, by horizon",
                [.. cells.Select(c =>
                    SeedSeries.Of(Name(c), c.Result.Horizons.Select(h => ((double)h.Horizon, h.AgainstPlan)), Color(c))),
                    new Series("∝ √T", [.. horizons.Select(h => (double)h)],
                        [.. horizons.Select(h => start * Math.Sqrt((double)h / horizons[0]))])
                    { Stroke = Stroke.Dotted, Color = PolicyColors.Guide }])
            { X = new Axis("T", Logarithmic: true), Y = new Axis("regret", Logarithmic: true) },
            new LineFigure($"Along the run of {horizons[^1]:N0} periods",
                [.. cells.Select(c => new Series(Name(c), [.. c.Result.Curve.Periods.Select(p => (double)p)],
                    [.. c.Result.Curve.Mean.Select(Positive)])
                    {
                        Low = [.. c.Result.Curve.Low.Select(Positive)], High = [.. c.Result.Curve.High.Select(Positive)],
                        Color = Color(c),
                    })])
            { X = new Axis("period", Logarithmic: true), Y = new Axis("", Logarithmic: true) },
        ], 2)
        { Caption = $"Mean and 95 % t interval over {cells[0].Cell.Seeds.Count} instances: N = 10, K = 3, D = 20, σ = 0.1. Rewards are " +
            $"at most 1 a pull." };

        static double Positive(double value) => Math.Max(value, 1);
        static string Name(CellResult<RegretStudySettings, RegretStudyResult> cell) => cell.Settings.Learner.Label;
        static int Color(CellResult<RegretStudySettings, RegretStudyResult> cell) => PolicyColors.Of(cell.Settings.Learner);
    }

    /// <summary>Part E: regrets of all learners and their slopes.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a learner.</returns>
    public static CardTable RegretTable(PaperResults results)
    {
        var cells = results.Of(Papers.RecoveringRewards.Regret);
        var last = cells[0].Settings.Horizons[^1];
        return CardTable.Of("Regret and its growth", cells,
        [
            ("Learner", c => c.Settings.Learner.Label),
            .. cells[0].Settings.Horizons.Select(horizon => (
                new TableColumn($"T = {horizon.ToString("N0", CultureInfo.InvariantCulture)}"),
                (Func<CellResult<RegretStudySettings, RegretStudyResult>, TableCell>)(c =>
                    Math.Round(c.Result.Horizons.Single(h => h.Horizon == horizon).AgainstPlan.Average())))),
            ("Slope from 4,000", c => c.Settings.Learner == Learner.KnownPeriodic || c.Settings.Horizons.Count < 3
                ? (TableCell)(string?)null : OnlineClaims.Slope(c, 4000)),
            ("Share of the bound", c => ShareOfBound(c.Result)),
        ]) with
        { Note = $"Mean regret against the offline periodic plan; slopes with a bootstrap over seeds. The last column is the mean of " +
            $"reward over T·UB at T = {last.ToString("N0", CultureInfo.InvariantCulture)}." };

        static double ShareOfBound(RegretStudyResult result)
        {
            var end = result.Horizons[^1];
            return 1 - end.AgainstBound.Zip(result.UpperBounds, (regret, bound) => regret / (end.Horizon * bound)).Average();
        }
    }

    /// <summary>Part F: regret against N.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The figure.</returns>
    public static LineFigure Arms(PaperResults results)
    {
        var cells = results.Of(Papers.RecoveringRewards.Arms).OrderBy(c => c.Settings.Arms).ToList();
        double twenty = cells.Single(c => c.Settings.Arms == 20).Result.Horizons[^1].AgainstPlan.Average();
        double[] arms = [.. cells.Select(c => (double)c.Settings.Arms)];
        return new LineFigure("Regret of PPP-UCB as the number of arms grows",
        [
            SeedSeries.Of("PPP-UCB", cells.Select(c => ((double)c.Settings.Arms, c.Result.Horizons[^1].AgainstPlan)), 0),
            new Series("∝ N", arms, [.. arms.Select(n => twenty * n / 20)]) { Stroke = Stroke.Dotted, Color = PolicyColors.Guide },
        ])
        {
            X = new Axis("N (K = N/5)", Logarithmic: true),
            Y = new Axis("regret", Logarithmic: true),
            Caption = $"T = {cells[0].Settings.Horizons[^1].ToString("N0", CultureInfo.InvariantCulture)}; mean and 95 % t interval " +
                $"over {cells[0].Cell.Seeds.Count} instances. Log-log slope from N = 20 on " +
                $"{OnlineClaims.ArmsSlope(results)}; the line goes through N = 20.",
        };
    }

    /// <summary>The paper's exponents beside ours.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a number.</returns>
    public static CardTable Rates(PaperResults results)
    {
        var reported = Papers.RecoveringRewards.Reported("rates");
        TableCell[] ours =
        [
            OfflineClaims.GapSlope(results),
            OnlineClaims.Slope(results.Of(Papers.RecoveringRewards.Regret, s => s.Learner == Learner.PeriodicUcb), 4000),
            OnlineClaims.ArmsSlope(results),
            OfflineClaims.LeastAtOne(results),
        ];
        return CardTable.Of("Rates, measured and proven", reported.Rows.Zip(ours), ("Quantity", r => r.First.Name), ("Ours", r => r.Second),
            ("Paper", r => ((TableCell)r.First.Values[0]).With(Emphasis.Muted))) with
        { Note = "The paper's numbers are worst-case bounds up to logarithms; ours are measured on random instances, the slope in N from " +
            $"N = 20 on. {reported.Source}." };
    }

    /// <summary>Part G: revenue along the run.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A curve a learner.</returns>
    public static LineFigure Revenue(PaperResults results)
    {
        var cells = results.Of(Papers.RecoveringRewards.Promotion);
        var settings = cells[0].Settings;
        double bound = new PeriodicPlanner().UpperBound(Promotion.Instance(settings.Products, settings.Saturation), settings.Slots);
        return new LineFigure("Revenue a show",
            [.. cells.Select(c => new Series(c.Settings.Learner.Label, [.. c.Result.Shows.Select(s => (double)s)],
            c.Result.Mean)
        {
            Low = c.Result.Low,
            High = c.Result.High,
            Color = PolicyColors.Of(c.Settings.Learner),
            Stroke = c.Settings.Learner is KnownPeriodicLearner or KnownGreedyLearner ? Stroke.Dashed : Stroke.Solid,
        })])
        {
            X = new Axis("show", Logarithmic: true),
            Y = new Axis("revenue a show", Low: 0),
            References = [new ReferenceLine(bound, "upper bound")],
            Caption = $"{settings.Products} products, {settings.Slots} slots a show; mean since the checkpoint before and 95 % t " +
                $"interval over {cells[0].Cell.Seeds.Count} seeds. The best product's full value is 1.",
        };
    }

    /// <summary>Part G: what was learned of the products that the offline plan promotes most.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Six panels.</returns>
    public static PanelFigure LearnedCurves(PaperResults results)
    {
        var cell = results.Of(Papers.RecoveringRewards.Promotion, s => s.Learner == Learner.PeriodicUcb);
        var table = Promotion.Instance(cell.Settings.Products, cell.Settings.Saturation);
        var plan = Learners.Benchmark(table, cell.Settings.Slots);
        double[] idle = [.. Enumerable.Range(1, table.Saturation).Select(d => (double)d)];
        int[] shown = [.. Enumerable.Range(0, table.Arms).Where(i => plan.Schedule.Periods[i] > 1)
            .OrderByDescending(i => table.At(i, plan.Schedule.Periods[i]) / plan.Schedule.Periods[i]).Take(6)];
        return new PanelFigure("Learned recovery of the six products that earn most among those that rest",
            [.. shown.Select(i => new LineFigure(
            $"product {i + 1}: {cell.Result.Products[i].Pulls.Sum():N0} promotions",
            [
                new Series("truth", idle, table[i].ToArray()) { Color = PolicyColors.Guide, Stroke = Stroke.Dashed },
                new Series("isotonic fit", idle, cell.Result.Products[i].Fitted) { Color = 0 },
                new Series("seen ≥ 100 times", idle,
                    [.. idle.Select((_, d) => cell.Result.Products[i].Pulls[d] >= 100 ? cell.Result.Products[i].Fitted[d] : double.NaN)])
                    { Color = 4, Stroke = Stroke.None, Markers = true },
            ])
        {
            X = new Axis("shows of rest"),
            Y = new Axis("revenue"),
            References = [new ReferenceLine(plan.Schedule.Periods[i], "plan", Vertical: true)],
        })], 3)
        { Caption = "First seed. Exact where it matters, near the plan's period, and left rough elsewhere: confidence bounds rule those " +
            "idle times out early." };
    }
}
