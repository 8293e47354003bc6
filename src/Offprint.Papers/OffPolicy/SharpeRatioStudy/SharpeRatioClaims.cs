using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>What the paper says, decided. Thresholds were set before the results.</summary>
internal static class SharpeRatioClaims
{
    private const double Third = 1.0 / 3;
    private const int Size = 4; // k of the benchmark

    private static SharpeRatioPaper P => Papers.SharpeRatio;

    public static IReadOnlyList<Claim> All { get; } =
    [
        new("toy-accuracy", "In example 1 X and Y tie in MSE (11.3), rank correlation (0.413) and Regret@3 (0); in example 2 W and Z " +
            "have MSE 60.1 and 58.6, rank correlation 0.079 and 0.023, Regret@1 9.", "Tables of the toy examples", null, ToyAccuracy)
            { Quantity = "greatest difference from the paper's digits" },
        new("toy-1", "In example 1 SharpeRatio@k prefers X for every k from 2 to 7 (√2 against 1/√2 at k = 2), and ties at 9 and 10.",
            "Figure of toy example 1", Math.Sqrt(2), ToyFirst) { Quantity = "SharpeRatio@2 of X" },
        new("toy-2", "In example 2 W is better for every k from 2 to 18 where J(π_b) = 5, and Z for every k from 4 to 17 where it is 15.",
            "Figure of toy example 2", null, ToySecond) { Quantity = "sizes k of 31 that are ordered so" },
        new("differs-mse", "The estimator that SharpeRatio@4 prefers is not the one that nMSE prefers in more than a third of the logs.",
            "Figure, agreement matrix: 67 of 70", 67.0 / 70, r => Differs(r, Metric.Error)) { Quantity = "share of logs" },
        new("differs-regret", "It is not the one that nRegret@1 prefers in more than a third of the logs.",
            "Figure, agreement matrix: 62 of 70",
            62.0 / 70, r => Differs(r, Metric.Regret)) { Quantity = "share of logs" },
        new("agrees-ranks", "Of the three scores of accuracy, rank correlation agrees most often with SharpeRatio@4.",
            "Figure, agreement matrix: 41 against 8 and 3 of 70", 33.0 / 70, RanksAgree)
            { Quantity = "agreement with RankCorr minus that with the better of the others" },
        new("no-winner", "No estimator has the highest mean SharpeRatio@4 in all tasks.", "Figure, bars of SharpeRatio@4", null, NoWinner)
            { Quantity = "most tasks that one estimator leads" },
        new("not-robust", "Doubly robust estimators are not systematically better: DR beats PDIS, and MDR beats MIS, in SharpeRatio@4 " +
            "in at most two thirds of the pairs that differ.", "Section on results", null, NotRobust) { Quantity = "share of pairs" },
        new("unbiased", "On two states TIS, PDIS, MIS with the exact ratio and DR are unbiased within three standard errors, and their " +
            "variances fall in this order.", "Section on estimators", null, Unbiased)
            { Kind = ClaimKind.Control, Quantity = "greatest bias in standard errors" },
        new("mdps-differ", "On random MDPs, too, SharpeRatio@4 and nMSE prefer different estimators in more than a third.",
            "The agreement matrix, where truth is exact", null, MdpsDiffer) { Kind = ClaimKind.Ours, Quantity = "share of MDPs" },
    ];

    private static ClaimOutcome ToyAccuracy(PaperResults results)
    {
        ReportedTable reported = P.Reported("toys");
        var cells = results.Of(P.Toys).Where(c => c.Settings.Example == 1 || c.Settings.Behavior == 10);
        double greatest = cells.SelectMany(c => c.Result.Scores.SelectMany(s => new[]
        {
            Distance(s, "MSE", s.MeanSquaredError) / 0.05, Distance(s, "RankCorr", s.RankCorrelation) / 0.0005,
            Distance(s, "Regret", c.Settings.Example == 1 ? s.Regret3 : s.Regret1) / 0.5,
        })).Max();
        return ClaimOutcome.From(greatest <= 1 + 1e-9, greatest / 2, null, null, "in units of the last digit printed; 0.5 is rounding");

        double Distance(ToyScores s, string column, double ours) => Math.Abs(reported[s.Estimator.Name, column]!.Value - ours);
    }

