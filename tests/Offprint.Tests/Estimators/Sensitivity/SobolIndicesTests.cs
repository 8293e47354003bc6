using System.Numerics.Tensors;
using Offprint.Estimators.ControlVariates;
using Offprint.Estimators.Sensitivity;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Tests.Estimators.Sensitivity;

public class SobolIndicesTests
{
    private static readonly Marginal[] s_inputs = [Marginal.Normal(1, 1), Marginal.Normal(2, 2), Marginal.Normal(0, 3)];

    /// <summary>y = x₁ + x₂ + x₃: S = (1, 4, 9) / 14.</summary>
    private static void Sum(PointMatrix inputs, Span<double> outputs)
    {
        TensorPrimitives.Add(inputs[0], inputs[1], outputs);
        TensorPrimitives.Add(outputs, inputs[2], outputs);
    }

    [Fact]
    public void An_additive_model_is_split_by_its_variances()
    {
        // E[Y Y_i] = Var(X_i) + 9, E[Y] = 3, E[Y²] = 14 + 9.
        Assert.Equal([1.0 / 14, 4.0 / 14, 9.0 / 14], SobolIndices.FirstOrder([10, 13, 18, 3, 23]));
        var problem = SobolIndices.PickFreeze(Sum, s_inputs);
        Assert.Equal((6, 5), (problem.Dimension, problem.Count));
        var estimates = ImportanceSampling.Estimate(problem, problem.Pooled, 400_000, new Seed(1).Stream());
        double[] exact = [10, 13, 18, 3, 23];
        for (int j = 0; j < 5; j++)
            Assert.Equal(exact[j], estimates.Values[j], 5 * Math.Sqrt(estimates.Variances[j] / estimates.Samples));
    }

    [Fact]
    public void A_shift_moves_the_expectations_but_not_the_indices()
    {
        double[] Indices(double shift)
        {
            var problem = SobolIndices.PickFreeze(Sum, s_inputs, shift);
            return SobolIndices.FirstOrder(ImportanceSampling.Estimate(problem, problem.Pooled, 400_000, new Seed(2).Stream()).Values);
        }
        double[] plain = Indices(0), shifted = Indices(5);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal((i + 1) * (i + 1) / 14.0, plain[i], 0.01);
            Assert.Equal((i + 1) * (i + 1) / 14.0, shifted[i], 0.03);
        }
    }

    [Fact]
    public void A_point_is_frozen_in_one_coordinate_at_a_time()
    {
        var problem = SobolIndices.PickFreeze(Sum, [Marginal.Normal(0, 1), Marginal.Normal(0, 1), Marginal.Normal(0, 1)]);
        var points = new PointMatrix(6, 1);
        double[] coordinates = [1, 10, 100, 2, 20, 200];
        for (int i = 0; i < 6; i++)
            points[i][0] = coordinates[i];
        var values = new PointMatrix(5, 1);
        problem.Function(points, values);
        Assert.Equal([111 * 221, 111 * 212, 111 * 122, 111, 111 * 111], Enumerable.Range(0, 5).Select(j => values[j][0]));
    }

    [Fact]
    public void Expectations_without_variance_are_refused()
    {
        Assert.Contains("variance of 0", Assert.Throws<ArgumentException>(() => SobolIndices.FirstOrder([1, 1, 1])).Message);
        Assert.Throws<ArgumentException>(() => SobolIndices.FirstOrder([1, 1]));
    }
}
