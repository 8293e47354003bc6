using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Tests.Files;

namespace Offprint.Tests.Experiments;

public sealed class PaperResultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_computed_is_shown_and_what_is_missing_is_named_but_no_claim_is_decided_by_a_part()
    {
        var experiment = new SumExperiment();
        var paper = new SumPaper(experiment);
        var results = await paper.RunAsync(Profile.Smoke, Options(new RunOptions { Shard = 0, ShardCount = 3 }));
        var card = results.Show("least").Describe();
        Assert.Equal(["cell1", "cell4", "cell7"], card.Tables[0].Rows.Select(row => row[0].Text));
        Assert.Contains("4 of 7 cells of sums are not computed (cell2, cell3, cell5, cell6): run `offprint reproduce sums --profile " +
            "smoke`", card.Note);
        var claim = Assert.Single(results.EvaluateClaims());
        Assert.Equal(Verdict.Undecided, claim.Outcome.Verdict);
        Assert.Contains("4 of 7 cells", claim.Outcome.Note);

        var whole = await paper.RunAsync(Profile.Smoke, Options(new RunOptions()));
        Assert.Null(whole.Show("least").Describe().Note);
        Assert.Equal(Verdict.Holds, Assert.Single(whole.EvaluateClaims()).Outcome.Verdict);
    }

    [Fact]
    public async Task A_cell_is_found_by_its_settings_and_one_that_is_not_there_is_named()
    {
        var experiment = new SumExperiment();
        var results = await new SumPaper(experiment).RunAsync(Profile.Smoke, Options(new RunOptions { Shard = 0, ShardCount = 3 }));
        Assert.Equal("cell4", results.Of(experiment, s => s.Count == 40).Cell.Key);
        Assert.Contains("cell cell2 of sums is not computed", Assert.Throws<MissingResultsException>(() =>
            results.Of(experiment, s => s.Count == 20)).Message);
        Assert.Contains("leaves out the cells of sums", Assert.Throws<MissingResultsException>(() =>
            results.Of(experiment, s => s.Count == 15)).Message);
        Assert.Contains("leaves out the cell nine of sums", Assert.Throws<MissingResultsException>(() =>
            results.Of(experiment, "nine")).Message);
    }

    [Fact]
    public async Task Unknown_names_list_those_there_are()
    {
        var paper = new SumPaper(new SumExperiment());
        var results = await paper.RunAsync("SMOKE", Options(new RunOptions { OnlyStored = true }));
        Assert.Equal("Not computed", results.Show("least").Describe().Title);
        Assert.Contains("It has: least.", Assert.Throws<ArgumentException>(() => results.Show("greatest")).Message);
        Assert.Contains("It has: sums.", Assert.Throws<ArgumentException>(() => paper.Experiment("products")).Message);
        Assert.Contains("smoke, standard, paper", (await Assert.ThrowsAsync<ArgumentException>(() => paper.RunAsync("tiny"))).Message);
    }

    [Fact]
    public async Task What_if_computes_changed_settings_stores_nothing_and_is_drawn_by_the_same_exhibit()
    {
        var experiment = new SumExperiment();
        var results = await new SumPaper(experiment).RunAsync(Profile.Smoke, Options(new RunOptions()));
        int stored = Files();
        var tried = await results.TryAsync(experiment, s => s with { Scale = 0.2 }, new() { Where = s => s.Count == 30 });
        Assert.Equal(stored, Files());
        var cell = Assert.Single(tried.Of(experiment));
        Assert.Equal((30, 0.2), (cell.Settings.Count, cell.Settings.Scale));
        // The same draws at twice the scale.
        Assert.Equal(results.Of(experiment, s => s.Count == 30).Result.Sums.Select(s => 2 * s),
            cell.Result.Sums.Select(s => Math.Round(s, 12)), Close);
        Assert.Single(tried.Show("least").Describe().Tables[0].Rows);

        var beside = await results.TryAsync(experiment, s => s with { Count = 5 }, new() { BesideStored = true, Seeds = [7] });
        Assert.Equal(8, beside.Of(experiment).Count);
        Assert.Equal("cell1-tried", beside.Of(experiment)[^1].Cell.Key);
        Assert.Single(beside.Of(experiment)[^1].Result.Sums);
    }

    [Fact]
    public async Task What_if_refuses_a_setting_out_of_range_before_anything_runs()
    {
        var experiment = new SumExperiment { Begin = (cell, _) => Assert.Fail($"{cell} is computed.") };
        var results = await new SumPaper(experiment).RunAsync(Profile.Smoke, Options(new RunOptions { OnlyStored = true }));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => results.TryAsync(experiment, s => s with { Count = -3 }));
        Assert.Equal("sums: Count is -3; it must lie between 1 and 1000.", error.Message);
        error = await Assert.ThrowsAsync<ArgumentException>(() =>
            results.TryAsync(experiment, s => s, new() { Where = s => s.Count == 15 }));
        Assert.Contains("cell1, cell2", error.Message);
    }

    [Fact]
    public void Totals_count_kinds_apart_and_keep_what_is_explained()
    {
        var claims = new[]
        {
            Evaluated(ClaimKind.Paper, Verdict.Holds), Evaluated(ClaimKind.Paper, Verdict.DoesNotHold),
                Evaluated(ClaimKind.Control, Verdict.Holds),
            Evaluated(ClaimKind.Ours, Verdict.Undecided),
        };
        var totals = ClaimTotals.Of(claims);
        Assert.Equal([(ClaimKind.Paper, 1, 1, 0), (ClaimKind.Control, 1, 0, 0), (ClaimKind.Ours, 0, 0, 1)],
            totals.Select(t => (t.Kind, t.Holds, t.DoesNotHold, t.Undecided)));
        Assert.Equal("Of the paper's 2 claims 1 hold, 1 do not, 0 are undecided; of 1 controls 1 hold; of 1 claims of ours 0 hold.",
            ClaimTotals.Sentence(totals));
        var row = ClaimTable.Of(claims).Rows[1][1];
        Assert.Equal("Table 1 · why not: too short · formerly \"Up.\" (does not hold): no interval", row.Detail);
    }

    private static EvaluatedClaim Evaluated(ClaimKind kind, Verdict verdict) => new(
        new("up", "It goes up.", "Table 1", null, _ => throw new InvalidOperationException())
        {
            Kind = kind, Why = "too short", Former = new("Up.", Verdict.DoesNotHold, "no interval"),
        },
        new(verdict, null, null, []), Profile.Standard);

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-9;

    private RunOptions Options(RunOptions options) => options with { Store = new ResultStore(_folder["store"]) };

    private int Files() => Directory.GetFiles(_folder["store"], "*", SearchOption.AllDirectories).Length;
}
