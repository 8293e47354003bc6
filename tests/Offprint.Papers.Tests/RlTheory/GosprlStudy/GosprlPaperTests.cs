using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Papers.RlTheory.GosprlStudy;

namespace Offprint.Papers.Tests.RlTheory.GosprlStudy;

public sealed class GosprlPaperTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GosprlPaper _paper = Papers.Gosprl;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Domains_communicate_and_have_their_states()
    {
        Domain[] domains = [.. TreasureStudy.Compared, new(DomainKind.Wheel, 10)];
        Assert.All(domains, d => Assert.Equal(d.States, d.Make().States));
        Assert.All(domains, d => Assert.True(CommunicatingClasses.Of(d.Make()).IsCommunicating));
        // the noisiest state jumps to ten states alike
        Assert.Equal(0.95 / 10, new Domain(DomainKind.Wheel, 10).Make().Next(9, 0)[0], 1e-12);
        Assert.Contains("40 or 43", Assert.Throws<ArgumentException>(() => new Domain(DomainKind.FourRooms, 41).Make()).Message);
    }

    [Fact]
    public void Instances_depend_on_the_seed_alone()
    {
        TabularMdp first = RandomRequirements.Instance(new Seed(1), 50), again = RandomRequirements.Instance(new Seed(1), 50);
        Assert.Equal((first.States, first.Actions, first.Next(0, 0)[first.Next(0, 0).States[0]]),
            (again.States, again.Actions, again.Next(0, 0)[first.Next(0, 0).States[0]]));
        Assert.True(Enumerable.Range(1, 8).Select(i => RandomRequirements.Instance(new Seed((ulong)i), 50).States).Distinct().Count() > 3);
    }

    /// <summary>Frequencies that are exact make exact plans; without data some goal is never reached.</summary>
    [Fact]
    public void Plans_in_the_true_model_have_no_gap()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(5);
        var test = new GoalFreeTest(mdp, 0.1, new Seed(1));
        var counts = new TransitionCounts(5, 2);
        Assert.Equal(double.PositiveInfinity, test.WorstGap(counts));
        for (int pair = 0; pair < 10; pair++)
        {
            TransitionRow row = mdp.Next(pair / 2, pair % 2);
            for (int i = 0; i < row.Count; i++)
            {
                for (int n = 0; n < (int)Math.Round(20 * row.Probabilities[i]); n++)
                    counts.Add(pair / 2, pair % 2, row.States[i]);
            }
        }
        Assert.InRange(test.WorstGap(counts), 0, 1e-5);
        // A model in which left leads up: plans drift down for ever.
        var wrong = new TransitionCounts(5, 2);
        for (int s = 0; s < 5; s++)
        {
            wrong.Add(s, 0, (s + 1) % 5);
            wrong.Add(s, 1, s);
        }
        Assert.Equal(double.PositiveInfinity, test.WorstGap(wrong));
    }

    [Fact]
    public void The_same_seeds_give_the_same_bits()
    {
        var cell = _paper.Model.Cells(Profile.Smoke)[0];
        double[] Run(int seed) => [.. _paper.Model.Run(cell, Context([seed])).Max[0]];
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    [Fact]
    public async Task The_smoke_profile_decides_what_it_computes_and_draws_it()
    {
        var results = await _paper.RunAsync(Profile.Smoke, new RunOptions { Store = new ResultStore(_folder["results"]) });
        var claims = results.EvaluateClaims().ToDictionary(c => c.Claim.Id, c => c.Outcome.Verdict);
        Assert.All(["star-known", "star-samples", "failed-attempts", "treasure-order"], id => Assert.Equal(Verdict.Holds, claims[id]));
        Assert.Equal(7, claims.Values.Count(v => v == Verdict.Undecided)); // domains that the profile leaves out, and too few runs
        Assert.Equal(5, GosprlTables.Treasure(results).Rows.Count);
        Assert.Equal(4, GosprlTables.Statements(results).Rows.Count);
        Assert.Equal(2, GosprlFigures.Treasure(results).Panels.Count);
        Assert.Equal(2, GosprlFigures.Errors(results).Panels.Count);
        Assert.Throws<MissingResultsException>(() => GosprlTables.Ablation(results));
    }

    [Fact]
    public void Shares_rise_to_one_where_no_run_is_cut_off()
    {
        var cell = _paper.Treasure.Cells(Profile.Smoke).Single(c => c.Settings.Collector == new CollectorSpec(CollectorKind.Gosprl));
        TreasureResult result = _paper.Treasure.Run(cell with { Seeds = [1, 2, 3] }, Context([1, 2, 3]));
        Assert.Equal((120, 0, 3), (result.Total, result.CutOff, result.Steps.Count));
        Assert.Equal(14.722337915, result.Diameter, 1e-8);
        Assert.Equal(result.States.Mean.Order(), result.States.Mean);
        Assert.Equal((0.0, 1.0, 1.0), (result.States.Mean[0], result.States.Mean[^1], result.Pairs.Mean[^1]));
    }

    private RunContext Context(int[] seeds) => new(seeds, new Artifacts(_folder["artifacts"]), null, CancellationToken.None);
}
