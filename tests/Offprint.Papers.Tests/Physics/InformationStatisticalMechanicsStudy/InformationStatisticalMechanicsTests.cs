using Offprint.Experiments;
using Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

namespace Offprint.Papers.Tests.Physics.InformationStatisticalMechanicsStudy;

public sealed class InformationStatisticalMechanicsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly InformationStatisticalMechanicsPaper _paper = Papers.InformationStatisticalMechanics;

    public void Dispose() => _folder.Dispose();

    /// <summary>The law with 1/n!, counted from labelled ions, is the grand-canonical law of a channel that knows no labels.</summary>
    [Fact]
    public void The_limit_of_labelled_ions_is_the_grand_canonical_law()
    {
        var cell = _paper.Counting.Cells(Profile.Smoke).Single(c => c.Settings.Interacting);
        var limit = _paper.Counting.Run(cell, Context([])).Limit;
        double[] expected = CountingLimit.GrandCanonical(cell.Settings.Activity);
        Assert.Equal(expected, limit.ToArray(), (a, b) => Math.Abs(a - b) < 2e-6 * b);
    }

    [Fact]
    public void Extrapolation_removes_three_powers_of_the_step()
    {
        static double Sum(double dt) => 3 + 2 * dt - 5 * dt * dt + 4 * dt * dt * dt;
        var row = new ConductanceRow(0, 0, 0, 0, [Sum(0.4), Sum(0.2), Sum(0.1), Sum(0.05)]);
        Assert.Equal(3, row.Limit, 1e-13);
    }

    [Fact]
    public void Protocols_are_those_of_the_settings()
    {
        double[] step = PathResponse.Protocol(Driving.Step, 60), pulse = PathResponse.Protocol(Driving.Pulse, 60),
            sine = PathResponse.Protocol(Driving.Sine, 60);
        Assert.Equal((0, 0.5), (step[9], step[10]));
        Assert.Equal((0, 0.8, 0.8, 0), (pulse[19], pulse[20], pulse[24], pulse[25]));
        Assert.Equal(0.6 * Math.Sin(2 * Math.PI * 7 / 20), sine[7], 1e-15);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        var cell = _paper.Simulation.Cells(Profile.Smoke)[1];
        double[] Run(int seed) => [.. _paper.Simulation.Run(cell with { Settings = cell.Settings with { Events = 2000 } },
            Context([seed])).Quantities.Select(q => q.Simulated[0])];
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    /// <summary>All claims but those on simulations, whose seeds are few in this profile.</summary>
    [Fact]
    public async Task The_smoke_profile_decides_every_claim_and_exact_ones_hold()
    {
        var results = await _paper.RunAsync(Profile.Smoke, new RunOptions { Store = new ResultStore(_folder["results"]) });
        var claims = results.EvaluateClaims();
        Assert.All(claims, c => Assert.NotEqual(Verdict.Undecided, c.Outcome.Verdict));
        Assert.All(claims.Where(c => c.Outcome.Seeds.Count == 0), c =>
            Assert.True(c.Outcome.Verdict == Verdict.Holds, $"{c.Claim.Id}: {c.Outcome.Note}"));
        Assert.Equal(6, InformationTables.Statements(results).Rows.Count);
    }

    private RunContext Context(int[] seeds) => new(seeds, new Artifacts(_folder["artifacts"]), null, CancellationToken.None);
}
