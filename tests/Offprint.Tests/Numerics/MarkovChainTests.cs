using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class MarkovChainTests
{
    private static Matrix<double> Of(double[,] entries) => Matrix<double>.Build.DenseOfArray(entries);

    private static MarkovChain Random(int states, ulong seed)
    {
        var random = new Seed(seed).Stream();
        var rates = Matrix<double>.Build.Dense(states, states, (i, j) => i == j ? 0 : random.NextDouble());
        rates.SetDiagonal(-rates.RowSums());
        return MarkovChain.OfGenerator(rates);
    }

    [Fact]
    public void Two_states_have_their_stationary_law_and_group_inverse()
    {
        double a = 2, b = 3;
        var chain = MarkovChain.OfGenerator(Of(new[,] { { -a, a }, { b, -b } }));
        Assert.Equal([b / (a + b), a / (a + b)], chain.Stationary.ToArray(), (x, y) => Math.Abs(x - y) < 1e-15);
        // −G = (a + b)(I − 1π), so that its group inverse is (I − 1π)/(a + b).
        Assert.Equal(a / (a + b) / (a + b), chain.GroupInverse[0, 0], 1e-15);
        Assert.Equal(-a / (a + b) / (a + b), chain.GroupInverse[0, 1], 1e-15);
    }

    [Fact]
    public void Stationary_laws_keep_relative_accuracy_over_many_orders_of_magnitude()
    {
        // Birth and death with up-rate 1, down-rate r: π_k ∝ r^{−k}, down to 10⁻¹⁰⁰.
        int n = 21;
        double r = 1e5;
        var rates = Matrix<double>.Build.Dense(n, n, (i, j) => j == i + 1 ? 1 : j == i - 1 ? r : 0);
        rates.SetDiagonal(-rates.RowSums());
        var law = MarkovChain.OfGenerator(rates).Stationary;
        for (int k = 1; k < n; k++)
            Assert.Equal(1, law[k] / law[0] * Math.Pow(r, k), 1e-12);
    }

    [Fact]
    public void The_group_inverse_satisfies_its_equations()
    {
        var chain = Random(15, 1);
        var (a, z, law) = (-chain.Generator, chain.GroupInverse, chain.Stationary);
        Assert.InRange(law.Sum() - 1, -1e-15, 1e-15);
        Assert.InRange(chain.Generator.LeftMultiply(law).AbsoluteMaximum(), 0, 1e-14);
        Assert.InRange((a * z * a - a).FrobeniusNorm(), 0, 1e-12);
        Assert.InRange((z * a * z - z).FrobeniusNorm(), 0, 1e-12);
        Assert.InRange((a * z - z * a).FrobeniusNorm(), 0, 1e-12);
    }

    [Fact]
    public void The_derivative_of_the_stationary_law_is_a_product_with_the_group_inverse()
    {
        var (chain, other) = (Random(9, 2), Random(9, 3));
        var predicted = other.Generator.LeftMultiply(chain.Stationary) * chain.GroupInverse;
        double h = 1e-5;
        var above = MarkovChain.OfGenerator(chain.Generator + h * other.Generator).Stationary;
        var below = MarkovChain.OfGenerator(chain.Generator - h * other.Generator).Stationary;
        Assert.InRange(((above - below) / (2 * h) - predicted).AbsoluteMaximum(), 0, 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(40)]
    public void Propagation_equals_the_matrix_exponential_and_stays_a_law(double time)
    {
        var chain = Random(10, 4);
        var start = Vector<double>.Build.Dense(10, i => i == 3 ? 1 : 0);
        var law = chain.Propagate(start, time);
        Assert.InRange((law - start * MatrixFunctions.Exp(chain.Generator * time)).AbsoluteMaximum(), 0, 1e-13);
        Assert.True(law.Minimum() >= 0);
        Assert.Equal(1, law.Sum(), 1e-14);
    }

    [Fact]
    public void A_kernel_propagates_by_steps()
    {
        var kernel = Of(new[,] { { 0.9, 0.1 }, { 0.4, 0.6 } });
        var chain = MarkovChain.OfKernel(kernel);
        Assert.Equal([0.8, 0.2], chain.Stationary.ToArray(), (x, y) => Math.Abs(x - y) < 1e-15);
        var start = Vector<double>.Build.Dense([1.0, 0]);
        Assert.InRange((chain.Propagate(start, 2) - start * kernel * kernel).AbsoluteMaximum(), 0, 1e-15);
        Assert.Contains("whole number of steps", Assert.Throws<ArgumentException>(() => chain.Propagate(start, 0.5)).Message);
    }

    [Fact]
    public void A_reducible_chain_names_its_classes_and_the_remedy()
    {
        // 0 ⇄ 1 closed, 2 ⇄ 3 closed, 4 leads to both.
        var rates = Of(new double[,]
        {
            { -1, 1, 0, 0, 0 }, { 2, -2, 0, 0, 0 }, { 0, 0, -3, 3, 0 }, { 0, 0, 1, -1, 0 }, { 1, 0, 1, 0, -2 },
        });
        var chain = MarkovChain.OfGenerator(rates, state => "ABCDE"[state].ToString());
        var e = Assert.Throws<ReducibleChainException>(() => chain.Stationary);
        Assert.Contains("3 communicating classes", e.Message);
        Assert.Contains("{A, B}", e.Message);
        Assert.Contains("{C, D}", e.Message);
        Assert.Contains("such as E", e.Message);
        Assert.Contains("chain.Restrict(chain.Classes[0])", e.Message);
        Assert.Equal(2, e.ClosedClasses.Count);
        Assert.False(chain.IsIrreducible);
        Assert.Throws<ReducibleChainException>(() => chain.GroupInverse);
        // The remedy works.
        var restricted = chain.Restrict(chain.Classes.Single(c => c.Contains(0)));
        Assert.Equal([2.0 / 3, 1.0 / 3], restricted.Stationary.ToArray(), (x, y) => Math.Abs(x - y) < 1e-15);
    }

    [Fact]
    public void Long_paths_of_states_do_not_overflow_the_stack()
    {
        int n = 700;
        var ring = Matrix<double>.Build.Dense(n, n, (i, j) => j == (i + 1) % n ? 1 : i == j ? -1 : 0);
        Assert.True(MarkovChain.OfGenerator(ring).IsIrreducible);
    }

    [Fact]
    public void Matrices_that_are_no_generator_or_kernel_are_named()
    {
        Assert.Contains("Row 0 sums to 1", Assert.Throws<ArgumentException>(() =>
            MarkovChain.OfGenerator(Of(new double[,] { { 0, 1 }, { 1, -1 } }))).Message);
        Assert.Contains("[0, 1] is -1", Assert.Throws<ArgumentException>(() =>
            MarkovChain.OfGenerator(Of(new double[,] { { 1, -1 }, { 1, -1 } }))).Message);
        Assert.Contains("rows are sources", Assert.Throws<ArgumentException>(() =>
            MarkovChain.OfKernel(Of(new[,] { { 0.9, 0.4 }, { 0.1, 0.6 } }))).Message);
        Assert.Contains("1×2", Assert.Throws<ArgumentException>(() => MarkovChain.OfKernel(Of(new[,] { { 0.5, 0.5 } }))).Message);
        Assert.Contains("3 entries", Assert.Throws<ArgumentException>(() =>
            MarkovChain.OfKernel(Of(new[,] { { 1.0 } })).Propagate(Vector<double>.Build.Dense(3), 1)).Message);
    }

    /// <summary>
    /// A row may miss its sum by 10⁻¹⁰ of its size: rates of a million are not refused for rounding, nor small ones accepted for none.
    /// </summary>
    [Fact]
    public void The_tolerance_of_a_row_grows_with_its_rates()
    {
        static MarkovChain Make(double rate, double error) =>
            MarkovChain.OfGenerator(Matrix<double>.Build.DenseOfArray(new[,] { { -rate, rate + error }, { 1, -1 } }));
        Assert.NotNull(Make(1e6, 1e-5));
        Assert.Throws<ArgumentException>(() => Make(1e6, 1e-3));
        Assert.NotNull(Make(0.4, 0.5e-10));
        Assert.Throws<ArgumentException>(() => Make(0.4, 1.5e-10));
    }
}
