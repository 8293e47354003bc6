using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Numerics;

namespace Offprint.Tests.Estimators.OffPolicy.Logged;

/// <summary>Every estimator against its formula, written out here in plain loops over [n][t].</summary>
public sealed class EstimatorFormulaTests
{
    private const int N = 700, T = 30;
    private const double Discount = 0.97;

    /// <summary>Random columns: 700 trajectories of 30 steps are several blocks.</summary>
    internal static (LoggedSteps Log, TargetPolicy Target) Random(int n = N, int steps = T, double discount = Discount, ulong seed = 1)
    {
        RandomStream random = new Seed(seed).Stream();
        double[] Column(double low, double high) => [.. Enumerable.Range(0, n * steps).Select(_ => random.NextUniform(low, high))];
        return (new LoggedSteps(n, steps, Column(-1, 2), Column(0.3, 0.9), discount), new("random", Column(0.2, 0.9))
        {
            Values = Column(-1, 1), ActionValues = Column(-1, 1), StateActionRatio = Column(0.1, 3), StateRatio = Column(0.1, 3),
        });
    }

    [Fact]
    public void Trajectory_and_per_decision_weights()
    {
        var d = new Table(Random());
        Check(new TrajectoryImportanceSampling(), d.Mean(n => d.W(n, T - 1) * d.Return(n)), d);
        Check(new TrajectoryImportanceSampling { SelfNormalized = true },
            d.Mean(n => d.W(n, T - 1) * d.Return(n)) / d.Mean(n => d.W(n, T - 1)), d);
        Check(new PerDecisionImportanceSampling(), d.Mean(n => d.Sum(t => d.G(t) * d.W(n, t) * d.R(n, t))), d);
        Check(new PerDecisionImportanceSampling { SelfNormalized = true },
            d.Sum(t => d.G(t) * d.Mean(n => d.W(n, t) * d.R(n, t)) / d.Mean(n => d.W(n, t))), d);
        Check(new PerDecisionImportanceSampling { Weights = new Clip(1.5) },
            d.Mean(n => d.Sum(t => d.G(t) * Math.Min(1.5, d.W(n, t)) * d.R(n, t))), d);
    }

