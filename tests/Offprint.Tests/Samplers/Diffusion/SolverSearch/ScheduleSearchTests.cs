using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using Offprint.Tensors;
using Offprint.Tests.Files;
using TorchSharp;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.SolverSearch;

public sealed class ScheduleSearchTests : IDisposable
{
    /// <summary>
    /// A score that knows the best schedule: the squared distance of its times from 0.6 and 0.3, and a fee a step in the noise form.
    /// </summary>
    private sealed class KnownOptimum : IScheduleObjective
    {
        public int Batches { get; private set; }

        public string Name => "distance from a known schedule";

        public NoiseSchedule Noise => Linear;

        public IReadOnlyList<double> Evaluate(IReadOnlyList<SolverSchedule> schedules, CancellationToken ct = default)
        {
            ct.ThrowIfCancellationRequested();
            Batches++;
            return [.. schedules.Select(Score)];
        }

        public static double Score(SolverSchedule s) => 0.01 + Math.Pow(s.Grid.Times[1] - 0.6, 2) + Math.Pow(s.Grid.Times[2] - 0.3, 2)
            + s.Steps.Sum(step => step.Form == Prediction.Noise ? 0.1 : 0) + s.Steps.Sum(step => step.Order == 1 ? 0 : 0.05);
    }

    private static readonly SolverSchedule[] s_initial = [.. new KnownSolverSet().Of(3)
        .Where(s => s.Solver is DeisOptions).Select(s => s.Schedule(Linear, 3))];

    private readonly TemporaryFolder _folder = new();

    public ScheduleSearchTests() => LibTorch.EnsureLoaded(); // one thread, set before this thread's first tensor

    public void Dispose() => _folder.Dispose();

    private static ScheduleSearchOptions Options(SearchStrategy strategy) =>
        new() { Strategy = strategy, Evaluations = 120, PredictedChildren = 40, PredictedGenerations = 3 };

    private static LstmSchedulePredictor Predictor() => new(Linear, new() { Hidden = 16, Epochs = 60, LearningRate = 1e-2 });

    [Theory]
    [InlineData(SearchStrategy.Random)]
    [InlineData(SearchStrategy.Evolution)]
    [InlineData(SearchStrategy.Predictor)]
    public void A_search_improves_keeps_its_budget_and_repeats_itself(SearchStrategy strategy)
    {
        using LstmSchedulePredictor predictor = Predictor();
        var objective = new KnownOptimum();
        SearchArchive archive = new ScheduleSearch(objective, Options(strategy), predictor).Run(s_initial, new Seed(1));
        Assert.Equal(120, archive.Entries.Count);
        Assert.Equal(s_initial.Distinct().Count(), archive.Entries.Take(s_initial.Length).Select(e => e.Schedule).Intersect(s_initial)
            .Count());
        Assert.Equal(archive.Entries.Count, archive.Entries.Select(e => e.Schedule).Distinct().Count());
        Assert.All(archive.Entries, e => Assert.Equal(KnownOptimum.Score(e.Schedule), e.Score));
        double first = s_initial.Min(KnownOptimum.Score);
        Assert.True(archive.Best.Score < (strategy == SearchStrategy.Random ? first : 0.5 * first), $"{archive.Best.Score} after {first}");
        Assert.Equal(archive.Best.Score, archive.BestSoFar()[^1]);
        Assert.InRange(objective.Batches, 6, 8); // whole generations, never one by one
        SearchArchive again = new ScheduleSearch(new KnownOptimum(), Options(strategy), predictor).Run(s_initial, new Seed(1));
        Assert.Equal(archive.Entries, again.Entries);
    }