    private static ClaimOutcome ToyFirst(PaperResults results)
    {
        IReadOnlyList<double>[] curves = [.. results.Of(P.Toys, s => s.Example == 1).Result.Scores.Select(s => s.SharpeRatio)];
        bool start = Math.Abs(curves[0][0] - Math.Sqrt(2)) < 1e-12 && Math.Abs(curves[1][0] - 1 / Math.Sqrt(2)) < 1e-12;
        bool ordered = Enumerable.Range(2, 6).All(k => curves[0][k - 2] > curves[1][k - 2]);
        bool level = new[] { 9, 10 }.All(k => Math.Abs(curves[0][k - 2] - curves[1][k - 2]) < 1e-12);
        return ClaimOutcome.From(start && ordered && level, curves[0][0]);
    }

    private static ClaimOutcome ToySecond(PaperResults results)
    {
        int low = Count(5, 2, 18, (w, z) => w > z), high = Count(15, 4, 17, (w, z) => w < z);
        return ClaimOutcome.From(low == 17 && high == 14, low + high);

        int Count(double behavior, int from, int to, Func<double, double, bool> better)
        {
            IReadOnlyList<double>[] curves = [.. results.Of(P.Toys, s => s.Example == 2 && s.Behavior == behavior).Result.Scores
                .Select(s => s.SharpeRatio)];
            return Enumerable.Range(from, to - from + 1).Count(k => better(curves[0][k - 2], curves[1][k - 2]));
        }
    }

    /// <summary>The trials of all tasks; a profile with fewer than 35 decides nothing.</summary>
    private static Agreement Tasks(PaperResults results)
    {
        List<Trial> trials = Trial.OfTasks(results);
        return trials.Count >= 35 ? new(trials)
            : throw new MissingResultsException($"This profile has {trials.Count} logs; the claim asks for 35.");
    }

    private static ClaimOutcome Differs(PaperResults results, Metric metric)
    {
        Agreement tasks = Tasks(results);
        int trials = tasks.Trials.Count, shared = tasks.SharedCount(Metric.Sharpe, metric);
        Estimate share = ProportionInterval.Exact(trials - tasks.FirstCount(Metric.Sharpe, metric), trials);
        bool apart = (double)(trials - shared) / trials > Third; // whatever the rule for ties
        string note = $"by the first of the best; the sets of best share an estimator in {shared} of {trials}";
        return share.Value > Third == apart ? ClaimOutcome.From(apart, share.Value, share.Interval, Seeds(tasks), note)
            : ClaimOutcome.Undecided($"{note}: the rule for ties decides") with
            {
                Measured = share.Value, Interval = share.Interval, Seeds = Seeds(tasks),
            };
    }

    private static ClaimOutcome Share(int count, int trials, IReadOnlyList<int> seeds, string note)
    {
        Estimate share = ProportionInterval.Exact(count, trials);
        return ClaimOutcome.From(share.Value > Third, share.Value, share.Interval, seeds, note);
    }

    private static ClaimOutcome RanksAgree(PaperResults results)
    {
        Agreement tasks = Tasks(results);
        bool[][] same = [.. new[] { Metric.Correlation, Metric.Regret, Metric.Error }.Select(m => tasks.First(Metric.Sharpe, m))];
        int n = tasks.Trials.Count;
        double lead = Lead(Enumerable.Range(0, n).ToArray());
        string[] names = [.. tasks.Trials.Select(t => t.Task).Distinct()];
        Interval interval = Bootstrap.OfRows(Resampling.Clustered([.. tasks.Trials.Select(t => Array.IndexOf(names, t.Task))]), Lead,
            new() { Method = BootstrapMethod.Percentile });
        return Decided(interval.Low > 0, interval.High < 0, lead, interval, Seeds(tasks),
            $"of {n} logs: RankCorr {Count(0)}, nRegret@1 {Count(1)}, nMSE {Count(2)}; logs of one task are resampled together");

        int Count(int metric) => same[metric].Count(s => s);

        double Lead(ReadOnlySpan<int> rows)
        {
            double[] shares = new double[3];
            foreach (int row in rows)
            {
                for (int m = 0; m < 3; m++)
                    shares[m] += same[m][row] ? 1.0 / rows.Length : 0;
            }
            return shares[0] - Math.Max(shares[1], shares[2]);
        }
    }

