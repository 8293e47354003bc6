using Offprint.Environments.Tabular;
using Offprint.Estimators.OffPolicy;
using Offprint.Numerics;

namespace Offprint.Tests.Estimators.OffPolicy;

public class BellmanGeometryTests
{
    private static readonly double[,] s_chain = { { .1, .6, .3, 0 }, { 0, .2, .5, .3 }, { .4, 0, .1, .5 }, { .25, .25, .25, .25 } };
    private static readonly double[,] s_features = { { 1, 0 }, { 1, 1 }, { 0, 1 }, { 1, -1 } };

    /// <summary>Numbers of an independent program: β, C, occupancy, rewards and FQE's eigenvalues of the four states.</summary>
    [Fact]
    public void Four_states_have_the_factors_of_another_program()
    {
        PolicyEvaluationProblem problem = FourStates([.5, .2, .2, .1]);
        var features = new LinearClass(s_features);
        OffPolicyFactors factors = BellmanGeometry.Linear(problem, features);
        Assert.Equal(0.7886924310, factors.Incompleteness, 1e-9);
        Assert.Equal(0.0382200080, factors.Concentrability, 1e-9);
        Assert.Equal(0.7402667, factors.FqeRadius, 1e-6);
        Assert.Equal(0, factors.Misfit, 1e-9);
        double[] rewards = [0.775, 0.23, -1.49, 0.9375], occupancy = [0.18470867, 0.21744788, 0.24866754, 0.34917590];
        for (int s = 0; s < 4; s++)
        {
            Assert.Equal(rewards[s], problem.Mdp.Reward(s, 0), 1e-12);
            Assert.Equal(occupancy[s], problem.Occupancy[s], 1e-8);
        }
        Assert.Equal(1.5, problem.Value, 1e-12);
        Assert.Equal(3.4918, problem.GreatestRatio, 1e-3); // far above C, which asks only about errors of the class
    }

    /// <summary>One feature: 1 − β² = A²/(G E²); two states by hand.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.28)]
    [InlineData(1.6)]
    public void One_feature_has_the_closed_form(double y)
    {
        const double m = 0.9, gamma = 0.9;
        (PolicyEvaluationProblem problem, LinearClass features) = OneFeature(y, m, gamma);
        double a = m * (1 - gamma * y) + (1 - m) * y * y, g = m + (1 - m) * y * y, e = m * Math.Pow(1 - gamma * y, 2) + (1 - m) * y * y;
        OffPolicyFactors factors = BellmanGeometry.Linear(problem, features);
        Assert.Equal(a * a / (g * e), factors.Margin, 1e-12);
        Assert.Equal(Math.Abs(gamma * m * y / g), factors.FqeRadius, 1e-12);
        // E from X: d = (1−γ)(1, γ, …), E_u = (1 − γy, y).
        double mean = (1 - gamma) * (1 - gamma * y + gamma * y);
        Assert.Equal(mean * mean / e, factors.Concentrability, 1e-12);
    }

    [Fact]
    public void Where_nothing_identifies_the_weight_beta_is_one()
    {
        // m(1 − γy) + (1 − m)y² = 0 at y = 1.3292…
        const double m = 0.9, gamma = 0.9;
        double y = (m * gamma - Math.Sqrt(m * m * gamma * gamma - 4 * m * (1 - m))) / (2 * (1 - m));
        (PolicyEvaluationProblem problem, LinearClass features) = OneFeature(y, m, gamma);
        Assert.Equal(1.3292, y, 1e-4);
        Assert.Equal(0, BellmanGeometry.Linear(problem, features).Margin, 1e-20);
        // Features that vanish on the data: their errors are seen, they themselves are not.
        var rare = new PolicyEvaluationProblem(problem.Mdp, problem.Task.Policy, Law([1, 0, 0]), [1, 0, 0]);
        Assert.Equal(1, BellmanGeometry.Linear(rare, new LinearClass(new double[,] { { 0 }, { 1 }, { 0 } })).Incompleteness, 1e-12);
    }

