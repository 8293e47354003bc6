using Offprint.Environments.Tabular;
using Offprint.Estimators.OffPolicy;
using Offprint.Numerics;

namespace Offprint.Tests.Estimators.OffPolicy;

public class ValueEstimatorTests
{
    /// <summary>With so many rows that noise is 1e-3, LSTD, FQE and TD(0) are at θ* = (1, −½); the Bellman residual is not.</summary>
    [Fact]
    public void With_many_rows_all_but_the_residual_are_at_the_truth()
    {
        PolicyEvaluationProblem problem = BellmanGeometryTests.FourStates([.5, .2, .2, .1]);
        LinearClass features = BellmanGeometryTests.Features();
        TransitionSample data = problem.Draw(100_000_000, new Seed(1).Stream());
        foreach (ValueEstimator estimator in (ValueEstimator[])[new Lstd(), new FittedEvaluation(),
            new TemporalDifference { Steps = 400_000 }])
        {
            LinearValueFit fit = estimator.Fit(data, features, problem.Task, new Seed(2));
            double tolerance = estimator is TemporalDifference ? 0.05 : 2e-3;
            Assert.True(fit.Converged, estimator.Title());
            Assert.Equal(1, fit.Weights[0], tolerance);
            Assert.Equal(-0.5, fit.Weights[1], tolerance);
        }
        double[] biased = features.Function(new BellmanResidual().Fit(data, features, problem.Task).Weights);
        Assert.Equal(0.2579, problem.Norm(problem.BellmanError(biased)), 2e-3);
    }

