using System.Text.Json;
using Offprint.Experiments;
using Offprint.Papers.Diffusion.UsfSolverSearchStudy;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Papers.Tests.Diffusion.UsfSolverSearchStudy;

public sealed class UsfPaperTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_smoke_run_gives_the_same_bits_twice_and_its_claims_hold()
    {
        var paper = Papers.Usf;
        var first = await paper.RunAsync(Profile.Smoke, new RunOptions { Store = new ResultStore(_folder["first"]) });
        var second = await paper.RunAsync(Profile.Smoke, new RunOptions { Store = new ResultStore(_folder["second"]), Workers = 1 });
        foreach (var file in Directory.GetFiles(_folder["first"], "*.json", SearchOption.AllDirectories))
            Assert.Equal(Result(file), Result(file.Replace(_folder["first"], _folder["second"], StringComparison.Ordinal)));
        var verdicts = first.EvaluateClaims().ToDictionary(c => c.Claim.Id, c => c.Outcome.Verdict);
        Assert.All(["unification", "no-best-strategy", "solver-matters", "predictor-ranks"], id =>
            Assert.Equal(Verdict.Holds, verdicts[id]));
        // The searched schedule is at least as good on the search's own paths as the best known solver.
        Assert.All(first.Of(paper.Plane)[0].Result.Runs, run => Assert.True(run.BestAt(run.Evaluations) <= run.BestAt(run.Known)));
        // Stored schedules are schedules again.
        var again = await paper.RunAsync(Profile.Smoke, new RunOptions { OnlyStored = true, Store = new ResultStore(_folder["first"]) });
        Assert.Equal(first.Of(paper.Plane)[0].Result.Runs[0].Best, again.Of(paper.Plane)[0].Result.Runs[0].Best);

        static string Result(string path)
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            return document.RootElement.GetProperty("result").GetRawText();
        }
    }

    [Fact]
    public void A_search_is_summarized_by_its_improvements()
    {
        var archive = new SearchArchive("test");
        double[] scores = [3, 4, 2, 5, 2, 1];
        var noise = new VpLinearSchedule();
        archive.Add(scores.Select((s, i) => new ScoredSchedule(SolverSchedules.Ddim(new TimeGrid([1, 0.9 - 0.1 * i, 1e-3])), s)));
        var run = SearchRun.Of(archive, 2, new Second(noise));
        Assert.Equal([new(1, 3), new(3, 2), new(6, 1)], run.Improvements);
        Assert.Equal([3, 3, 2, 1], new[] { 1, 2, 5, 6 }.Select(run.BestAt));
        Assert.Equal([1, 3, 6, double.PositiveInfinity], new[] { 3, 2.5, 1, 0.5 }.Select(run.FirstAtMost));
        Assert.Equal((6, 2, 0.4, 0.9), (run.Evaluations, run.Known, Math.Round(run.Test, 9), Math.Round(run.BestKnown, 9)));
    }

    [Fact]
    public void The_reported_searched_schedules_beat_all_baselines_of_their_table()
    {
        var table = Papers.Usf.Reported("cifar-10-scoresde");
        foreach (string nfe in table.Columns.Skip(1))
            Assert.All(table.Rows.Where(r => r.Name != "searched"), row => Assert.True(table["searched", nfe] < table[row.Name, nfe]));
        Assert.Equal(6.86, Papers.Usf.Reported("abstract")["searched", "5"]);
    }

    /// <summary>The score is the second time.</summary>
    private sealed class Second(NoiseSchedule noise) : IScheduleObjective
    {
        public string Name => "second time";

        public NoiseSchedule Noise => noise;

        public IReadOnlyList<double> Evaluate(IReadOnlyList<SolverSchedule> schedules, CancellationToken ct = default) =>
            [.. schedules.Select(s => s.Grid.Times[1])];
    }
}
