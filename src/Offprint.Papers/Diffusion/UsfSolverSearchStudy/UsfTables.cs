using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Statistics;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>The paper's kinds of tables, from our results.</summary>
internal static class UsfTables
{
    /// <summary>Known solvers as fixed schedules, with their differences from their own papers' formulas.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a solver.</returns>
    public static CardTable SpecialCases(PaperResults results) =>
        new("Known solvers as schedules", ["Solver", "Decisions", "Largest difference"],
            [.. results.Of(Papers.Usf.Unification)[0].Result.Cases.Select(c =>
                (IReadOnlyList<TableCell>)[c.Solver, c.Schedule, c.Difference])]);

    /// <summary>World 1: errors by number of evaluations.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a number of evaluations.</returns>
    public static CardTable Plane(PaperResults results)
    {
        var rows = results.Of(Papers.Usf.Baselines).Select(cell =>
        {
            int nfe = cell.Settings.Evaluations, seeds = cell.Cell.Seeds.Count;
            var runs = results.Of(Papers.Usf.Plane, PlaneSearch.Key(nfe, SearchStrategy.Evolution)).Result.Runs;
            var ratio = UsfClaims.Ratio(results, nfe);
            int won = runs.Where((r, i) => r.Test < cell.Result.Best(i)).Count();
            return (IReadOnlyList<TableCell>)
            [
                nfe, Enumerable.Range(0, seeds).Average(cell.Result.Worst), Enumerable.Range(0, seeds).Average(cell.Result.Best),
                ((TableCell)runs.Average(r => r.Test)).With(Emphasis.Good), ratio, $"{won} of {seeds}",
                cell.Result.Baselines.MinBy(b => b.Errors.Average())!.Name,
            ];
        });
        return new CardTable("World 1: error against the exact flow",
            ["Evaluations", "Worst fixed", "Best fixed", "Searched", "Searched ÷ best fixed", "Seeds won", "Best fixed in the mean"],
            [.. rows])
        { Note = "Means over seeds of the root mean square error on fresh paths; searched by evolution. Best and worst are chosen with " +
            "hindsight for each seed; the ratio has a bootstrap interval over seeds." };
    }

    /// <summary>The three searches and the parts of the space.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a search.</returns>
    public static CardTable Ablations(PaperResults results)
    {
        (string Name, SearchStrategy Strategy, string Part)[] searches =
        [
            ("random search", SearchStrategy.Random, "all"), ("evolution", SearchStrategy.Evolution, "all"),
                ("S³: evolution with predictor", SearchStrategy.Predictor, "all"),
            ("evolution, times only", SearchStrategy.Evolution, "times"),
            ("evolution, strategies only", SearchStrategy.Evolution, "strategies"),
        ];
        var rows = searches.Select(s => (IReadOnlyList<TableCell>)
        [
            s.Name, .. PlaneSearch.Compared.Select(nfe => (TableCell)UsfClaims.Ratio(results, nfe, s.Strategy, s.Part)),
        ]);
        return new CardTable("Error of the searched schedule ÷ best fixed solver",
            ["Search", .. PlaneSearch.Compared.Select(nfe => new TableColumn($"{nfe} evaluations"))], [.. rows])
        { Note = $"Fresh paths, {results.Of(Papers.Usf.Plane)[0].Settings.Search.Evaluations} true evaluations each, known solvers " +
            $"included; bootstrap intervals over seeds." };
    }

    /// <summary>World 2: errors and distances on 8×8 digits.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a score and number of evaluations.</returns>
    public static CardTable Pixels(PaperResults results)
    {
        var rows = results.Of(Papers.Usf.Pixels).Select(cell =>
        {
            var runs = cell.Result.Runs;
            TableCell Three(Func<PixelDistances, double> value) =>
                $"{NumberText.Format(runs.Average(r => value(r.Searched)))} / {NumberText.Format(runs.Average(r => value(r.Baseline)))} " +
                    $"/ {NumberText.Format(runs.Average(r => value(r.Floor)))}";
            return (IReadOnlyList<TableCell>)
            [
                cell.Settings.Learned is null ? "exact" : "learned", cell.Settings.Evaluations, runs.Average(r => r.WorstBaseline),
                    runs.Average(r => r.BestBaseline),
                runs.Average(r => r.Run.Test), Three(d => d.Sliced), Three(d => d.Discrepancy),
            ];
        });
        return new CardTable("World 2: 8×8 digits",
            ["Score", "Evaluations", "Worst fixed", "Best fixed", "S³", "Sliced W₂: S³ / fixed / floor", "MMD²: S³ / fixed / floor"],
            [.. rows])
        { Note = "Root mean square error of pixels in [−1, 1] against the model's own flow, and distances of 300 samples to the 1,797 " +
            "digits; the floor is that of the flow itself. Means over seeds." };
    }

