using System.Text.Json.Nodes;
using Offprint.Experiments;
using Offprint.Experiments.Verification;
using Offprint.Tests.Files;

namespace Offprint.Tests.Experiments.Verification;

public sealed class VerifierTests : IDisposable
{
    private static readonly InstructionSets s_others = new("one bit at a time", "DEFAULT");

    private readonly TemporaryFolder _folder = new();
    private readonly ResultStore _store;

    public VerifierTests() => _store = new ResultStore(_folder["results"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_cheapest_cell_is_computed_again_and_has_the_same_bits()
    {
        await ComputeAsync(new SumExperiment());
        for (int i = 1; i <= 7; i++)
            Rewrite($"cell{i}", p => p with { Seconds = i == 3 ? 0.5 : 1 });
        var experiment = new SumExperiment();
        CellVerification cell = Assert.Single(await VerifyAsync(new SumPaper(experiment)));
        Assert.Equal(("sums", "sums", "cell3", VerificationOutcome.SameBits), (cell.Paper, cell.Experiment, cell.Cell, cell.Outcome));
        Assert.Equal(["cell3"], experiment.Computed);
        Assert.True(cell is { Passed: true, Failed: false });
    }

    [Fact]
    public async Task One_bit_of_one_number_fails_and_is_named()
    {
        await ComputeAsync(new SumExperiment());
        Alter("cell5", Math.BitIncrement);
        var cells = await VerifyAsync(new SumPaper(new SumExperiment()), o => o with { All = true });
        Assert.Equal(7, cells.Count);
        CellVerification failed = Assert.Single(cells, c => c.Failed);
        Assert.Equal(("sums", "cell5"), (failed.Experiment, failed.Cell));
        Assert.Contains("sums[1]", failed.Detail);
        Assert.Contains("stored", failed.Detail);
    }

    [Fact]
    public async Task Code_that_computes_something_else_fails()
    {
        await ComputeAsync(new SumExperiment());
        Assert.True(Assert.Single(await VerifyAsync(new SumPaper(new SumExperiment { Shift = 1e-9 }))).Failed);
        var throwing = new SumExperiment { Begin = (_, _) => throw new ArithmeticException("The loss of step 7 is NaN.") };
        CellVerification cell = Assert.Single(await VerifyAsync(new SumPaper(throwing)));
        Assert.True(cell.Failed);
        Assert.Contains("step 7", cell.Detail);
    }

    /// <summary>Sums are of size 5; the tolerance is 10⁻⁶.</summary>
    [Theory]
    [InlineData("alike", 1e-15, VerificationOutcome.Different)]
    [InlineData("others", 1e-15, VerificationOutcome.WithinTolerance)]
    [InlineData("others", 0.9e-6, VerificationOutcome.WithinTolerance)]
    [InlineData("others", 1.1e-6, VerificationOutcome.Different)]
    [InlineData("unknown", 0.9e-6, VerificationOutcome.WithinTolerance)]
    [InlineData("unknown", 1.1e-6, VerificationOutcome.Different)]
    [InlineData("unknown", 0, VerificationOutcome.SameBits)]
    public async Task Other_instructions_may_differ_within_the_tolerance(string instructions, double relative, VerificationOutcome expected)
    {
        await ComputeAsync(new SumExperiment(cells: 1));
        Alter("cell1", sum => sum * (1 + relative), first: 0);
        Rewrite("cell1", p => instructions switch
        {
            "others" => p with { Instructions = s_others },
            "unknown" => p with { Instructions = null },
            _ => p,
        });
        CellVerification cell = Assert.Single(await VerifyAsync(new SumPaper(new SumExperiment(cells: 1))));
        Assert.Equal(expected, cell.Outcome);
        if (expected == VerificationOutcome.WithinTolerance)
            Assert.Contains("tolerance between machines, 1E-006", cell.Detail);
    }

    [Fact]
    public async Task Where_rounding_decides_only_machines_that_agree_are_compared()
    {
        await ComputeAsync(new SumExperiment(cells: 1));
        Alter("cell1", sum => sum * 2, first: 0);
        var experiment = new SumExperiment(cells: 1) { Bound = null };
        Assert.Equal(VerificationOutcome.Different, Assert.Single(await VerifyAsync(new SumPaper(experiment))).Outcome);
        Rewrite("cell1", p => p with { Instructions = s_others });
        CellVerification cell = Assert.Single(await VerifyAsync(new SumPaper(experiment)));
        Assert.Equal((VerificationOutcome.OtherMachine, false, false), (cell.Outcome, cell.Passed, cell.Failed));
        Assert.Contains("rounding decides", cell.Detail);
    }

    [Fact]
    public async Task A_long_cell_goes_up_to_the_marks_within_the_limit()
    {
        await ComputeAsync(new SumExperiment(cells: 1) { Marks = true });
        Rewrite("cell1", p => p with
        {
            Seconds = 1000,
            Marks = p.Marks! with { Reached = [p.Marks.Reached[0] with { Seconds = 1 }, p.Marks.Reached[1] with { Seconds = 900 }] },
        });
        var experiment = new SumExperiment(cells: 1) { Marks = true };
        CellVerification cell = Assert.Single(await VerifyAsync(new SumPaper(experiment)));
        Assert.Equal((VerificationOutcome.SameBits, "up to 'sum 0', 1 mark"), (cell.Outcome, cell.Detail));
        Assert.Empty(experiment.Computed); // it was stopped there
        cell = Assert.Single(await VerifyAsync(new SumPaper(new SumExperiment(cells: 1) { Marks = true, Shift = 1e-9 })));
        Assert.True(cell.Failed);
        Assert.Contains("the mark 'sum 0'", cell.Detail);
        // Beyond the limit the altered second sum is seen, too.
        Alter("cell1", Math.BitIncrement);
        Assert.True(Assert.Single(await VerifyAsync(new SumPaper(experiment), o => o with { Limit = 2000 })).Failed);
    }

    [Fact]
    public async Task Marks_of_other_instructions_are_compared_by_their_size()
    {
        await ComputeAsync(new SumExperiment(cells: 1) { Marks = true, Shift = 1e-8 });
        Rewrite("cell1", p => p with { Seconds = 1000, Instructions = s_others });
        Assert.Equal(VerificationOutcome.WithinTolerance, await OutcomeAsync(shift: 0));
        Assert.Equal(VerificationOutcome.SameBits, await OutcomeAsync(shift: 1e-8));
        Assert.Equal(VerificationOutcome.Different, await OutcomeAsync(shift: 1e-4));

        async Task<VerificationOutcome> OutcomeAsync(double shift) =>
            Assert.Single(await VerifyAsync(new SumPaper(new SumExperiment(cells: 1) { Marks = true, Shift = shift }))).Outcome;
    }

    [Fact]
    public async Task A_long_cell_without_marks_is_too_expensive_until_some_are_recorded()
    {
        await ComputeAsync(new SumExperiment(cells: 1));
        Rewrite("cell1", p => p with { Seconds = 1000, Instructions = null });
        var paper = new SumPaper(new SumExperiment(cells: 1) { Marks = true });
        CellVerification cell = Assert.Single(await VerifyAsync(paper));
        Assert.Equal(VerificationOutcome.TooExpensive, cell.Outcome);
        Assert.Contains("offprint verify sums --only sums --record", cell.Detail);
        JsonNode before = Stored("cell1");
        cell = Assert.Single(await VerifyAsync(paper, o => o with { Record = true, Limit = 1e-9 }));
        Assert.Equal((VerificationOutcome.Recorded, "up to 'sum 0', 1 mark"), (cell.Outcome, cell.Detail));
        JsonNode after = Stored("cell1");
        Assert.Equal(before["result"]!.ToJsonString(), after["result"]!.ToJsonString());
        Assert.Equal(before["hash"]!.ToJsonString(), after["hash"]!.ToJsonString());
        Assert.Null(after["provenance"]!["instructions"]); // its end was not seen
        Assert.NotNull(after["provenance"]!["marks"]!["by"]!["instructions"]);
        Assert.Equal(VerificationOutcome.SameBits, Assert.Single(await VerifyAsync(paper)).Outcome);
    }

    [Fact]
    public async Task Recording_adds_the_instructions_of_cells_that_have_the_same_bits_only()
    {
        await ComputeAsync(new SumExperiment(cells: 2));
        Rewrite("cell1", p => p with { Instructions = null });
        Rewrite("cell2", p => p with { Instructions = null });
        Alter("cell2", Math.BitIncrement);
        var cells = await VerifyAsync(new SumPaper(new SumExperiment(cells: 2)), o => o with { Record = true, All = true });
        Assert.Equal([VerificationOutcome.SameBits, VerificationOutcome.WithinTolerance], cells.Select(c => c.Outcome));
        Assert.Equal(InstructionSets.Here.LibTorch, Stored("cell1")["provenance"]!["instructions"]!["libTorch"]!.GetValue<string>());
        Assert.Null(Stored("cell2")["provenance"]!["instructions"]);
    }

    [Fact]
    public async Task Measured_numbers_are_left_out()
    {
        var first = new TimedExperiment(seconds: 1.5);
        await first.RunAsync("timed", Profile.Smoke, new RunOptions { Store = _store }, progress: null, CancellationToken.None);
        Assert.Equal(VerificationOutcome.SameBits, Assert.Single(await VerifyAsync(new TimedPaper(new(seconds: 2.5)))).Outcome);
        Assert.Equal(VerificationOutcome.Different, Assert.Single(await VerifyAsync(new TimedPaper(new(seconds: 1.5, sum: 8)))).Outcome);
    }

    [Fact]
    public async Task What_cannot_be_compared_says_why_and_neither_passes_nor_fails()
    {
        var stored = new SumExperiment("stored");
        await ComputeAsync(stored);
        await ComputeAsync(new SumExperiment("pending"));
        await ComputeAsync(new SumExperiment("absent"));
        var absent = new SumExperiment("absent")
        {
            Begin = (_, context) => context.Artifacts.GetOrCreate(new("hopper-expert", "{}"), _ => Assert.Fail("Inputs are not made.")),
        };
        var paper = new SumPaper(stored, new SumExperiment("pending"), absent,
            new SumExperiment("never")) { Earlier = [new("pending", null)] };
        var cells = await VerifyAsync(paper);
        Assert.Equal(["stored", "pending", "absent", "never"], cells.Select(c => c.Experiment));
        VerificationOutcome[] expected =
        [
            VerificationOutcome.SameBits, VerificationOutcome.AwaitsRecomputation,
            VerificationOutcome.InputAbsent, VerificationOutcome.NotStored,
        ];
        Assert.Equal(expected, cells.Select(c => c.Outcome));
        Assert.Contains("earlier network kernels", cells[1].Detail);
        Assert.Contains("hopper-expert", cells[2].Detail);
        Assert.Equal([true, false, false, false], cells.Select(c => c.Passed));
        Assert.All(cells, c => Assert.False(c.Failed));
    }

    [Fact]
    public async Task What_a_cell_makes_itself_is_made_anew_and_leaves_nothing()
    {
        var artifacts = new Artifacts(_folder["artifacts"]);
        ArtifactKey own = new("archive", "{}") { IsOwn = true };
        int made = 0;
        var experiment = new SumExperiment(cells: 1)
        {
            Begin = (_, context) => context.Artifacts.GetOrCreate(own, _ => made++),
        };
        await new SumPaper(experiment).RunAsync(Profile.Smoke, new RunOptions { Store = _store, Artifacts = artifacts });
        Assert.True(artifacts.Contains(own));
        string[] before = Directory.GetFileSystemEntries(_folder["artifacts"]);
        Assert.True(Assert.Single(await VerifyAsync(new SumPaper(experiment), o => o with { Artifacts = artifacts })).Passed);
        Assert.Equal(2, made);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder["artifacts"]));
    }

