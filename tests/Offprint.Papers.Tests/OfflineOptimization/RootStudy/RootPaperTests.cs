using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Optimization.Translation;
using Offprint.Papers.OfflineOptimization;
using Offprint.Papers.OfflineOptimization.RootStudy;

namespace Offprint.Papers.Tests.OfflineOptimization.RootStudy;

public sealed class RootPaperTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RootPaper _paper = Papers.Root;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Variants_are_different_and_the_first_is_root_itself()
    {
        foreach (Profile profile in Enum.GetValues<Profile>())
        {
            Assert.All(_paper.Bridges.Cells(profile), cell =>
            {
                BridgeVariant main = cell.Settings.Variants[0];
                Assert.Equal(cell.Settings.Variants.Count, cell.Settings.Variants.Distinct().Count());
                Assert.Equal((cell.Settings.Search.Pairs.Steps, cell.Settings.Search.Pairs.Starts), (main.Steps, main.Starts));
                Assert.Equal((-1.5, TargetRule.HiddenBest), (main.Guidance, main.Target));
            });
        }
    }

    /// <summary>ROOT as the study runs it is ROOT as the library proposes: the same pairs, network and translation.</summary>
    [Fact]
    public void The_study_s_root_is_the_library_s()
    {
        Cell<BridgeSettings> cell = Tiny();
        var task = cell.Settings.Problem.Create();
        BridgeSearch search = cell.Settings.Search with { TargetScore = task.Range.Greatest };
        var scores = new Offprint.Optimization.Designs.DesignOracle(task).Score(search.Propose(task.Visible, null, 16, new(1)));
        DesignOutcome outcome = _paper.Bridges.Run(cell, Context([1])).Outcomes[0].Outcome;
        Assert.Equal(scores.Select(s => Math.Round(s, 5)), outcome.Scores);
        Assert.Equal((16, 16), (outcome.Calls, outcome.Expected.Count));
    }

    [Fact]
    public void The_seed_decides_all_and_variants_do_not_disturb_one_another()
    {
        Cell<BridgeSettings> cell = Tiny();
        BridgeResult once = _paper.Bridges.Run(cell, Context([1])), again = _paper.Bridges.Run(cell, Context([1]));
        Assert.Equal(once.Outcomes.Select(o => o.Outcome.Median), again.Outcomes.Select(o => o.Outcome.Median));
        BridgeVariant last = cell.Settings.Variants[^1];
        BridgeResult alone = _paper.Bridges.Run(cell with { Settings = cell.Settings with { Variants = [last] } }, Context([1]));
        Assert.Equal(once.Outcomes[^1].Outcome.Median, alone.Outcomes[0].Outcome.Median);
        Assert.NotEqual(once.Outcomes[0].Outcome.Scores, _paper.Bridges.Run(cell, Context([2])).Outcomes[0].Outcome.Scores);
    }

    /// <summary>What the tables must say of every method: how much it measured, and who knew y_max.</summary>
    [Fact]
    public async Task The_smoke_profile_is_drawn_and_says_what_was_measured()
    {
        PaperResults results = await _paper.RunAsync(Profile.Smoke, new RunOptions
        {
            Store = new ResultStore(_folder["store"]), Artifacts = new Artifacts(_folder["artifacts"]),
        });
        CardTable table = (CardTable)_paper.Exhibit("median").Draw(results);
        Assert.Contains("y_max", table.Note);
        Assert.All(table.Rows, row => Assert.Equal(128, row[^1].Number));
        Assert.Equal("ROOT", table.Rows[^1][0].Text);
        Assert.All(_paper.Exhibits, e => Assert.NotNull(e.Draw(results)));
        RootNumbers numbers = RootNumbers.Of(results);
        Assert.All(numbers.Problems, problem => Assert.All(numbers.Outcomes(problem, RootNumbers.Root), o =>
            Assert.True(o.Greatest > numbers.BestVisible(problem), $"{problem}: {o.Greatest}")));
    }

    [Fact]
    public void A_missing_file_is_named_with_its_remedy()
    {
        Assert.SkipWhen(MeasuredBinding.IsHere, "The measurements are here.");
        Cell<BridgeSettings> cell = _paper.Bridges.Cells(Profile.Standard).First(c => c.Settings.Problem is MeasuredBinding);
        Assert.Contains("Remedy", Assert.Throws<FileNotFoundException>(() => _paper.Bridges.Run(cell, Context([1]))).Message);
    }

    private Cell<BridgeSettings> Tiny()
    {
        Cell<BridgeSettings> smoke = _paper.Bridges.Cells(Profile.Smoke).First(c => c.Settings.Problem is BraninProblem);
        BridgeSettings settings = smoke.Settings with
        {
            Search = smoke.Settings.Search with { Epochs = 2 }, Candidates = 16,
            Variants = [smoke.Settings.Variants[0], smoke.Settings.Variants[0] with { Starts = 16 },
                smoke.Settings.Variants[0] with { Guidance = 0 }],
        };
        return smoke with { Settings = settings };
    }

    private RunContext Context(int[] seeds) => new(seeds, new Artifacts(_folder["artifacts"]), null, CancellationToken.None);
}
