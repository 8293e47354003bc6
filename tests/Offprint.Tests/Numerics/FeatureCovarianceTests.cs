using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public sealed class FeatureCovarianceTests
{
    private const int Dimension = 6;

    /// <summary>Against the inverse and the determinant of the matrix itself.</summary>
    [Fact]
    public void It_follows_the_inverse_of_the_sum_of_outer_products()
    {
        var covariance = new FeatureCovariance(Dimension, 0.5);
        var matrix = Matrix<double>.Build.DenseIdentity(Dimension) * 0.5;
        RandomStream random = new Seed(3).Stream();
        double[] phi = new double[Dimension], solved = new double[Dimension];
        for (int i = 0; i < 40; i++)
        {
            random.FillNormal(phi);
            covariance.Add(phi);
            var vector = Vector<double>.Build.Dense([.. phi]);
            matrix += vector.OuterProduct(vector);
        }
        random.FillNormal(phi);
        covariance.Solve(phi, solved);
        Vector<double> expected = matrix.Solve(Vector<double>.Build.Dense([.. phi]));
        for (int i = 0; i < Dimension; i++)
            Assert.Equal(expected[i], solved[i], 1e-12);
        Assert.Equal(Math.Sqrt(expected * Vector<double>.Build.Dense([.. phi])), covariance.Uncertainty(phi), 1e-12);
        Assert.Equal(Math.Log(matrix.Determinant()), covariance.LogDeterminant, 1e-10);
    }

    /// <summary>Rows are positive semidefinite: whatever they are, no uncertainty grows.</summary>
    [Fact]
    public void No_row_raises_an_uncertainty()
    {
        RandomStream random = new Seed(4).Stream();
        double[] row = new double[Dimension], asked = new double[Dimension];
        for (int trial = 0; trial < 200; trial++)
        {
            var covariance = new FeatureCovariance(Dimension, 1);
            random.FillNormal(asked);
            double before = covariance.Uncertainty(asked);
            for (int i = 0; i < 20; i++)
            {
                random.FillNormal(row);
                covariance.Add(row);
                double after = covariance.Uncertainty(asked);
                Assert.True(after <= before + 1e-12);
                before = after;
            }
        }
    }
}
