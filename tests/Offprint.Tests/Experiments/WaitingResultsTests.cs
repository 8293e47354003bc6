using Offprint.Experiments;
using Offprint.Tests.Files;

namespace Offprint.Tests.Experiments;

public sealed class WaitingResultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_network_kernels_version_enters_the_digest_only_where_it_counts()
    {
        CellKey plain = CellKey.Of("paper", "training", 1, new Cell<Settings>("a", new(true), [1]));
        CellKey one = plain with { NetworkNumerics = 1 }, two = plain with { NetworkNumerics = 2 };
        Assert.Equal(3, new[] { plain.Digest, one.Digest, two.Digest }.Distinct().Count());
        // Written down when versions began to be counted: stored results of experiments without networks keep their names.
        Assert.Equal("d05dc4e1bb92", plain.Digest);
    }

    [Fact]
    public void An_artifacts_recipe_names_the_version_where_it_counts()
    {
        Assert.Equal("""{"trains":true}""", ArtifactKey.Of("a", new Settings(true)).Recipe);
        Assert.Equal("""{"trains":true,"networkNumerics":2}""", ArtifactKey.Of("a", new Settings(true), 2).Recipe);
    }

    [Fact]
    public async Task Earlier_results_are_shown_but_decide_no_claim_until_they_are_computed_again()
    {
        await RunAsync(new TrainingPaper(null));
        var paper = new TrainingPaper(2) { Earlier = [new("training", null)] };
        PaperResults waiting = await RunAsync(paper);
        Assert.Empty(paper.Training.Computed);
        Assert.Equal(["trains", "exact"], waiting.Of(paper.Training).Select(c => c.Cell.Key));
        ClaimOutcome outcome = waiting.EvaluateClaims()[0].Outcome;
        Assert.Equal((Verdict.Waiting, 3), (outcome.Verdict, outcome.Measured));
        Assert.Contains("`offprint reproduce training-paper --profile standard`", outcome.Note, StringComparison.Ordinal);
        Assert.Equal(Verdict.Holds, waiting.EvaluateClaims()[1].Outcome.Verdict); // it asks for no results
        Assert.Equal("waiting", waiting.Describe().Tables[0].Rows[0][0].Text);

        PaperResults current = await RunAsync(paper, new RunOptions { Recompute = true });
        Assert.Equal(["trains"], paper.Training.Computed);
        Assert.Equal(Verdict.Holds, current.EvaluateClaims()[0].Outcome.Verdict);
        Assert.Equal(Verdict.Holds, (await RunAsync(paper)).EvaluateClaims()[0].Outcome.Verdict);
    }

    [Fact]
    public async Task Without_an_entry_results_of_earlier_kernels_are_missing()
    {
        await RunAsync(new TrainingPaper(null));
        PaperResults results = await RunAsync(new TrainingPaper(2), new RunOptions { OnlyStored = true });
        Assert.Equal(Verdict.Undecided, results.EvaluateClaims()[0].Outcome.Verdict);
    }

    private Task<PaperResults> RunAsync(TrainingPaper paper, RunOptions? options = null) =>
        paper.RunAsync(Profile.Standard, (options ?? new RunOptions()) with { Workers = 1, Store = new ResultStore(_folder["results"]) });

    private sealed record Settings(bool Trains);

    private sealed record Result(double Value);

    private sealed class Training(int? numerics) : Experiment<Settings, Result>
    {
        public List<string> Computed { get; } = [];

        public override string Name => "training";

        public override string Title => "A cell that trains a network and one that does not";

        protected override int? NetworkNumerics(Settings settings) => settings.Trains ? numerics : null;

        public override IReadOnlyList<Cell<Settings>> Cells(Profile profile) =>
            [new("trains", new(true), [1]), new("exact", new(false), [1])];

        public override Result Run(Cell<Settings> cell, RunContext context)
        {
            Computed.Add(cell.Key);
            return new Result(3);
        }
    }

    private sealed class TrainingPaper(int? numerics) : Paper
    {
        public Training Training { get; } = new(numerics);

        public IReadOnlyList<WaitingResults> Earlier { get; init; } = [];

        public override string Slug => "training-paper";

        public override Citation Citation => new("Training", ["A. Author"], 2024, "Venue", null);

        public override string Summary => "Networks can be trained.";

        public override string Notebook => "notebooks/training.ipynb";

        public override IReadOnlyList<IExperiment> Experiments => [Training];

        public override IReadOnlyList<WaitingResults> Waiting => Earlier;

        public override IReadOnlyList<Claim> Claims =>
        [
            new("three", "The result is three.", "Section 1", 3, r =>
                ClaimOutcome.From(r.Of(Training)[0].Result.Value == 3, r.Of(Training)[0].Result.Value)),
            new("true", "One is one.", "Section 2", null, _ => ClaimOutcome.From(true, 1)),
        ];
    }
}