    /// <summary>World 3: Fréchet distances of a trained model.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a solver.</returns>
    public static CardTable Digits(PaperResults results)
    {
        var rows = new List<IReadOnlyList<TableCell>>();
        foreach (var cell in results.Of(Papers.Usf.Digits).OrderBy(c => c.Settings.Evaluations))
        {
            double least = cell.Result.Baselines.Append(cell.Result.Searched).Min(f => f.Frechet.Average());
            foreach (var final in cell.Result.Baselines.Prepend(cell.Result.Searched))
            {
                rows.Add([cell.Settings.Evaluations, final.Name,
                    ((TableCell)MeanInterval.StudentT([.. final.Frechet]))
                        .With(final.Frechet.Average() == least ? Emphasis.Good : Emphasis.None)]);
            }
            rows.Add([cell.Settings.Evaluations, "20 steps of DPM-Solver++(2M)", cell.Result.Reference.Frechet[0]]);
        }
        var any = results.Of(Papers.Usf.Digits)[0];
        return new CardTable("World 3: Fréchet distance of digit features", ["Evaluations", "Solver", "Fréchet distance"], rows)
        {
            Note = $"{any.Settings.FinalImages} images a seed, mean and 95 % t interval over {any.Cell.Seeds.Count} sampling seeds; the " +
                $"fixed solvers are the {any.Settings.Finalists} best by the proxy " +
                $"({any.Settings.ProxyImages} images of fixed noise). As many real test digits have " +
                    $"{NumberText.Format(any.Result.RealFrechet)}.",
        };
    }

    /// <summary>Proxy sizes and fixed noise.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a size.</returns>
    public static CardTable Proxies(PaperResults results)
    {
        var cell = results.Of(Papers.Usf.Proxies)[0];
        var rows = cell.Result.Rows.Select(r => (IReadOnlyList<TableCell>)[r.Size, MeanInterval.StudentT([.. r.FixedNoise]),
            MeanInterval.StudentT([.. r.FreshNoise])]);
        return new CardTable($"Agreement with the ranking by {cell.Settings.Truth} samples", ["Samples", "Fixed noise", "Fresh noise"],
            [.. rows])
        { Note = $"Kendall's τ over {cell.Settings.Schedules} schedules of {cell.Settings.Evaluations} evaluations, exact score of 8×8 " +
            $"digits, Fréchet distance of pixels; mean and t interval over seeds." };
    }

    /// <summary>What the searches cost.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a search.</returns>
    public static CardTable Costs(PaperResults results)
    {
        IEnumerable<IReadOnlyList<TableCell>> plane = results.Of(Papers.Usf.Plane)
            .Where(c => PlaneSearch.Compared.Contains(c.Settings.Evaluations) && c.Cell.Key.EndsWith("all", StringComparison.Ordinal))
            .Select(c => Row($"plane, {c.Settings.Search.Strategy}".ToLowerInvariant(), c.Settings.Evaluations,
                c.Settings.Search.Evaluations, c.Settings.TrainPaths, c.Provenance.Seconds / c.Cell.Seeds.Count));
        IEnumerable<IReadOnlyList<TableCell>> pixels = results.Of(Papers.Usf.Pixels)
            .Select(c => Row($"8×8 digits, {(c.Settings.Learned is null ? "exact" : "learned")}", c.Settings.Evaluations,
                c.Settings.Search.Evaluations, c.Settings.TrainPaths, c.Provenance.Seconds / c.Cell.Seeds.Count));
        IEnumerable<IReadOnlyList<TableCell>> digits = results.Of(Papers.Usf.Digits)
            .Select(c => Row("28×28 digits, U-Net", c.Settings.Evaluations, c.Settings.Search.Evaluations, c.Settings.ProxyImages,
                c.Provenance.Seconds));
        return new CardTable("What a search costs", ["World and search", "Evaluations a schedule", "Schedules", "Samples a schedule",
            new TableColumn("Network evaluations", "thousands of samples"), new TableColumn("Time with test or finals", "s")],
            [.. plane, .. pixels, .. digits]) { Note =
                "One search on one thread beside other work, tests on fresh starts (worlds 1, 2) or final evaluations (world 3) " +
                "included." };

        static IReadOnlyList<TableCell> Row(string name, int nfe, int schedules, int samples, double seconds) =>
            [name, nfe, schedules, samples, nfe * (double)schedules * samples / 1000, Math.Round(seconds)];
    }

    /// <summary>The best strategy of each step.</summary>
    internal static int[] BestStrategies(LocalErrorResult result) =>
        [.. result.Times.Select((_, i) => Enumerable.Range(0, result.Strategies.Count).Where(s => !double.IsNaN(result.Errors[s][i]))
            .MinBy(s => result.Errors[s][i]))];

    /// <summary>The share of evolution's true evaluations after which S³ has its final score, one a seed.</summary>
    internal static IEnumerable<double> Shares(PaperResults results, int nfe)
    {
        var evolution = results.Of(Papers.Usf.Plane, PlaneSearch.Key(nfe, SearchStrategy.Evolution)).Result.Runs;
        var predicted = results.Of(Papers.Usf.Plane, PlaneSearch.Key(nfe, SearchStrategy.Predictor)).Result.Runs;
        return evolution.Zip(predicted, (e, p) => p.FirstAtMost(e.Improvements[^1].Score) / e.Improvements[^1].Evaluation);
    }
}
