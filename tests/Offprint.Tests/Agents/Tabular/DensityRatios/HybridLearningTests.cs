using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Tabular.DensityRatios;

public class HybridLearningTests
{
    /// <summary>D̄ = (0.3, −0.2, 0.05), n = (50, 30, 20), α = 0.5: 0.02875 by hand, with w = (0.3, −0.2, 0.05).</summary>
    [Fact]
    public void Box_weights_have_the_closed_form()
    {
        double[] means = [0.3, -0.2, 0.05], shares = [0.5, 0.3, 0.2];
        Assert.Equal(0.02875, means.Zip(shares, (d, n) => n * MaboCr.Box(d, 0.5, 10)).Sum(), 1e-12);
        Assert.Equal(0.1 * (0.3 - 0.05), MaboCr.Box(0.3, 0.5, 0.1), 1e-12); // the box binds
    }

    /// <summary>On tables FQI leaves no averaged residual, so it minimizes MABO.CR's objective.</summary>
    [Fact]
    public void Tabular_FQI_minimizes_MABO()
    {
        TabularMdp mdp = TabularMdps.CombinationLock(4, 3, new Seed(2));
        var functions = new FunctionClass([ValueIteration.Solve(mdp).ActionValues]);
        var data = new TransitionCounts(2, 3, 4);
        var simulator = new TabularSimulator(mdp, new Seed(1));
        RandomStream random = new Seed(3).Stream();
        for (int i = 0; i < 200; i++)
        {
            simulator.Reset();
            for (int h = 0; h < 4; h++)
            {
                (int s, int a) = (simulator.State, random.NextInt(3));
                (double reward, int next) = simulator.Step(a);
                data.Add(s, a, next, reward, h);
            }
        }
        StateActionTable fit = new TabularFqi().Fit(data, functions);
        Assert.Equal(0, new MaboCr().Objective(data, fit), 1e-20);
        Assert.Equal(0, new MaboCr().Objective(data, functions.Functions[0]), 1e-20); // deterministic: Q* has no residual either
        fit[0, 1, 0] += 0.1;
        Assert.True(new MaboCr().Objective(data, fit) > 1e-6);
        Assert.Equal(0, new MaboCr().Objective(new TransitionCounts(2, 3, 4), fit)); // no data, no objection
    }

    [Fact]
    public void With_data_of_the_expert_a_lock_opens_and_without_it_stays_shut()
    {
        TabularMdp mdp = TabularMdps.CombinationLock(8, 5, new Seed(2));
        PlanningSolution best = ValueIteration.Solve(mdp);
        StateActionTable law = Occupancy.Of(mdp, best.Policy);
        var functions = new FunctionClass([best.ActionValues]);
        double[] hybrid = new HybridLearning(new TabularFqi()).Risks(mdp, functions, law, 50, new Seed(1)), alone =
            new HybridLearning(new TabularFqi(),
            Offline: false, Exploration: 0.1).Risks(mdp, functions, law, 200, new Seed(1));
        Assert.Equal(0, hybrid[^1]);
        Assert.True(hybrid[0] > 0.5);
        Assert.All(alone, r => Assert.True(r > 0.5));
        Assert.Equal(hybrid, new HybridLearning(new TabularFqi()).Risks(mdp, functions, law, 50, new Seed(1)));
    }

    [Fact]
    public void Ties_go_to_the_first_function()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(3).WithHorizon(2);
        StateActionTable one = new(3, 2, 2), two = new(3, 2, 2);
        (one[2, 0], two[2, 0]) = (0.5, 0.7); // where no data are
        var data = new TransitionCounts(3, 2, 2);
        data.Add(0, 0, 0);
        Assert.Equal(0.5, new FittedQIteration().Fit(data, new FunctionClass([one, two]))[2, 0]);
        Assert.Equal(0.7, new FittedQIteration().Fit(data, new FunctionClass([two, one]))[2, 0]);
        Assert.Equal(0.5, new MaboCr().Fit(data, new FunctionClass([one, two]))[2, 0]);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        TabularMdp mdp = TabularMdps.CombinationLock(3, 2, new Seed(2));
        var functions = new FunctionClass([ValueIteration.Solve(mdp).ActionValues]);
        var empty = new StateActionTable(2, 2, 3);
        Assert.Contains("nothing to learn from", Assert.Throws<ArgumentException>(() =>
            new HybridLearning(new TabularFqi(), Offline: false, Online: false).Risks(mdp, functions, empty, 1, new Seed(1))).Message);
        Assert.Contains("law at each", Assert.Throws<ArgumentException>(() =>
            new HybridLearning(new TabularFqi()).Risks(mdp, functions, empty, 1, new Seed(1))).Message);
        Assert.Contains("unbounded", Assert.Throws<ArgumentException>(() =>
            new MaboCr { Clip = 0 }.Fit(new TransitionCounts(2, 2, 3), functions)).Message);
    }
}
