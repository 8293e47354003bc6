using System.Text.Json;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

namespace Offprint.Papers.Tests.MonteCarlo.MultipleExpectationsStudy;

/// <summary>The studies as they run in the smoke profile.</summary>
public sealed class MultipleExpectationsStudyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MultipleExpectationsPaper _paper = Papers.MultipleExpectations;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_smoke_run_decides_claims_that_do_not_need_many_repetitions()
    {
        var results = await _paper.RunAsync(Profile.Smoke, new RunOptions { Store = new ResultStore(_folder["smoke"]), Workers = 1 });
        var claims = results.EvaluateClaims().ToDictionary(c => c.Claim.Id, c => c.Outcome);
        foreach (string id in new[] { "oracle", "moment-variance", "moment-bias", "stopping", "sobol-bias", "ishigami" })
            Assert.True(claims[id].Verdict == Verdict.Holds, $"{id}: {claims[id].Measured}, {claims[id].Note}");
        foreach (string id in new[] { "moment-ablation", "closer-fit", "sobol-ablation" })
            Assert.Equal(Verdict.Undecided, claims[id].Verdict);
        MultipleExpectationsTables.Moments(results);
        MultipleExpectationsFigures.Laws(results);
        Assert.Throws<MissingResultsException>(() => MultipleExpectationsFigures.Ablation(results));
    }

    [Fact]
    public void A_repetition_can_be_replayed_alone()
    {
        var cell = _paper.Moments.Cells(Profile.Smoke).Single(c => c.Settings.Method == EstimationMethod.Adaptive);
        var whole = Run(cell with { Seeds = [1, 2, 3] });
        var alone = Run(cell with { Seeds = [3] });
        Assert.Equal(whole.Estimates[2], alone.Estimates[0]);
        Assert.NotEqual(whole.Estimates[1], whole.Estimates[2]);
        Assert.Equal((whole.Rounds[2], whole.FinalSamples[2]), (alone.Rounds[0], alone.FinalSamples[0]));
    }

    [Fact]
    public void Methods_have_their_own_randomness_and_every_budget_is_kept()
    {
        var problem = GaussianMoments.Problem(3);
        EstimationMethod[] methods = [EstimationMethod.MonteCarlo, EstimationMethod.Individual, EstimationMethod.Adaptive,
            EstimationMethod.NoControls, EstimationMethod.EqualWeights, EstimationMethod.NoControlsEqualWeights,
            EstimationMethod.TwoComponents, EstimationMethod.KeepBest];
        Assert.Equal(methods, methods.Select(m => JsonSerializer.Deserialize<EstimationMethod>(JsonSerializer.Serialize(m,
            StoreJson.Options), StoreJson.Options)));
        Assert.Equal(methods.Length, methods.Select(m => m.Label).Distinct().Count());
        var repetitions = methods.Select(m => (Method: m, Run: m.Run(problem, 3_000, new Seed(1), CancellationToken.None))).ToList();
        Assert.Equal(repetitions.Count, repetitions.Select(r => r.Run.Values[0]).Distinct().Count());
        Assert.All(repetitions, r => Assert.Equal(r.Method == EstimationMethod.Individual ? 1_000 : 3_000,
            r.Run.FinalSamples + 300 * r.Run.Rounds));
    }

    [Fact]
    public void Summed_variances_and_ratios_are_those_of_the_rows()
    {
        var first = new Repetitions(2, 10, [[0, 1], [2, 1], [4, 4]], [0, 0, 0], [10, 10, 10], [1, 2, 3]);
        Assert.Equal([4, 3], first.Variances);
        Assert.Equal(4 + 2 * 3, RepetitionStatistics.Summed(first, [1, 2]).Value, 1e-12);
        var second = first with { Rows = [[0, 1], [1, 1], [2, 2.5]] };
        Assert.Equal(4, RepetitionStatistics.Ratio(first, second).Value, 1e-12);
        var bias = RepetitionStatistics.BiasInStandardErrors(first, [1, 2]); // means 2 and 2, standard errors √(4/3) and 1
        Assert.Equal(Math.Sqrt(0.75), bias[0], 1e-12);
        Assert.Equal(0, bias[1], 1e-12);
    }

    private RepetitionsResult Run(Cell<RepetitionSettings> cell) =>
        _paper.Moments.Run(cell, new RunContext(cell.Seeds, new Artifacts(_folder["artifacts"]), null, CancellationToken.None));
}