    [Fact]
    public void Rows_and_drawn_counts_are_the_same_statistics()
    {
        // Three rows by hand; LSTD on one-hot features is the empirical Bellman equation.
        TabularMdp mdp = TabularMdp.FromArrays(new double[,,] { { { 0, 1 } }, { { 1, 0 } } }, discount: 0.5);
        var task = new EvaluationTask(TabularPolicy.Uniform(mdp), 0.5);
        TransitionSample data = TransitionSample.FromRows(2, 1, [0, 1, 0], [1, 3, 2], [1, 0, 1]);
        Assert.Equal((3L, 2), (data.Rows, data.Pairs.Length));
        double[] v = new Lstd().Fit(data, LinearClass.Tabular(2), task).Weights;
        Assert.Equal(4, v[0], 1e-12); // V(0) = 1.5 + V(1)/2, V(1) = 3 + V(0)/2
        Assert.Equal(5, v[1], 1e-12);
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => TransitionSample.FromRows(2, 1, [0, 2], [0, 0], [0, 0])).Message);
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => TransitionSample.FromRows(2, 1, [], [], [])).Message);
    }

    [Fact]
    public void Policies_are_averaged_over_at_the_next_state()
    {
        // Two actions: from state 0 to state 1, whose two actions pay 1 and 3; π takes the second with 3/4.
        TabularMdp mdp = new TabularMdpBuilder(3, 2) { Discount = 0.5 }.Add(0, 0, 1, 1).Add(0, 1, 1, 1).Add(1, 0, 2, 1).Add(1, 1, 2, 1)
            .Reward(1, 0, 1).Reward(1, 1, 3).Absorb(2).Build();
        var policy = TabularPolicy.FromProbabilities(StateActionTable.FromFunction(mdp, (_, a) => a == 1 ? 0.75 : 0.25));
        var problem = new PolicyEvaluationProblem(mdp, policy, StateActionTable.FromFunction(mdp, (_, _) => 1.0 / 6), [1, 0, 0]);
        double[] q = new Lstd().Fit(problem.Draw(600, new Seed(1).Stream()), LinearClass.Tabular(6), problem.Task).Weights;
        Assert.Equal(1.25, q[0], 1e-9);
        Assert.Equal(1.25, problem.Value, 1e-12);
    }

    [Fact]
    public void Fitted_evaluation_diverges_where_its_radius_passes_one()
    {
        (PolicyEvaluationProblem problem, LinearClass features) = BellmanGeometryTests.OneFeature(1.6, 0.9, 0.9);
        TransitionSample data = problem.Draw(20_000, new Seed(1).Stream());
        LinearValueFit fqe = new FittedEvaluation { Sweeps = 200 }.Fit(data, features, problem.Task), lstd = new Lstd().Fit(data, features,
            problem.Task);
        Assert.False(fqe.Converged);
        Assert.True(Math.Abs(fqe.Weights[0]) > 10 * Math.Abs(lstd.Weights[0]));
        Assert.True(Math.Abs(lstd.Weights[0]) < 0.2);
    }

    [Fact]
    public void What_cannot_be_solved_is_named()
    {
        (PolicyEvaluationProblem problem, _) = BellmanGeometryTests.OneFeature(1, 0.9, 0.9);
        TransitionSample data = problem.Draw(100, new Seed(1).Stream());
        var twice = new LinearClass(new double[,] { { 1, 2 }, { 1, 2 }, { 0, 0 } });
        Assert.Contains("LSTD's matrix is singular", Assert.Throws<SingularSystemException>(() =>
            new Lstd().Fit(data, twice, problem.Task)).Message);
        Assert.True(new Lstd { Ridge = 1 }.Fit(data, twice, problem.Task).Weights.All(double.IsFinite));
        foreach (double ridge in (double[])[0, -1, double.NaN])
            Assert.Contains("ridge", Assert.Throws<ArgumentException>(() => new Lstd { Ridge = ridge }.Fit(data, twice,
                problem.Task)).Message);
        Assert.True(new Lstd { Ridge = 1 }.Fit(data, twice, problem.Task).Condition > 100);
    }

    [Fact]
    public void The_minimax_objective_is_never_negative_and_zero_at_the_fixed_point()
    {
        PolicyEvaluationProblem problem = BellmanGeometryTests.FourStates([.5, .2, .2, .1]);
        LinearClass features = BellmanGeometryTests.Features();
        TransitionSample data = problem.Draw(1000, new Seed(1).Stream());
        double[] theta = new Lstd().Fit(data, features, problem.Task).Weights;
        RandomStream random = new Seed(2).Stream();
        // The class around LSTD's solution: no other function of the span fits its targets better.
        var functions = new FiniteClass([features.Function(theta), .. Enumerable.Range(0, 50).Select(_ =>
            features.Function([theta[0] + random.NextNormal(), theta[1] + random.NextNormal()]))]);
        double[] scores = new double[functions.Count];
        new MinimaxEstimator(functions, problem.Task).Score(data, scores);
        Assert.All(scores, s => Assert.True(s >= 0));
        Assert.Equal(0, scores[0]);
        Assert.Equal(0, new MinimaxEstimator(new FiniteClass([problem.QPi]), problem.Task).Choose(data, random));
    }

    /// <summary>The table of losses, row by row of data, for two functions.</summary>
    [Fact]
    public void Scores_are_differences_of_squared_losses()
    {
        (PolicyEvaluationProblem problem, _) = BellmanGeometryTests.OneFeature(1, 0.9, 0.9);
        double[][] f = [[0, 0, 0], [1, 0.5, 0]];
        int[] pairs = [0, 0, 1], next = [1, 1, 2];
        double[] rewards = [1, -1, 1], scores = new double[2];
        new MinimaxEstimator(new FiniteClass(f), problem.Task).Score(TransitionSample.FromRows(3, 1, pairs, rewards, next), scores);
        double Loss(int j, int i) => Enumerable.Range(0, 3).Average(t => Math.Pow(f[j][pairs[t]] - rewards[t] - 0.9 * f[i][next[t]], 2));
        for (int i = 0; i < 2; i++)
            Assert.Equal(Loss(i, i) - Math.Min(Loss(0, i), Loss(1, i)), scores[i], 1e-12);
    }

    [Fact]
    public void Thresholds_are_found_and_noise_does_not_stall()
    {
        Assert.Equal(137, ThresholdSearch.SmallestCount(n => n < 137 ? 1 : 0, 0.15, 1_000_000));
        Assert.Equal(1, ThresholdSearch.SmallestCount(_ => 0, 0.15, 100));
        Assert.Null(ThresholdSearch.SmallestCount(_ => 1, 0.15, 100));
        RandomStream random = new Seed(1).Stream();
        int? found = ThresholdSearch.SmallestCount(n => 15.0 / n + 0.01 * random.NextNormal(), 0.15, 1_000_000);
        Assert.InRange(found!.Value, 80, 130);
    }
}