    [Fact]
    public void Tables_and_invariant_spans_are_complete()
    {
        PolicyEvaluationProblem problem = FourStates([.5, .2, .2, .1]);
        Assert.Equal(1, BellmanGeometry.Linear(problem, LinearClass.Tabular(4)).Margin, 1e-12);
        Assert.Equal(1, BellmanGeometry.Linear(problem, new LinearClass(new double[,] { { 1 }, { 1 }, { 1 }, { 1 } })).Margin, 1e-12);
        Assert.True(BellmanGeometry.Linear(problem, new LinearClass(new double[,] { { 1 }, { 1 }, { 1 }, { 1 } })).Misfit > 0.1);
    }

    [Fact]
    public void Beta_depends_on_neither_basis_nor_rewards()
    {
        PolicyEvaluationProblem problem = FourStates([.5, .2, .2, .1]);
        double[,] mixed = new double[4, 2];
        for (int s = 0; s < 4; s++)
            (mixed[s, 0], mixed[s, 1]) = (2 * s_features[s, 0] - s_features[s, 1], 0.1 * s_features[s, 0] + 3 * s_features[s, 1]);
        var other = new PolicyEvaluationProblem(
            TabularMdp.FromArrays(Dynamics(), new double[,] { { 5 }, { -2 }, { 0 }, { 1 } }, discount: 0.9), problem.Task.Policy,
            Law([.5, .2, .2, .1]), [0, 0, 0, 1]);
        double beta = BellmanGeometry.Linear(problem, new LinearClass(s_features)).Incompleteness;
        Assert.Equal(beta, BellmanGeometry.Linear(problem, new LinearClass(mixed)).Incompleteness, 1e-12);
        Assert.Equal(beta, BellmanGeometry.Linear(other, new LinearClass(s_features)).Incompleteness, 1e-12);
    }

