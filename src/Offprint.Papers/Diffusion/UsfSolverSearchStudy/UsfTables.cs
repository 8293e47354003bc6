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
        CardTable.Of("Known solvers as schedules", results.Of(Papers.Usf.Unification)[0].Result.Cases, ("Solver", c => c.Solver.Label),
            ("Decisions", c => StrategyText.Of(c.Solver)), ("Largest difference", c => c.Difference));

    /// <summary>World 1: errors by number of evaluations.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a number of evaluations.</returns>
    public static CardTable Plane(PaperResults results)
    {
        var rows = results.Of(Papers.Usf.Baselines).Select(cell => (cell.Settings.Evaluations, Seeds: Enumerable.Range(0,
            cell.Cell.Seeds.Count), Fixed: cell.Result, Searched: results.Of(Papers.Usf.Plane,
            PlaneSearch.Of(cell.Settings.Evaluations, SearchStrategy.Evolution)).Result.Runs));
        return CardTable.Of("World 1: error against the exact flow", rows, ("Evaluations", r => r.Evaluations),
            ("Worst fixed", r => r.Seeds.Average(r.Fixed.Worst)), ("Best fixed", r => r.Seeds.Average(r.Fixed.Best)),
            ("Best of the paper's family", r => r.Seeds.Average(r.Fixed.BestOfFamily)),
            ("Searched", r => ((TableCell)r.Searched.Average(run => run.Test)).With(Emphasis.Good)),
            ("Searched ÷ best fixed", r => UsfClaims.Ratio(results, r.Evaluations)),
            ("Seeds won", r => $"{r.Seeds.Count(i => r.Searched[i].Test < r.Fixed.Best(i))} of {r.Seeds.Count()}"),
            ("Best fixed in the mean", r => r.Fixed.Baselines.MinBy(b => b.Errors.Average())!.Label)) with
        { Note = "Means over seeds of the root mean square error on fresh paths; searched by evolution. The paper's family is without " +
            "PLMS, HB and GHVB. Best and worst are chosen with hindsight for each seed; the ratio has a bootstrap interval over seeds." };
    }

    /// <summary>The three searches and the parts of the space.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a search.</returns>
    public static CardTable Ablations(PaperResults results)
    {
        (string Name, SearchStrategy Strategy, SearchedPart Part, int? Batch)[] searches =
        [
            ("random search", SearchStrategy.Random, SearchedPart.All, null),
            ("evolution", SearchStrategy.Evolution, SearchedPart.All, null),
            ($"evolution, batches of {PlaneSearch.LargeBatch}", SearchStrategy.Evolution, SearchedPart.All, PlaneSearch.LargeBatch),
            ("S³: evolution with predictor", SearchStrategy.Predictor, SearchedPart.All, null),
            ("evolution, times only", SearchStrategy.Evolution, SearchedPart.Times, null),
            ("evolution, strategies only", SearchStrategy.Evolution, SearchedPart.Strategies, null),
        ];
        return CardTable.Of("Error of the searched schedule ÷ best fixed solver", searches,
        [
            ("Search", s => s.Name),
            .. PlaneSearch.Compared.Select(nfe => (new TableColumn($"{nfe} evaluations"),
                (Func<(string Name, SearchStrategy Strategy, SearchedPart Part, int? Batch), TableCell>)(s =>
                    UsfClaims.Ratio(results, nfe, s.Strategy, s.Part, s.Batch)))),
        ]) with
        {
            Note = $"Fresh paths, batches of {PlaneSearch.SmallBatch}, S³ of {PlaneSearch.LargeBatch}; " +
                $"{results.Of(Papers.Usf.Plane)[0].Settings.Search.Evaluations} true evaluations each, known solvers included; " +
                "bootstrap intervals over seeds.",
        };
    }

    /// <summary>World 2: errors and distances on 8×8 digits.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a score and number of evaluations.</returns>
    public static CardTable Pixels(PaperResults results)
    {
        static string Three(IReadOnlyList<PixelSearchRun> runs, Func<PixelDistances, double> value) =>
            $"{NumberText.Format(runs.Average(r => value(r.Searched)))} / {NumberText.Format(runs.Average(r => value(r.Baseline)))} " +
                $"/ {NumberText.Format(runs.Average(r => value(r.Floor)))}";
        return CardTable.Of("World 2: 8×8 digits", results.Of(Papers.Usf.Pixels),
            ("Score", c => c.Settings.Learned is null ? "exact" : "learned"), ("Evaluations", c => c.Settings.Evaluations),
            ("Worst fixed", c => c.Result.Runs.Average(r => r.WorstBaseline)),
            ("Best fixed", c => c.Result.Runs.Average(r => r.BestBaseline)), ("S³", c => c.Result.Runs.Average(r => r.Run.Test)),
            ("Sliced W₂: S³ / fixed / floor", c => Three(c.Result.Runs, d => d.Sliced)),
            ("MMD²: S³ / fixed / floor", c => Three(c.Result.Runs, d => d.Discrepancy))) with
        { Note = "Root mean square error of pixels in [−1, 1] against the model's own flow, and distances of 300 samples to the 1,797 " +
            "digits; the floor is that of the flow itself. Means over seeds." };
    }

    /// <summary>World 3: Fréchet distances of a trained model.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a solver.</returns>
    public static CardTable Digits(PaperResults results)
    {
        var rows = new List<(int Evaluations, string Solver, TableCell Distance)>();
        foreach (var cell in results.Of(Papers.Usf.Digits).OrderBy(c => c.Settings.Evaluations))
        {
            double least = cell.Result.Baselines.Append(cell.Result.Searched).Min(f => f.Frechet.Average());
            foreach (var final in cell.Result.Baselines.Prepend(cell.Result.Searched))
            {
                rows.Add((cell.Settings.Evaluations, final.Solver?.Label ?? "searched",
                    ((TableCell)MeanInterval.StudentT([.. final.Frechet]))
                        .With(final.Frechet.Average() == least ? Emphasis.Good : Emphasis.None)));
            }
            rows.Add((cell.Settings.Evaluations, "20 steps of DPM-Solver++(2M)", cell.Result.Reference.Frechet[0]));
        }
        var any = results.Of(Papers.Usf.Digits)[0];
        return CardTable.Of("World 3: Fréchet distance of digit features", rows, ("Evaluations", r => r.Evaluations),
            ("Solver", r => r.Solver), ("Fréchet distance", r => r.Distance)) with
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
        return CardTable.Of($"Agreement with the ranking by {cell.Settings.Truth} samples", cell.Result.Rows, ("Samples", r => r.Size),
            ("Fixed noise", r => MeanInterval.StudentT([.. r.FixedNoise])),
            ("Fresh noise", r => MeanInterval.StudentT([.. r.FreshNoise]))) with
        { Note = $"Kendall's τ over {cell.Settings.Schedules} schedules of {cell.Settings.Evaluations} evaluations, exact score of 8×8 " +
            $"digits, Fréchet distance of pixels; mean and t interval over seeds." };
    }

    /// <summary>What the searches cost.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a search.</returns>
    public static CardTable Costs(PaperResults results)
    {
        IEnumerable<SearchCost> costs =
        [
            .. results.Of(Papers.Usf.Plane).Where(c => PlaneSearch.Compared.Contains(c.Settings.Evaluations)
                && c.Settings.Part == SearchedPart.All)
                .Select(c => new SearchCost(
                    $"plane, {c.Settings.Search.Strategy}, batch {c.Settings.Search.Batch}".ToLowerInvariant(),
                    c.Settings.Evaluations, c.Settings.Search.Evaluations, c.Settings.TrainPaths, c.Provenance.Seconds / c.Cell.Seeds.Count)),
            .. results.Of(Papers.Usf.Pixels)
                .Select(c => new SearchCost($"8×8 digits, {(c.Settings.Learned is null ? "exact" : "learned")}", c.Settings.Evaluations,
                    c.Settings.Search.Evaluations, c.Settings.TrainPaths, c.Provenance.Seconds / c.Cell.Seeds.Count)),
            .. results.Of(Papers.Usf.Digits)
                .Select(c => new SearchCost("28×28 digits, U-Net", c.Settings.Evaluations, c.Settings.Search.Evaluations,
                    c.Settings.ProxyImages, c.Provenance.Seconds)),
        ];
        return CardTable.Of("What a search costs", costs, ("World and search", c => c.Search),
            ("Evaluations a schedule", c => c.Evaluations), ("Schedules", c => c.Schedules), ("Samples a schedule", c => c.Samples),
            (new TableColumn("Network evaluations", "thousands of samples"),
                c => c.Evaluations * (double)c.Schedules * c.Samples / 1000),
            (new TableColumn("Time with test or finals", "s"), c => Math.Round(c.Seconds))) with
        {
            Note = "One search on one thread beside other work, tests on fresh starts (worlds 1, 2) or final evaluations (world 3) " +
                "included.",
        };
    }

    private sealed record SearchCost(string Search, int Evaluations, int Schedules, int Samples, double Seconds);

    /// <summary>The best strategy of each step.</summary>
    internal static int[] BestStrategies(LocalErrorResult result) =>
        [.. result.Times.Select((_, i) => Enumerable.Range(0, result.Errors.Count).Where(s => !double.IsNaN(result.Errors[s][i]))
            .MinBy(s => result.Errors[s][i]))];

    /// <summary>The share of evolution's true evaluations, in batches of a size, after which S³ has its final score, one a seed.</summary>
    internal static IEnumerable<double> Shares(PaperResults results, int nfe, int batch)
    {
        var evolution = results.Of(Papers.Usf.Plane, PlaneSearch.Of(nfe, SearchStrategy.Evolution, batch: batch)).Result.Runs;
        var predicted = results.Of(Papers.Usf.Plane, PlaneSearch.Of(nfe, SearchStrategy.Predictor)).Result.Runs;
        return evolution.Zip(predicted, (e, p) => p.FirstAtMost(e.Improvements[^1].Score) / e.Improvements[^1].Evaluation);
    }
}