    [Theory]
    [InlineData(SearchStrategy.Evolution)]
    [InlineData(SearchStrategy.Predictor)]
    public void A_stopped_search_goes_on_from_its_archive_to_the_same_result(SearchStrategy strategy)
    {
        using LstmSchedulePredictor predictor = Predictor();
        SearchArchive whole = new ScheduleSearch(new KnownOptimum(), Options(strategy), predictor).Run(s_initial, new Seed(2));
        string path = _folder["archive.json"];
        var stopped = new ScheduleSearch(new KnownOptimum(), Options(strategy), predictor);
        Assert.Throws<OperationCanceledException>(() => stopped.Run(s_initial, new Seed(2), path,
            archive => { if (archive.Entries.Count > 60) throw new OperationCanceledException(); }));
        var rest = new KnownOptimum();
        using LstmSchedulePredictor fresh = Predictor();
        Assert.Equal(whole.Entries, new ScheduleSearch(rest, Options(strategy), fresh).Run(s_initial, new Seed(2), path).Entries);
        Assert.InRange(rest.Batches, 1, 4);
        // Finished, it only reads.
        var none = new KnownOptimum();
        Assert.Equal(whole.Entries, new ScheduleSearch(none, Options(strategy), fresh).Run(s_initial, new Seed(2), path).Entries);
        Assert.Equal(0, none.Batches);
        Assert.Contains("another search", Assert.Throws<InvalidDataException>(() =>
            new ScheduleSearch(none, Options(strategy), fresh).Run(s_initial, new Seed(3), path)).Message);
        File.WriteAllText(path, File.ReadAllText(path)[..200]);
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() =>
            new ScheduleSearch(none, Options(strategy), fresh).Run(s_initial, new Seed(2), path)).Message);
    }

    [Fact]
    public void Bad_beginnings_are_named()
    {
        Assert.Throws<ArgumentException>(() => new ScheduleSearch(new KnownOptimum(), new()));
        var search = new ScheduleSearch(new KnownOptimum(), Options(SearchStrategy.Evolution));
        Assert.Contains("equal steps", Assert.Throws<ArgumentException>(() => search.Run([], new Seed(1))).Message);
        Assert.Throws<ArgumentException>(() => search.Run([s_initial[0], SolverSchedules.Ddim(TimeGrid.UniformTime(Linear, 4))],
            new Seed(1)));
        var fixedSpace = new ScheduleSearch(new KnownOptimum(),
            Options(SearchStrategy.Evolution) with { Space = new() { Times = false, Strategies = false } });
        Assert.Contains("used up", Assert.Throws<InvalidOperationException>(() => fixedSpace.Run([s_initial[0]], new Seed(1))).Message);
    }

    [Fact]
    public void Children_can_be_carried_out_and_change_only_what_they_may()
    {
        RandomStream random = new Seed(4).Stream();
        SolverSchedule[] parents = [.. new KnownSolverSet().Of(6).Select(s => s.Schedule(Linear, 6))];
        var all = new ScheduleSpace(Linear);
        var times = new ScheduleSpace(Linear, new() { Strategies = false });
        var strategies = new ScheduleSpace(Linear, new() { Times = false });
        for (int i = 0; i < 300; i++)
        {
            SolverSchedule child = all.Child(parents, random), retimed = times.Mutate(parents[0], random),
                restyled = strategies.Mutate(parents[0], random);
            Assert.Equal((6, 6, Linear.T, Linear.TEnd), (child.Evaluations, child.Steps.Count, child.StartTime, child.Grid.End));
            Assert.True(child.Grid.Times.Zip(child.Grid.Times.Skip(1)).All(p => p.First - p.Second >= 1e-4));
            Assert.Equal(parents[0].Steps.Select(s => s with { Time = 0 }), retimed.Steps.Select(s => s with { Time = 0 }));
            Assert.Equal(parents[0].Grid, restyled.Grid);
        }
        Assert.Throws<ArgumentException>(() => all.Cross(parents[0], SolverSchedules.Ddim(TimeGrid.UniformTime(Linear, 4)), random));
    }

    /// <summary>A ranking that follows a known law is learned: Kendall's τ on schedules that it has not seen.</summary>
    [Fact]
    public void The_predictor_learns_a_known_ranking_and_repeats_itself()
    {
        RandomStream random = new Seed(5).Stream();
        var space = new ScheduleSpace(Linear);
        ScoredSchedule[] entries = [.. Enumerable.Range(0, 160).Select(_ => space.Random(3, random))
            .Select(s => new ScoredSchedule(s, KnownOptimum.Score(s)))];
        using var predictor = new LstmSchedulePredictor(Linear, new() { Hidden = 32, Epochs = 150, LearningRate = 3e-3 });
        Assert.Throws<InvalidOperationException>(() => predictor.Predict([entries[0].Schedule]));
        Assert.Throws<ArgumentException>(() => predictor.Train([entries[0]], new Seed(6)));
        predictor.Train(entries[..100], new Seed(6));
        double agreement = predictor.Agreement(entries[100..]);
        Assert.InRange(agreement, 0.5, 1);
        predictor.Train(entries[..100], new Seed(6));
        Assert.Equal(agreement, predictor.Agreement(entries[100..]));
    }

    [Fact]
    public void The_endpoint_objective_is_the_plain_error()
    {
        using var scope = NewDisposeScope();
        Tensor start = Normal(1, 40, 2), exact = GaussianFlow(Linear, 1, 0.5, start, 1, 1e-3);
        var objective = new EndpointObjective(Gaussian(Linear, 1, 0.5), start, exact);
        SolverSchedule[] schedules = [SolverSchedules.Ddim(TimeGrid.UniformLambda(Linear, 6)),
            SolverSchedules.UniPc(TimeGrid.UniformLambda(Linear, 6))];
        IReadOnlyList<double> scores = objective.Evaluate(schedules);
        for (int m = 0; m < 2; m++)
        {
            double error = (new ExponentialSolver(schedules[m]).Sample(Gaussian(Linear, 1, 0.5), start).X - exact).square().mean().sqrt()
                .ToDouble();
            Assert.Equal(error, scores[m], 1e-10);
        }
        Assert.True(scores[1] < scores[0]);
    }

    [Fact]
    public void The_Frechet_objective_compares_features_with_the_reference()
    {
        using var scope = NewDisposeScope();
        Tensor start = Normal(1, 500, 2), exact = GaussianFlow(Linear, 1, 0.5, start, 1, 1e-3);
        var objective = new FrechetObjective(Gaussian(Linear, 1, 0.5), start, x => x, GaussianFit.Of(exact.ToSampleMatrix()));
        SolverSchedule coarse = SolverSchedules.Ddim(TimeGrid.UniformTime(Linear, 4)),
            better = SolverSchedules.UniPc(TimeGrid.UniformLambda(Linear, 4));
        IReadOnlyList<double> scores = objective.Evaluate([coarse, better]);
        Assert.Equal(SampleDistances.Frechet(new ExponentialSolver(coarse).Sample(Gaussian(Linear, 1, 0.5), start).X.ToSampleMatrix(),
            exact.ToSampleMatrix()), scores[0], 1e-6);
        Assert.True(scores[1] < scores[0]);
    }
}
