using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class MatrixFunctionsTests
{
    private static Matrix<double> Of(double[,] entries) => Matrix<double>.Build.DenseOfArray(entries);

    private static Matrix<double> Random(int size, ulong seed, double scale = 1)
    {
        var random = new Seed(seed).Stream();
        return Matrix<double>.Build.Dense(size, size, (_, _) => scale * random.NextNormal());
    }

    [Fact]
    public void The_exponential_of_a_rotation_a_shift_and_a_diagonal_is_known()
    {
        double angle = 40; // far beyond one Padé step
        var rotation = MatrixFunctions.Exp(Of(new[,] { { 0, -angle }, { angle, 0 } }));
        Assert.Equal(Math.Cos(angle), rotation[0, 0], 1e-13);
        Assert.Equal(Math.Sin(angle), rotation[1, 0], 1e-13);
        var shift = MatrixFunctions.Exp(Of(new double[,] { { 0, 1, 0 }, { 0, 0, 1 }, { 0, 0, 0 } }));
        Assert.Equal([1, 1, 0.5], shift.Row(0).ToArray());
        var diagonal = MatrixFunctions.Exp(Of(new double[,] { { -30, 0 }, { 0, 2 } }));
        Assert.Equal(Math.Exp(-30), diagonal[0, 0], 1e-25);
        Assert.Equal(Math.Exp(2), diagonal[1, 1], 1e-14);
    }

    [Fact]
    public void The_exponential_turns_sums_of_commuting_matrices_into_products_and_traces_into_determinants()
    {
        var a = Random(12, 1, 2);
        var whole = MatrixFunctions.Exp(a);
        var parts = MatrixFunctions.Exp(0.3 * a) * MatrixFunctions.Exp(0.7 * a);
        Assert.InRange((whole - parts).FrobeniusNorm() / whole.FrobeniusNorm(), 0, 1e-12);
        Assert.Equal(1, whole.Determinant() / Math.Exp(a.Trace()), 1e-8);
    }

    [Fact]
    public void The_leading_pair_solves_the_eigenvalue_problem_from_both_sides()
    {
        var positive = Random(30, 2).PointwiseAbs();
        var generatorLike = positive - 40 * Matrix<double>.Build.DenseIdentity(30);
        var pair = MatrixFunctions.Leading(generatorLike);
        Assert.InRange((generatorLike * pair.Right - pair.Value * pair.Right).L2Norm(), 0, 1e-12);
        Assert.InRange((generatorLike.LeftMultiply(pair.Left) - pair.Value * pair.Left).L2Norm(), 0, 1e-10);
        Assert.Equal(1, pair.Left * pair.Right, 1e-13);
        Assert.True(pair.Right.Minimum() > 0 && pair.Left.Minimum() > 0);
        Assert.Equal(generatorLike.Evd().EigenValues.Max(v => v.Real), pair.Value, 1e-10);
        Assert.InRange(pair.Value, pair.Bounds.Low - 1e-11, pair.Bounds.High + 1e-11);
    }

    [Fact]
    public void The_leading_eigenvalue_of_two_states_is_known()
    {
        // [[−a, b], [c, −d]]: the larger root of (x + a)(x + d) = bc.
        var pair = MatrixFunctions.Leading(Of(new[,] { { -1.0, 0.5 }, { 2, -3 } }));
        Assert.Equal(-2 + Math.Sqrt(1 + 1), pair.Value, 1e-14);
    }

    [Fact]
    public void A_reducible_or_negative_matrix_has_no_leading_pair()
    {
        Assert.Contains("reducible", Assert.Throws<ArithmeticException>(() =>
            MatrixFunctions.Leading(Of(new double[,] { { 1, 0 }, { 0, 2 } }))).Message);
        Assert.Contains("[0, 1] is -1", Assert.Throws<ArgumentException>(() =>
            MatrixFunctions.Leading(Of(new double[,] { { 1, -1 }, { 1, 2 } }))).Message);
    }

    [Fact]
    public void The_Lyapunov_equation_is_solved_and_known_for_one_variable()
    {
        Assert.Equal(0.75, MatrixFunctions.Lyapunov(Of(new[,] { { -2.0 } }), Of(new[,] { { 3.0 } }))[0, 0], 1e-15);
        var a = Random(8, 3) - 6 * Matrix<double>.Build.DenseIdentity(8);
        var b = Random(8, 4);
        var q = b * b.Transpose();
        var x = MatrixFunctions.Lyapunov(a, q);
        Assert.InRange((a * x + x * a.Transpose() + q).FrobeniusNorm() / q.FrobeniusNorm(), 0, 1e-12);
        Assert.True(x.IsSymmetric());
    }

    [Fact]
    public void Bad_matrices_are_named()
    {
        Assert.Contains("2×3", Assert.Throws<ArgumentException>(() => MatrixFunctions.Exp(Matrix<double>.Build.Dense(2, 3))).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => MatrixFunctions.Exp(Of(new[,] { { double.NaN } }))).Message);
        Assert.Contains("not stable", Assert.Throws<ArithmeticException>(() =>
            MatrixFunctions.Lyapunov(Of(new[,] { { 0.1 } }), Of(new[,] { { 1.0 } }))).Message);
        Assert.Contains("one size", Assert.Throws<ArgumentException>(() =>
            MatrixFunctions.Lyapunov(Of(new[,] { { -1.0 } }), Matrix<double>.Build.Dense(2, 2))).Message);
    }

    /// <summary>
    /// Norms on both sides of every number of squarings: without one that is due, the approximant is off by 10⁻¹¹ at 7.9.
    /// </summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(5.3)]
    [InlineData(7.9)]
    [InlineData(-7.9)]
    [InlineData(-40)]
    public void The_exponential_of_a_number_keeps_its_digits(double x) =>
        Assert.Equal(1, MatrixFunctions.Exp(Of(new[,] { { x } }))[0, 0] / Math.Exp(x), 1e-13);
}
