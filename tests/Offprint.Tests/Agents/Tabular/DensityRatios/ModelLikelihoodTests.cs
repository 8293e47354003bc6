using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Tabular.DensityRatios;

public class ModelLikelihoodTests
{
    /// <summary>Seven of ten steps forward: by hand 7 ln p + 3 ln(1 − p), greatest at p = 0.7.</summary>
    [Fact]
    public void The_most_likely_coin_is_chosen()
    {
        TabularMdp[] models = [Coin(0.3), Coin(0.6), Coin(0.7), Coin(0.9)];
        var data = new TransitionCounts(2, 1, 1);
        data.AddMany(0, 0, 1, 7, 0);
        data.AddMany(0, 0, 0, 3, 0);
        Assert.Equal(7 * Math.Log(0.6) + 3 * Math.Log(0.4), ModelLikelihood.LogLikelihood(data, models[1]), 1e-12);
        var functions = new FunctionClass([.. models.Select(m => ValueIteration.Solve(m).ActionValues)]) { Models = models };
        Assert.Same(functions.Functions[2], new ModelLikelihood().Fit(data, functions));
        Assert.Same(functions.Functions[0], new ModelLikelihood().Fit(new(2, 1, 1), functions)); // no data: the first
        Assert.Equal(double.NegativeInfinity, ModelLikelihood.LogLikelihood(data, Coin(1)));
        Assert.Contains("needs the model", Assert.Throws<ArgumentException>(() =>
            new ModelLikelihood().Fit(data, new FunctionClass(functions.Functions))).Message);
    }

    /// <summary>ε-greedy play: what is judged is the policy that was played, a mixture with the uniform one.</summary>
    [Fact]
    public void Exploration_counts_where_it_is_asked_for()
    {
        TabularMdp bandit = new TabularMdpBuilder(1, 2) { Horizon = 1 }.Add(0, 0, 0, 1).Add(0, 1, 0, 1).Reward(0, 1, 1).Build();
        StateActionTable truth = ValueIteration.Solve(bandit).ActionValues, law = Occupancy.Of(bandit, TabularPolicy.Uniform(bandit));
        var method = new HybridLearning(new TabularFqi(), Offline: false, Exploration: 0.2);
        double[] greedy = method.Risks(bandit, new([truth]), law, 200, new Seed(1)),
            played = method.Risks(bandit, new([truth]), law, 200, new Seed(1), explores: true);
        Assert.Equal((0, 1), (greedy[^1], greedy[0]));
        Assert.Equal(0.1, played[^1], 1e-12);
        Assert.Equal(0.9, played[0], 1e-12);
    }

    private static TabularMdp Coin(double p) => new TabularMdpBuilder(2, 1) { Horizon = 1 }.Add(0, 0, 1, p).Add(0, 0, 0, 1 - p)
        .Add(1, 0, 1, 1).Build();
}
