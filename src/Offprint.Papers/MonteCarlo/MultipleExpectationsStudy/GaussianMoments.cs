using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Estimators.ControlVariates;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>Case (a): the even moments E[X²], …, E[X²ᴶ] of the standard normal law, weighted by their squares.</summary>
public static class GaussianMoments
{
    /// <summary>I_j = (2j − 1)!! = 1 · 3 · … · (2j − 1).</summary>
    /// <param name="j">From 1.</param>
    /// <returns>The moment of order 2j.</returns>
    public static double Exact(int j)
    {
        double product = 1;
        for (int i = 3; i < 2 * j; i += 2)
            product *= i;
        return product;
    }

    /// <summary>N Var(Î_j) / I_j² of plain Monte Carlo: (4j − 1)!! / (2j − 1)!!² − 1.</summary>
    /// <param name="j">From 1.</param>
    /// <returns>The relative variance of one term.</returns>
    public static double MonteCarloVariance(int j) => Exact(2 * j) / (Exact(j) * Exact(j)) - 1;

    /// <summary>The expectations with w_j = 1/I_j².</summary>
    /// <param name="count">J.</param>
    /// <returns>The problem.</returns>
    public static ExpectationProblem Problem(int count) => new([GaussianDensity.Standard(1)], count, (points, values) =>
    {
        TensorPrimitives.Multiply(points[0], points[0], values[0]);
        for (int j = 1; j < count; j++)
            TensorPrimitives.Multiply(values[j - 1], values[0], values[j]);
    }, [.. Enumerable.Range(1, count).Select(j => 1 / (Exact(j) * Exact(j)))]);

    /// <summary>The zero-variance density of a moment, x²ʲ f(x) / (2j − 1)!!: |X|² is twice a gamma variable of shape j + ½.</summary>
    /// <param name="j">From 1.</param>
    /// <returns>The density.</returns>
    public static IDensity Optimal(int j) => new OptimalDensity(j);

    private sealed class OptimalDensity(int j) : IDensity
    {
        private readonly double _logConstant = -0.5 * Math.Log(2 * Math.PI) - Math.Log(Exact(j));

        public int Dimension => 1;

        public Vector<double> Mean => Vector<double>.Build.Dense(1);

        public Matrix<double> Covariance => Matrix<double>.Build.Dense(1, 1, 2 * j + 1);

        public void Sample(RandomStream random, PointMatrix points)
        {
            foreach (ref double x in points[0])
                x = Math.Sqrt(2 * random.NextGamma(j + 0.5)) * (random.NextInt(2) == 0 ? -1 : 1);
        }

        public void LogDensity(PointMatrix points, Span<double> logDensity)
        {
            for (int n = 0; n < logDensity.Length; n++)
            {
                double x = points[0][n];
                logDensity[n] = 2 * j * Math.Log(Math.Abs(x)) - x * x / 2 + _logConstant;
            }
        }
    }
}
