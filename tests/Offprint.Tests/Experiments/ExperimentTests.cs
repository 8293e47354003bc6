using System.Text.Json;
using Offprint.Experiments;
using Offprint.Tests.Files;

namespace Offprint.Tests.Experiments;

public sealed class ExperimentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cells_are_computed_once_and_loaded_the_second_time()
    {
        var first = new SumExperiment();
        var computed = (await RunAsync(first)).Of(first);
        Assert.Equal(7, first.Computed.Count);
        var second = new SumExperiment { Begin = (cell, _) => Assert.Fail($"{cell} is computed again.") };
        var loaded = (await RunAsync(second)).Of(second);
        Assert.Equal(computed.Select(c => c.Cell.Key), loaded.Select(c => c.Cell.Key));
        Assert.Equal(computed.SelectMany(c => c.Result.Sums), loaded.SelectMany(c => c.Result.Sums));
        Assert.Equal(computed.Select(c => (c.Provenance.Started, c.Provenance.Seconds)),
            loaded.Select(c => (c.Provenance.Started, c.Provenance.Seconds)));
    }

    [Fact]
    public async Task The_same_cells_give_the_same_bits_whatever_the_number_of_workers()
    {
        await RunAsync(new SumExperiment(), new RunOptions { Workers = 1 }, "one");
        await RunAsync(new SumExperiment(), new RunOptions { Workers = 4 }, "four");
        Assert.Equal(Hashes("one"), Hashes("four"));
        Assert.Equal(7, Hashes("one").Count);
    }

    [Fact]
    public async Task Shards_side_by_side_equal_the_whole()
    {
        await RunAsync(new SumExperiment(), null, "whole");
        int computed = 0;
        for (int shard = 0; shard < 3; shard++)
        {
            var experiment = new SumExperiment();
            var results = await RunAsync(experiment, new RunOptions { Shard = shard, ShardCount = 3 }, $"shard{shard}");
            computed += experiment.Computed.Count;
            Assert.InRange(experiment.Computed.Count, 2, 3);
            Assert.Equal(experiment.Computed.Order(), results.Of(experiment).Select(c => c.Cell.Key).Order());
            foreach (string file in Directory.GetFiles(_folder[$"shard{shard}"], "*.json", SearchOption.AllDirectories))
            {
                string merged = Path.Combine(_folder["merged"], Path.GetRelativePath(_folder[$"shard{shard}"], file));
                Directory.CreateDirectory(Path.GetDirectoryName(merged)!);
                File.Copy(file, merged);
            }
        }
        Assert.Equal(7, computed);
        Assert.Equal(Hashes("whole"), Hashes("merged"));
        var reader = new SumExperiment();
        Assert.Equal(7, (await RunAsync(reader, new RunOptions { OnlyStored = true }, "merged")).Of(reader).Count);
    }

    [Fact]
    public async Task A_stopped_run_keeps_its_finished_cells_and_the_next_resumes()
    {
        using var stop = new CancellationTokenSource();
        var stopped = new SumExperiment
        {
            Begin = (cell, _) =>
            {
                if (cell == "cell4")
                    stop.Cancel();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            RunAsync(stopped, new RunOptions { Workers = 1 }, cancellation: stop.Token));
        Assert.Equal(["cell1", "cell2", "cell3"], stopped.Computed);
        Assert.Equal(3, Hashes("results").Count);
        var resumed = new SumExperiment();
        await RunAsync(resumed, new RunOptions { Workers = 1 });
        Assert.Equal(["cell4", "cell5", "cell6", "cell7"], resumed.Computed);
        await RunAsync(new SumExperiment(), null, "whole");
        Assert.Equal(Hashes("whole"), Hashes("results"));
    }

    [Fact]
    public async Task A_failing_cell_ends_the_run_with_its_own_exception_and_finished_cells_are_kept()
    {
        var failing = new SumExperiment
        {
            Begin = (cell, _) =>
            {
                if (cell == "cell3")
                    throw new ArithmeticException("The loss of step 7 is NaN.");
            },
        };
        var error = await Assert.ThrowsAsync<ArithmeticException>(() => RunAsync(failing, new RunOptions { Workers = 1 }));
        Assert.Contains("step 7", error.Message);
        Assert.Equal(2, Hashes("results").Count);
    }

    [Fact]
    public async Task A_new_version_of_the_code_does_not_take_old_results_for_its_own()
    {
        await RunAsync(new SumExperiment());
        var changed = new SumExperiment { CodeVersion = 2 };
        await RunAsync(changed);
        Assert.Equal(7, changed.Computed.Count);
        Assert.Equal(14, Directory.GetFiles(_folder["results"], "*.json", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task A_damaged_result_stops_the_run_before_anything_is_computed()
    {
        await RunAsync(new SumExperiment());
        string file = Directory.GetFiles(_folder["results"], "cell2-*.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(file, File.ReadAllText(file)[..50]);
        var again = new SumExperiment();
        string message = (await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(again))).Message;
        Assert.Contains(file, message);
        Assert.Empty(again.Computed);
        File.Delete(file); // what the message says
        await RunAsync(again);
        Assert.Equal(["cell2"], again.Computed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Progress_rises_to_the_total_and_says_the_time_left(int workers)
    {
        var log = new ProgressLog();
        await RunAsync(new SumExperiment(), new RunOptions { Workers = workers }, progress: log);
        Assert.All(log.Reports.Zip(log.Reports.Skip(1)), pair =>
            Assert.True(pair.Second.Done >= pair.First.Done - 1e-9, "Progress went back."));
        Assert.All(log.Reports, r => Assert.Equal(("Sums of random numbers", 28.0), (r.Stage, r.Total))); // costs 1 + 2 + … + 7
        Assert.All(log.Reports, r => Assert.NotNull(r.Remaining));
        Assert.Equal(28, log.Reports[^1].Done, 1e-9);
        Assert.Equal(0, log.Reports[^1].Remaining!.Value.TotalMilliseconds, 1.0);
        Assert.Contains(log.Reports, r => r.Detail == "cell3: seed 1");
    }

    [Fact]
    public async Task Progress_counts_only_what_is_still_to_be_computed()
    {
        await RunAsync(new SumExperiment(), new RunOptions { Shard = 0, ShardCount = 2 });
        var log = new ProgressLog();
        await RunAsync(new SumExperiment(), progress: log);
        Assert.All(log.Reports, r => Assert.Equal(2 + 4 + 6, r.Total));
        Assert.Equal(1, log.Reports[^1].Fraction, 1e-9);
        var none = new ProgressLog();
        await RunAsync(new SumExperiment(), progress: none);
        Assert.Empty(none.Reports);
    }

    [Fact]
    public async Task No_more_cells_run_at_a_time_than_there_are_workers()
    {
        int running = 0, most = 0;
        var gate = new Lock();
        var experiment = new SumExperiment
        {
            Begin = (_, _) =>
            {
                lock (gate)
                    most = Math.Max(most, ++running);
                Thread.Sleep(20);
                lock (gate)
                    running--;
            },
        };
        await RunAsync(experiment, new RunOptions { Workers = 2 });
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task What_another_process_stores_meanwhile_is_not_computed_again()
    {
        await RunAsync(new SumExperiment(), store: "theirs");
        string first = "";
        var experiment = new SumExperiment
        {
            Begin = (key, _) =>
            {
                first = key;
                foreach (string file in Directory.GetFiles(_folder["theirs"], "*.json", SearchOption.AllDirectories))
                {
                    string target = Path.Combine(_folder["results"], Path.GetRelativePath(_folder["theirs"], file));
                    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    File.Copy(file, target, overwrite: true);
                }
            },
        };
        PaperResults results = await RunAsync(experiment, new RunOptions { Workers = 1 });
        Assert.Equal([first], experiment.Computed);
        Assert.Equal(7, results.Of(experiment).Count);
        Assert.Equal(Hashes("theirs"), Hashes("results"));
    }

    [Fact]
    public async Task Claims_of_missing_results_are_not_measurable_and_say_the_command()
    {
        var experiment = new SumExperiment();
        var empty = await RunAsync(experiment, new RunOptions { OnlyStored = true });
        var outcome = Assert.Single(empty.EvaluateClaims()).Outcome;
        Assert.Equal((Verdict.Undecided, null), (outcome.Verdict, outcome.Measured));
        Assert.Contains("7 of 7 cells of sums", outcome.Note);
        Assert.Contains("`offprint reproduce sums --profile smoke`", outcome.Note);
        Assert.Contains("7 of 7", empty.Show(r => r.Describe().Tables.Count > 0 ? throw new MissingResultsException("7 of 7") : r)
            .Describe().Note);

        await RunAsync(experiment, new RunOptions { Shard = 0, ShardCount = 2 });
        var half = await RunAsync(experiment, new RunOptions { OnlyStored = true });
        Assert.Contains("3 of 7 cells", half.EvaluateClaims()[0].Outcome.Note);
        var whole = await RunAsync(experiment);
        Assert.Equal(Verdict.Holds, whole.EvaluateClaims()[0].Outcome.Verdict);
        var left = await new SumPaper(experiment).RunAsync(Profile.Paper, new RunOptions { Store = new ResultStore(_folder["results"]) });
        Assert.Contains("leaves out sums", left.EvaluateClaims()[0].Outcome.Note);
        Assert.Contains("cell9", Assert.Throws<MissingResultsException>(() => whole.Of(experiment, "cell9")).Message);
        Assert.Equal("cell2", whole.Of(experiment, "cell2").Cell.Key);
    }

    [Fact]
    public async Task Experiments_that_are_not_asked_for_are_loaded_only()
    {
        SumExperiment one = new("one", 2), two = new("two", 2);
        var paper = new SumPaper(one, two);
        var options = new RunOptions { Store = new ResultStore(_folder["results"]), Experiments = ["two"] };
        var results = await paper.RunAsync(Profile.Smoke, options);
        Assert.Empty(one.Computed);
        Assert.Equal(2, two.Computed.Count);
        Assert.Equal([Verdict.Undecided, Verdict.Holds], results.EvaluateClaims().Select(c => c.Outcome.Verdict));
        string message = (await Assert.ThrowsAsync<ArgumentException>(() =>
            paper.RunAsync(Profile.Smoke, options with { Experiments = ["three"] }))).Message;
        Assert.Contains("no experiment 'three'", message);
        Assert.Contains("one, two", message);
    }

    [Fact]
    public void A_computation_that_reports_is_stopped_there()
    {
        using var stop = new CancellationTokenSource();
        var shares = new List<double>();
        var context = new RunContext([3, 4], new Artifacts(_folder["artifacts"]), (share, _) => shares.Add(share), stop.Token);
        Assert.Equal([3UL, 4UL], context.Seeds.Select(s => s.Value));
        context.Report(1, 4);
        context.Report(9, 4);
        context.Report(1, 0);
        Assert.Equal([0.25, 1, 0], shares);
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => context.Report(2, 4));
    }

    private Task<PaperResults> RunAsync(SumExperiment experiment, RunOptions? options = null, string store = "results",
        IProgress<RunProgress>? progress = null, CancellationToken cancellation = default) =>
        new SumPaper(experiment).RunAsync(Profile.Smoke, (options ?? new RunOptions()) with { Store = new ResultStore(_folder[store]) },
            progress, cancellation);

    /// <summary>The checksum of each stored result, by file name.</summary>
    private SortedDictionary<string, string> Hashes(string store) => new(
        Directory.GetFiles(_folder[store], "*.json", SearchOption.AllDirectories).ToDictionary(f => Path.GetFileName(f), f =>
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(f));
            return document.RootElement.GetProperty("hash").GetString()!;
        }), StringComparer.Ordinal);
}