    [Fact]
    public async Task A_damaged_file_fails_and_is_named()
    {
        await ComputeAsync(new SumExperiment());
        string path = Directory.GetFiles(_folder["results"], "cell2-*", SearchOption.AllDirectories).Single();
        File.WriteAllText(path, File.ReadAllText(path)[..50]);
        CellVerification cell = Assert.Single(await VerifyAsync(new SumPaper(new SumExperiment())));
        Assert.True(cell.Failed);
        Assert.Contains(path, cell.Detail);
    }

    /// <summary>
    /// Twenty cells of a second, a budget of five: sixty commits leave one out with a probability of 20 · (3/4)⁶⁰ &lt; 10⁻⁶.
    /// </summary>
    [Fact]
    public async Task A_budget_comes_to_every_cell_over_the_commits()
    {
        await ComputeAsync(new SumExperiment(cells: 20));
        for (int i = 1; i <= 20; i++)
            Rewrite($"cell{i}", p => p with { Seconds = 1 });
        HashSet<string> covered = [];
        for (int commit = 0; commit < 60; commit++)
        {
            var experiment = new SumExperiment(cells: 20);
            var options = Options() with { All = true, Budget = 5, Workers = 1, Rotation = $"commit {commit}" };
            var cells = await new Verifier(options).RunAsync([new SumPaper(experiment)]);
            Assert.Equal(20, cells.Count);
            Assert.Equal(5, cells.Count(c => c.Outcome == VerificationOutcome.SameBits));
            Assert.Equal(15, cells.Count(c => c.Outcome == VerificationOutcome.LeftOut));
            Assert.Equal(5, experiment.Computed.Count);
            covered.UnionWith(experiment.Computed);
        }
        Assert.Equal(20, covered.Count);
    }