    [Fact]
    public void Doubly_robust()
    {
        var d = new Table(Random());
        Check(new DirectMethod(), d.Mean(n => d.V(n, 0)), d);
        Check(new DoublyRobust(), d.Mean(n => d.Sum(t => d.G(t) * (d.W(n, t) * (d.R(n, t) - d.Q(n, t)) + d.W(n, t - 1) * d.V(n, t)))), d);
        Check(new DoublyRobust { SelfNormalized = true }, d.Sum(t => d.G(t) * (
            d.Mean(n => d.W(n, t) * (d.R(n, t) - d.Q(n, t))) / d.Mean(n => d.W(n, t))
            + d.Mean(n => d.W(n, t - 1) * d.V(n, t)) / d.Mean(n => d.W(n, t - 1)))), d);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    public void Marginal_ratios(bool states, int window)
    {
        var d = new Table(Random());
        var ratio = new MarginalRatio(states, window);
        Check(new MarginalImportanceSampling { Ratio = ratio }, d.Mean(n => d.Sum(t => d.G(t) * Rho(n, t) * d.R(n, t))), d);
        Check(new MarginalImportanceSampling { Ratio = ratio, SelfNormalized = true },
            d.Sum(t => d.G(t) * d.Mean(n => Rho(n, t) * d.R(n, t)) / d.Mean(n => Rho(n, t))), d);
        Check(new MarginalDoublyRobust { Ratio = ratio }, d.Mean(n => d.V(n, 0) + d.Sum(t => d.G(t) * Rho(n, t) * Error(n, t))), d);
        Check(new MarginalDoublyRobust { Ratio = ratio, SelfNormalized = true },
            d.Mean(n => d.V(n, 0)) + d.Sum(t => d.G(t) * d.Mean(n => Rho(n, t) * Error(n, t)) / d.Mean(n => Rho(n, t))), d);
        Check(new DoubleReinforcementLearning { Ratio = ratio }, d.Mean(n => d.Sum(t =>
            d.G(t) * (Rho(n, t) * (d.R(n, t) - d.Q(n, t)) + (t == 0 ? 1 : Rho(n, t - 1)) * d.V(n, t)))), d);

        double Error(int n, int t) => d.R(n, t) + (t + 1 < T ? Discount * d.V(n, t + 1) : 0) - d.Q(n, t);

        double Rho(int n, int t)
        {
            if (t < window)
                return d.W(n, t);
            double rho = d.Column(states ? d.Target.StateRatio! : d.Target.StateActionRatio!, n, t - window);
            for (int u = states ? t - window : t - window + 1; u <= t; u++)
                rho *= d.Ratio(n, u);
            return rho;
        }
    }

    [Fact]
    public void One_step_feedback_has_one_estimator_under_four_names()
    {
        var (log, target) = Random(n: 5000, steps: 1);
        target = target with { StateActionRatio = [.. target.Probabilities.Zip(log.Propensities, (p, b) => p / b)] };
        double ips = new InversePropensity().Evaluate(log, target).Value;
        foreach (OffPolicyEstimator same in (OffPolicyEstimator[])[new TrajectoryImportanceSampling(), new PerDecisionImportanceSampling(),
            new MarginalImportanceSampling(), new InversePropensity { Weights = new Clip(double.PositiveInfinity) }])
            Assert.Equal(ips, same.Evaluate(log, target).Value, 1e-12);
        Assert.Equal(log.Rewards.Select((r, n) => r * target.Probabilities[n] / log.Propensities[n]).Average(), ips, 1e-12);
        Assert.Equal(0, new InversePropensity { Weights = new Clip(0) }.Evaluate(log, target).Value);
        double dm = new DirectMethod().Evaluate(log, target).Value, dr = new DoublyRobust().Evaluate(log, target).Value;
        Assert.Equal(dm, new DoublyRobust { Weights = new Switch(0) }.Evaluate(log, target).Value, 1e-12);
        Assert.Equal(dr, new DoublyRobust { Weights = new Switch(double.PositiveInfinity) }.Evaluate(log, target).Value, 1e-12);
        Assert.Equal(dr, new DoublyRobust { Weights = new Shrinkage(double.PositiveInfinity) }.Evaluate(log, target).Value, 1e-12);
        Assert.Equal(dr, new DoublyRobust { Weights = new SubGaussian(0) }.Evaluate(log, target).Value, 1e-12);
    }

    [Fact]
    public void Rules_of_weights_follow_their_formulas()
    {
        double[] w = [0, 0.2, 1, 7, double.PositiveInfinity];
        Assert.Equal([0, 0.2, 1, 3, 3], Applied(new Clip(3)));
        Assert.Equal([0, 0.2, 1, 0, 0], Applied(new Switch(3)));
        Assert.Equal([0, 3 * 0.2 / (0.04 + 3), 3.0 / 4, 21.0 / 52, 0], Applied(new Shrinkage(3)), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([0, 0.2 / (0.7 + 0.06), 1, 7 / (0.7 + 2.1), 1 / 0.3], Applied(new SubGaussian(0.3)),
            (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Throws<ArgumentOutOfRangeException>(() => Applied(new Clip(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Applied(new SubGaussian(1.5)));

        double[] Applied(WeightRule rule)
        {
            double[] copy = [.. w];
            rule.Apply(copy);
            return copy;
        }
    }

    /// <summary>The β of the formula, and without one the plain estimate.</summary>
    [Fact]
    public void The_baseline_follows_its_formula()
    {
        var (log, target) = Random(n: 2000, steps: 1);
        double[] w = [.. target.Probabilities.Zip(log.Propensities, (p, b) => p / b)];
        double beta = w.Zip(log.Rewards, (x, r) => x * (x - 1) * r).Sum() / w.Sum(x => (x - 1) * (x - 1));
        Assert.Equal(w.Zip(log.Rewards, (x, r) => x * r - beta * (x - 1)).Average(),
            new BaselineImportanceSampling().Evaluate(log, target).Value, 1e-12);
        Assert.Equal(new InversePropensity().Evaluate(log, target).Value,
            new BaselineImportanceSampling { Baseline = 0 }.Evaluate(log, target).Value, 1e-12);
    }

    private static void Check(OffPolicyEstimator estimator, double expected, Table data)
    {
        double scale = Math.Max(1, Math.Abs(expected));
        Assert.Equal(expected, estimator.Evaluate(data.Log, data.Target).Value, 1e-10 * scale);
        Assert.Equal(expected, OffPolicyEvaluation.Values(data.Log, data.Target, [estimator])[0], 1e-10 * scale);
    }

    /// <summary>Columns by trajectory and step, and the products of ratios, without any of the library's code.</summary>
    private sealed class Table
    {
        private readonly double[,] _w;

        public Table((LoggedSteps Log, TargetPolicy Target) data)
        {
            (Log, Target) = data;
            _w = new double[Log.Trajectories, Log.Steps];
            for (int n = 0; n < Log.Trajectories; n++)
            {
                for (int t = 0; t < Log.Steps; t++)
                    _w[n, t] = (t == 0 ? 1 : _w[n, t - 1]) * Ratio(n, t);
            }
        }

        public LoggedSteps Log { get; }

        public TargetPolicy Target { get; }

        public double Column(double[] column, int n, int t) => column[t * Log.Trajectories + n];

        public double Ratio(int n, int t) => Column(Target.Probabilities, n, t) / Column(Log.Propensities, n, t);

        public double W(int n, int t) => t < 0 ? 1 : _w[n, t];

        public double R(int n, int t) => Column(Log.Rewards, n, t);

        public double Q(int n, int t) => Column(Target.ActionValues!, n, t);

        public double V(int n, int t) => Column(Target.Values!, n, t);

        public double G(int t) => Math.Pow(Log.Discount, t);

        public double Return(int n) => Sum(t => G(t) * R(n, t));

        public double Sum(Func<int, double> term) => Enumerable.Range(0, Log.Steps).Sum(term);

        public double Mean(Func<int, double> value) => Enumerable.Range(0, Log.Trajectories).Average(value);
    }
}
