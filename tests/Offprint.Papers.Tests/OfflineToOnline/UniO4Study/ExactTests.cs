using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Papers.OfflineToOnline.UniO4Study;

namespace Offprint.Papers.Tests.OfflineToOnline.UniO4Study;

/// <summary>Parts A and B against closed forms.</summary>
public sealed class ExactTests
{
    private static readonly TabularMdp s_pair = Pair();

    /// <summary>Two states, in which AM-Q with optimal values prefers the worse of two policies.</summary>
    [Theory]
    [InlineData(0, 0, 7.2, 0)]
    [InlineData(1, 0, 7.6, -5)]
    [InlineData(0, 1, 8.6, 5)]
    public void Optimal_values_may_rank_the_wrong_way(int atZero, int atOne, double score, double value)
    {
        StateActionTable optimal = PolicyIteration.Solve(s_pair).ActionValues;
        double[] expected = [7.2, 8.0, 7.2, 10.0];
        for (int i = 0; i < 4; i++)
            Assert.Equal(expected[i], optimal[i / 2, i % 2], 1e-9);
        TabularPolicy policy = TabularPolicy.Deterministic([atZero, atOne], 2);
        Assert.Equal(score, TabularGate.MeanValue(s_pair, policy, optimal, 100), 1e-9);
        Assert.Equal(value, PolicyEvaluation.Return(s_pair, policy), 1e-9);
    }

    /// <summary>The mean of a policy's own values over the first step is its return; so are the model's rewards, summed for long.</summary>
    [Fact]
    public void One_step_with_own_values_is_the_return()
    {
        TabularPolicy policy = TabularPolicy.Uniform(s_pair);
        PolicyValue value = PolicyEvaluation.Evaluate(s_pair, policy);
        Assert.Equal(value.Return, TabularGate.MeanValue(s_pair, policy, value.ActionValues, 1), 1e-12);
        Assert.Equal(value.Return, TabularGate.Return(s_pair, policy, 400), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => TabularGate.Return(s_pair, policy, 0));
    }

    [Fact]
    public void A_right_model_with_own_values_of_one_step_ranks_without_error()
    {
        RankingStudy study = new();
        RunContext context = new([1, 2, 3], Artifacts.Default, null, CancellationToken.None);
        RankingResult result = study.Run(Cell.Of(new RankingSettings(1, 0), [1, 2, 3]), context);
        RankingRow own = result.Rows.Single(r => r.Score == GateScore.OwnValues);
        Assert.All(own.Correlations, c => Assert.Equal(1, c, 1e-9));
        Assert.All(own.Agreements, a => Assert.Equal(1, a));
        RankingResult wrong = study.Run(Cell.Of(new RankingSettings(50, 0.9), [1, 2, 3]), context);
        Assert.All(wrong.Rows, r => Assert.True(r.Correlations.Average() < 0.999));
    }

    [Fact]
    public void Ensembles_of_four_modes_are_measured_seed_by_seed()
    {
        DiversityStudy study = new();
        var cells = study.Cells(Profile.Smoke);
        Assert.Equal(cells.Count, cells.Select(c => c.Settings.Label).Distinct().Count());
        RunContext context = new([1, 2], Artifacts.Default, null, CancellationToken.None);
        DiversityResult one = study.Run(cells[0], context), four = study.Run(cells[2], context);
        Assert.Equal(2, one.Coverage.Count);
        Assert.Equal([0, 0], one.Divergence);
        Assert.Single(one.Members);
        Assert.Equal(4, four.Members.Count);
        Assert.All(four.Divergence, d => Assert.True(d > 0));
        Assert.True(four.Course[^1].Coverage > four.Course[0].Coverage);
        Assert.Equal(four.Coverage.Average(), four.Course[^1].Coverage, 1e-5);
    }

    private static TabularMdp Pair()
    {
        var builder = new TabularMdpBuilder(2, 2) { Discount = 0.9 };
        double[,] rewards = { { 0, -1 }, { 0, 1 } };
        for (int s = 0; s < 2; s++)
        {
            for (int a = 0; a < 2; a++)
                builder.Add(s, a, a, 1).Reward(s, a, rewards[s, a]);
        }
        return builder.Start([0.5, 0.5]).Build();
    }
}