    /// <summary>An interval on one side of the bound decides; one across it leaves the claim open, whatever its middle says.</summary>
    private static ClaimOutcome Decided(
        bool holds, bool fails, double measured, Interval interval, IReadOnlyList<int> seeds, string note) =>
        new(holds ? Verdict.Holds : fails ? Verdict.DoesNotHold : Verdict.Undecided, measured, interval, seeds,
            holds || fails ? note : $"{note}; the interval reaches across the bound: more logs would decide it");

    private static ClaimOutcome NoWinner(PaperResults results)
    {
        var cells = results.Of(P.Tasks);
        if (cells.Count < 7)
            throw new MissingResultsException($"This profile has {cells.Count} tasks; the claim asks for seven.");
        var leads = cells.Select(c => (Task: c.Settings.Policies.Task.ToString(), Values: TaskFigures.Means(c, Metric.Sharpe).ToArray()))
            .Select(c => (c.Task, Leader: TaskTable.Names[Array.IndexOf(c.Values, c.Values.MaxBy(v => v.Value))])).ToList();
        int most = leads.GroupBy(l => l.Leader).Max(g => g.Count());
        return ClaimOutcome.From(most < cells.Count, most, null, cells[0].Cell.Seeds,
            string.Join(", ", leads.Select(l => $"{l.Task}: {l.Leader}")));
    }

    private static ClaimOutcome NotRobust(PaperResults results)
    {
        Agreement tasks = Tasks(results);
        double Lead(Trial t, int robust, int plain) => Metric.Sharpe.Value(t.Scores[robust]) - Metric.Sharpe.Value(t.Scores[plain]);
        var pairs = tasks.Trials.SelectMany(t => new[] { Lead(t, 2, 1), Lead(t, 4, 3) }).Where(d => Math.Abs(d) > 1e-12).ToList();
        if (pairs.Count == 0)
            return ClaimOutcome.Undecided("No pair differs.");
        Estimate share = ProportionInterval.Exact(pairs.Count(d => d > 0), pairs.Count);
        return Decided(share.Interval.High <= 2 * Third, share.Interval.Low > 2 * Third, share.Value, share.Interval, Seeds(tasks),
            $"{pairs.Count} of {2 * tasks.Trials.Count} pairs differ");
    }

    private static ClaimOutcome Unbiased(PaperResults results)
    {
        var cell = results.Of(P.TwoState)[0];
        RepeatedEstimate[] ordered = [.. TwoStateStudy.Ordered.Select(cell.Result.Of)];
        double[] biases = [.. ordered.Select(e => (e.Mean - cell.Result.Truth) / Math.Sqrt(e.Variance / cell.Settings.Repetitions))];
        bool falls = ordered.Zip(ordered.Skip(1)).All(p => p.First.Variance > p.Second.Variance);
        return ClaimOutcome.From(falls && biases.All(b => Math.Abs(b) <= 3), biases.MaxBy(Math.Abs), null, cell.Cell.Seeds,
            "variances " + string.Join(" > ", ordered.Select(e => NumberText.Format(e.Variance))));
    }

    private static ClaimOutcome MdpsDiffer(PaperResults results)
    {
        var mdps = new Agreement(Trial.OfMdps(results));
        return Share(mdps.Trials.Count - mdps.FirstCount(Metric.Sharpe, Metric.Error), mdps.Trials.Count,
            results.Of(P.RandomMdps)[0].Cell.Seeds, $"{mdps.Trials.Count} MDPs");
    }

    private static IReadOnlyList<int> Seeds(Agreement tasks) => [.. tasks.Trials.Select(t => t.Log).Distinct().Order()];
}