    /// <summary>On-policy data: FQE contracts by γ, and 1 − β² ≥ ((1−γ)/(1+γ))².</summary>
    [Fact]
    public void On_policy_data_bound_the_factors()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            RandomStream random = new Seed(seed).Stream();
            TabularMdp mdp = TabularMdps.Garnet(10, 1, 4, new Seed(seed)).WithDiscount(0.9);
            TabularPolicy only = TabularPolicy.Uniform(mdp);
            var problem = new PolicyEvaluationProblem(mdp, only, Law(StationaryDistribution.Of(mdp, only)), mdp.Initial);
            var phi = new double[10, 3];
            for (int i = 0; i < 30; i++)
                phi[i / 3, i % 3] = random.NextNormal();
            OffPolicyFactors factors = BellmanGeometry.Linear(problem, new LinearClass(phi));
            Assert.True(factors.FqeRadius <= 0.9 + 1e-9);
            Assert.True(factors.Margin >= Math.Pow(0.1 / 1.9, 2) - 1e-12);
        }
    }

    /// <summary>E_{ν₀}(Q − Q^π) = E_d[E_Q]/(1 − γ), and the bound that follows, for any Q.</summary>
    [Fact]
    public void Errors_of_predictions_are_summed_Bellman_errors()
    {
        PolicyEvaluationProblem problem = FourStates([.5, .2, .2, .1]);
        var features = new LinearClass(s_features);
        double coverage = BellmanGeometry.Linear(problem, features).Concentrability;
        RandomStream random = new Seed(3).Stream();
        for (int i = 0; i < 50; i++)
        {
            double[] q = new double[4];
            random.FillNormal(q);
            double summed = problem.BellmanError(q).Zip(problem.Occupancy, (e, d) => e * d).Sum() / 0.1;
            Assert.Equal(summed, problem.PredictionError(q), 1e-12);
            double[] member = features.Function([q[0], q[1]]);
            Assert.True(Math.Abs(problem.PredictionError(member)) <= BellmanGeometry.PredictionBound(problem, coverage, member) + 1e-9);
        }
    }

    /// <summary>The classical floor against a search over the circle.</summary>
    [Fact]
    public void The_floor_is_the_greatest_error_of_fit()
    {
        PolicyEvaluationProblem problem = FourStates([.5, .2, .2, .1]);
        var features = new LinearClass(s_features);
        double greatest = 0;
        for (int i = 0; i < 20_000; i++)
        {
            double angle = 2 * Math.PI * i / 20_000;
            double[] q = features.Function([2 * Math.Cos(angle), 2 * Math.Sin(angle)]), error = problem.BellmanError(q);
            double[] target = [.. q.Zip(error, (a, b) => a - b)];
            greatest = Math.Max(greatest, features.Misfit(problem, target) * problem.Norm(target));
        }
        Assert.Equal(greatest, BellmanGeometry.Linear(problem, features).Floor, 1e-6);
    }

    [Fact]
    public void Two_functions_have_the_closed_form_and_the_search_agrees()
    {
        const double m = 0.8, gamma = 0.9, y = 0.45;
        (PolicyEvaluationProblem problem, _) = OneFeature(y, m, gamma);
        OffPolicyFactors factors = BellmanGeometry.Finite(problem, new FiniteClass([[0, 0, 0], [1, y, 0]]));
        double e = m * Math.Pow(1 - gamma * y, 2) + (1 - m) * y * y, i = m * gamma * gamma * y * y;
        Assert.Equal(Math.Sqrt(i / e), factors.Incompleteness, 1e-12);
        Assert.Equal(Math.Sqrt(i), factors.Floor, 1e-12);
        Assert.Equal(0, factors.Misfit);
        Assert.Equal(Math.Log(2), factors.Entropy, 1e-15);
    }

    [Fact]
    public void Bad_classes_are_named()
    {
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => new FiniteClass([])).Message);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => new LinearClass(new double[4, 0])).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new LinearClass(new[,] { { double.NaN } })).Message);
        PolicyEvaluationProblem problem = FourStates([.5, .2, .2, .1]);
        Assert.Contains("pairs", Assert.Throws<ArgumentException>(() => BellmanGeometry.Linear(problem, LinearClass.Tabular(3))).Message);
        Assert.Contains("sums to", Assert.Throws<ArgumentException>(() => FourStates([.5, .2, .2, .2])).Message);
        // Without Q^π the factors say so, and the card explains.
        Assert.Equal(-1, new FiniteClass([[0, 0, 0, 0]]).IndexOfTruth(problem));
        Assert.Equal(1, new FiniteClass([[0, 0, 0, 0], problem.QPi]).IndexOfTruth(problem));
        Assert.Contains("not in the class", BellmanGeometry.Finite(problem, new FiniteClass([[0, 0, 0, 0]])).Describe().Note);
        // A state that d^π meets and the data do not: infinite, not regularized.
        var blind = new PolicyEvaluationProblem(problem.Mdp, problem.Task.Policy, Law([.5, .5, 0, 0]), [0, 0, 0, 1]);
        Assert.Equal(double.PositiveInfinity, BellmanGeometry.Linear(blind, LinearClass.Tabular(4)).Concentrability);
    }

    internal static PolicyEvaluationProblem FourStates(double[] law)
    {
        double[] values = new LinearClass(s_features).Function([1, -0.5]);
        var rewards = new double[4, 1];
        for (int s = 0; s < 4; s++)
        {
            rewards[s, 0] = values[s];
            for (int next = 0; next < 4; next++)
                rewards[s, 0] -= 0.9 * s_chain[s, next] * values[next];
        }
        TabularMdp mdp = TabularMdp.FromArrays(Dynamics(), rewards, discount: 0.9);
        return new(mdp, TabularPolicy.Uniform(mdp), Law(law), [0, 0, 0, 1]);
    }

    internal static LinearClass Features() => new(s_features);

    internal static (PolicyEvaluationProblem, LinearClass) OneFeature(double y, double m, double gamma)
    {
        TabularMdp mdp = new TabularMdpBuilder(3, 1) { Discount = gamma, Noise = RewardNoise.Signs(1) }.Add(0, 0, 1, 1).Add(1, 0, 2, 1)
            .Absorb(2).Build();
        return (new(mdp, TabularPolicy.Uniform(mdp), Law([m, 1 - m, 0]), [1, 0, 0]),
            new LinearClass(new double[,] { { 1 }, { y }, { 0 } }));
    }

    private static double[,,] Dynamics()
    {
        var p = new double[4, 1, 4];
        for (int i = 0; i < 16; i++)
            p[i / 4, 0, i % 4] = s_chain[i / 4, i % 4];
        return p;
    }

    private static StateActionTable Law(double[] law)
    {
        var table = new StateActionTable(law.Length, 1);
        law.CopyTo(table.Values);
        return table;
    }
}
