using Offprint.Numerics;
using Offprint.Physics.StatisticalMechanics;
using Offprint.Statistics;

namespace Offprint.Tests.Physics.StatisticalMechanics;

public class MaximumEntropyTests
{
    private static readonly double[] s_pips = [1, 2, 3, 4, 5, 6];

    private static MaximumEntropyProblem Die(double mean) => new(new double[6], [s_pips], [mean]) { Names = ["pips"] };

    [Fact]
    public void A_fair_die_is_uniform()
    {
        var solution = MaximumEntropy.Solve(Die(3.5));
        Assert.Equal(0, solution.Multipliers[0], 1e-14);
        Assert.All(solution.Probabilities, p => Assert.Equal(1.0 / 6, p, 1e-15));
        Assert.Equal(Math.Log(6), solution.Entropy, 1e-14);
    }

    /// <summary>Jaynes' die of mean 4.5, by bisection on the single multiplier.</summary>
    [Fact]
    public void A_loaded_die_has_the_classical_law()
    {
        double low = -2, high = 0;
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2, z = s_pips.Sum(f => Math.Exp(-middle * f)),
                mean = s_pips.Sum(f => f * Math.Exp(-middle * f)) / z;
            (low, high) = mean > 4.5 ? (middle, high) : (low, middle);
        }
        var solution = MaximumEntropy.Solve(Die(4.5));
        Assert.Equal(low, solution.Multipliers[0], 1e-12);
        Assert.Equal(-0.37105, solution.Multipliers[0], 1e-5); // the published value
        Assert.Equal(4.5, solution.Mean(s_pips), 1e-13);
        var mirrored = MaximumEntropy.Solve(Die(2.5));
        Assert.Equal(-solution.Multipliers[0], mirrored.Multipliers[0], 1e-12);
        Assert.Equal(solution.Probabilities.Reverse(), mirrored.Probabilities, (a, b) => Math.Abs(a - b) < 1e-13);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Exponential_and_Gaussian_laws_appear_on_a_grid_with_order_two(bool gaussian)
    {
        double Error(int n)
        {
            // Midpoints of cells; a mean alone gives e^{−x} on [0, ∞), mean and mean square give a Gaussian.
            double low = gaussian ? -10 : 0, spacing = (gaussian ? 20 : 40) / (double)n;
            double[] x = [.. Enumerable.Range(0, n).Select(i => low + (i + 0.5) * spacing)];
            double[][] features = gaussian ? [x, [.. x.Select(v => v * v)]] : [x];
            double[] targets = gaussian ? [0.3, 0.09 + 0.49] : [1];
            double[] p = MaximumEntropy.Solve(new MaximumEntropyProblem(new double[n], features, targets)).Probabilities;
            return x.Zip(p, (v, q) => Math.Abs(q / spacing - (gaussian ? Math.Exp(-(v - 0.3) * (v - 0.3) / 0.98) /
                Math.Sqrt(2 * Math.PI * 0.49) : Math.Exp(-v)))).Max();
        }

        if (gaussian) // the trapezoidal and midpoint sums of a Gaussian are exact to rounding: a stronger statement
            Assert.InRange(Error(200), 0, 1e-12);
        else
            Assert.Equal(2, Math.Log2(Error(1600) / Error(3200)), 0.05);
    }

    [Fact]
    public void Entropy_is_the_Legendre_transform_of_the_log_partition_function()
    {
        double[][] features = [s_pips, [1, 0, 0, 1, 0, 0.5]];
        MaximumEntropySolution Solve(double a, double b) => MaximumEntropy.Solve(new(new double[6], features, [a, b]));
        var solution = Solve(3.1, 0.5);
        double[] lambda = solution.Multipliers;
        Assert.Equal(solution.LogPartition + lambda[0] * 3.1 + lambda[1] * 0.5, solution.Entropy, 1e-12);
        Assert.Equal(Math.Log(6) - solution.Entropy, solution.Divergence, 1e-12);
        double h = 1e-4;
        // dS = λ·dF, and ∂F_k/∂λ_l = −Cov: the inverse of the change of multipliers.
        Assert.Equal(lambda[0], (Solve(3.1 + h, 0.5).Entropy - Solve(3.1 - h, 0.5).Entropy) / (2 * h), 1e-7);
        Assert.Equal(lambda[1], (Solve(3.1, 0.5 + h).Entropy - Solve(3.1, 0.5 - h).Entropy) / (2 * h), 1e-7);
        var inverse = solution.Covariance.Inverse();
        Assert.Equal(-inverse[0, 1], (Solve(3.1, 0.5 + h).Multipliers[0] - Solve(3.1, 0.5 - h).Multipliers[0]) / (2 * h), 1e-5);
        Assert.Equal(inverse[0, 1], inverse[1, 0], 1e-12); // Maxwell's relation
    }