    [Fact]
    public async Task Stopping_stops()
    {
        await ComputeAsync(new SumExperiment());
        using var stop = new CancellationTokenSource();
        var experiment = new SumExperiment { Begin = (_, _) => stop.Cancel() };
        var verifier = new Verifier(Options());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verifier.RunAsync([new SumPaper(experiment)], null, stop.Token));
    }

    [Fact]
    public async Task Progress_rises_to_the_total()
    {
        await ComputeAsync(new SumExperiment());
        var log = new ProgressLog();
        await new Verifier(Options() with { All = true, Workers = 1 }).RunAsync([new SumPaper(new SumExperiment())], log);
        Assert.All(log.Reports.Zip(log.Reports.Skip(1)), pair => Assert.True(pair.Second.Done >= pair.First.Done - 1e-9, "It went back."));
        Assert.Equal(1, log.Reports[^1].Fraction, 1e-9);
    }

    private VerificationOptions Options() => new()
    {
        Profile = Profile.Smoke, Store = _store, Artifacts = new Artifacts(_folder["artifacts"]),
    };

    private Task<IReadOnlyList<CellVerification>> VerifyAsync(Paper paper, Func<VerificationOptions, VerificationOptions>? change = null) =>
        new Verifier(change?.Invoke(Options()) ?? Options()).RunAsync([paper]);

    private Task<PaperResults> ComputeAsync(SumExperiment experiment) =>
        new SumPaper(experiment).RunAsync(Profile.Smoke, new RunOptions { Store = _store, Workers = 1 });

    private string PathOf(string cell) => Directory.GetFiles(_folder["results"], $"{cell}-*", SearchOption.AllDirectories).Single();

    private JsonNode Stored(string cell) => JsonNode.Parse(File.ReadAllText(PathOf(cell)))!;

    /// <summary>
    /// Changes the second sum of a stored result, or both, checksum included, as a person would who wanted another number.
    /// </summary>
    private void Alter(string cell, Func<double, double> change, int first = 1) => Replace(cell, (result, provenance) =>
        (new SumResult([.. result.Sums[..first], .. result.Sums[first..].Select(change)]), provenance));

    private void Rewrite(string cell, Func<Provenance, Provenance> change) =>
        Replace(cell, (result, provenance) => (result, change(provenance)));

    private void Replace(string cell, Func<SumResult, Provenance, (SumResult Result, Provenance Provenance)> change)
    {
        var experiment = new SumExperiment(cells: 20);
        var key = CellKey.Of("sums", "sums", 1, experiment.Cells(Profile.Smoke).Single(c => c.Key == cell));
        Assert.True(_store.TryLoad<SumResult>(key, out var stored));
        var (result, provenance) = change(stored.Result, stored.Provenance);
        _store.Save(key, result, provenance);
    }

    private sealed record TimedResult(double Sum, [property: Measured] double Seconds, byte[] Picture);

    private sealed class TimedExperiment(double seconds, double sum = 7) : Experiment<SumSettings, TimedResult>
    {
        public override string Name => "timed";

        public override string Title => "A sum and its time";

        public override IReadOnlyList<Cell<SumSettings>> Cells(Profile profile) => [new("one", new(1, 1), [1])];

        public override TimedResult Run(Cell<SumSettings> cell, RunContext context) => new(sum, seconds, [1, 2, 3]);
    }

    private sealed class TimedPaper(TimedExperiment experiment) : Paper
    {
        public override string Slug => "timed";

        public override Citation Citation { get; } = new("Times", ["A. Timer"], 2020, "Journal of Times 2020", null);

        public override string Summary => "Times pass.";

        public override string Notebook => "notebooks/times.ipynb";

        public override IReadOnlyList<IExperiment> Experiments => [experiment];

        public override IReadOnlyList<Claim> Claims => [];
    }
}