    [Fact]
    public void The_divergences_of_nested_constraints_add_up()
    {
        var random = new Seed(1).Stream();
        double[] exact = new double[40], prior = new double[40];
        random.FillDirichlet([.. Enumerable.Repeat(1.0, 40)], exact);
        random.FillDirichlet([.. Enumerable.Repeat(1.0, 40)], prior);
        double[] logPrior = [.. prior.Select(p => Math.Log(p))], below = prior;
        double[][] features = [.. Enumerable.Range(0, 5).Select(k => Enumerable.Range(0, 40).Select(x => random.NextNormal()).ToArray())];
        double sum = 0;
        for (int count = 1; count <= 5; count++)
        {
            double[][] known = features[..count];
            double[] p = MaximumEntropy.Solve(new(logPrior, known,
                [.. known.Select(f => f.Zip(exact, (a, b) => a * b).Sum())])).Probabilities;
            sum += Information.KullbackLeibler(p, below);
            below = p;
        }
        Assert.Equal(Information.KullbackLeibler(exact, prior), sum + Information.KullbackLeibler(exact, below), 1e-11);
    }

    [Fact]
    public void Forbidden_states_stay_empty()
    {
        var solution = MaximumEntropy.Solve(new([0, 0, double.NegativeInfinity, 0], [[0, 1, 2, 3]], [1.2]));
        Assert.Equal(0, solution.Probabilities[2]);
        Assert.Equal(1.2, solution.Mean([0, 1, 2, 3]), 1e-11);
    }

    [Fact]
    public void Large_features_do_not_overflow()
    {
        var solution = MaximumEntropy.Solve(new([-2000, 0, 1500], [[1e6, 2e6, 3e6]], [2.5e6]));
        Assert.Equal(2.5e6, solution.Mean([1e6, 2e6, 3e6]), 1e-4);
    }

    [Fact]
    public void A_target_just_inside_the_boundary_is_met()
    {
        var solution = MaximumEntropy.Solve(Die(1 + 1e-10));
        Assert.Equal(1e-10, solution.Mean(s_pips) - 1, 1e-15);
    }

    [Theory]
    [InlineData(7.0, "'pips' is infeasible", "[1, 6]")]
    [InlineData(0.5, "'pips' is infeasible", "[1, 6]")]
    [InlineData(6.0, "end of its range", "multiplier is infinite")]
    public void A_target_out_of_range_is_named_with_its_range(double target, string what, string why)
    {
        var e = Assert.Throws<InfeasibleConstraintsException>(() => MaximumEntropy.Solve(Die(target)));
        Assert.Contains(what, e.Message);
        Assert.Contains(why, e.Message);
    }

    /// <summary>⟨x²⟩ &lt; ⟨x⟩²: each target is in range, together they are impossible; the exception carries a proof.</summary>
    [Fact]
    public void Targets_that_are_infeasible_together_are_refused_with_a_certificate()
    {
        double[][] features = [s_pips, [.. s_pips.Select(f => f * f)]];
        double[] targets = [3, 8];
        var e = Assert.Throws<InfeasibleConstraintsException>(() =>
            MaximumEntropy.Solve(new(new double[6], features, targets) { Names = ["pips", "pips²"] }));
        Assert.Contains("infeasible together", e.Message);
        Assert.Contains("'pips²'", e.Message);
        Assert.Contains("unrounded", e.Message);
        for (int x = 0; x < 6; x++)
            Assert.True(Enumerable.Range(0, 2).Sum(k => e.Direction[k] * (features[k][x] - targets[k])) > 0);
    }

    /// <summary>⟨x²⟩ as small as ⟨x⟩ = 3 allows: only x = 3 itself has it.</summary>
    [Fact]
    public void Targets_on_the_boundary_are_refused_with_the_remedy()
    {
        double[][] features = [s_pips, [.. s_pips.Select(f => f * f)]];
        var e = Assert.Throws<InfeasibleConstraintsException>(() => MaximumEntropy.Solve(new(new double[6], features, [3, 9])));
        Assert.Contains("boundary", e.Message);
        Assert.Contains("Move the targets inside", e.Message);
    }

    [Fact]
    public void Dependent_and_constant_features_are_named()
    {
        double[] other = [1, 0, 0, 1, 0, 0.5], sum = [.. s_pips.Zip(other, (a, b) => 2 * a - b)];
        string message = Assert.Throws<ArgumentException>(() => MaximumEntropy.Solve(
            new(new double[6], [s_pips, other, sum, [0, 0, 0, 0, 0, 1]],
                [3.5, 0.4, 6.6, 0.2]) { Names = ["pips", "other", "sum", "six"] })).Message;
        Assert.Contains("'pips', 'other', 'sum' are linearly dependent", message);
        Assert.DoesNotContain("six", message);
        Assert.Contains("constrains nothing", Assert.Throws<ArgumentException>(() =>
            MaximumEntropy.Solve(new(new double[2], [[1, 1]], [1]))).Message);
    }

    [Fact]
    public void Shapes_and_numbers_are_checked()
    {
        Assert.Contains("2 targets", Assert.Throws<ArgumentException>(() =>
            MaximumEntropy.Solve(new(new double[6], [s_pips], [1, 2]))).Message);
        Assert.Contains("6 values; there are 5 states", Assert.Throws<ArgumentException>(() =>
            MaximumEntropy.Solve(new(new double[5], [s_pips], [2]))).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => MaximumEntropy.Solve(Die(double.NaN))).Message);
        Assert.Contains("forbids every state", Assert.Throws<ArgumentException>(() =>
            MaximumEntropy.Solve(new([double.NegativeInfinity], [[1]], [1]))).Message);
    }
}
