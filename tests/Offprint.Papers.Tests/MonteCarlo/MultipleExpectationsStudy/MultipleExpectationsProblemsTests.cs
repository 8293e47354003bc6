using Offprint.Estimators.ControlVariates;
using Offprint.Estimators.Sensitivity;
using Offprint.Numerics;
using Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

namespace Offprint.Papers.Tests.MonteCarlo.MultipleExpectationsStudy;

/// <summary>The test cases against closed forms and independent computation.</summary>
public sealed class MultipleExpectationsProblemsTests
{
    [Fact]
    public void Moments_are_double_factorials()
    {
        Assert.Equal([1, 3, 15, 105, 945, 10395, 135135], Enumerable.Range(1, 7).Select(GaussianMoments.Exact));
        var rule = new GaussHermite(40);
        for (int j = 1; j <= 10; j++)
        {
            Assert.Equal(1, rule.Expectation(1, z => Math.Pow(z[0], 2 * j)) / GaussianMoments.Exact(j), 1e-9);
            Assert.Equal(1, (rule.Expectation(1, z => Math.Pow(z[0], 4 * j)) / Math.Pow(GaussianMoments.Exact(j), 2) - 1) /
                GaussianMoments.MonteCarloVariance(j), 1e-8);
        }
        // The sum that plain Monte Carlo has at the paper's budget, which its own 200 repetitions miss by a factor of four.
        Assert.Equal(49.75, Enumerable.Range(1, 10).Sum(GaussianMoments.MonteCarloVariance) / 20_000, 0.01);
    }

    [Fact]
    public void Optimal_densities_integrate_to_one_and_have_their_moments()
    {
        var points = new PointMatrix(1, 100_000);
        double[] logs = new double[16_000];
        var grid = new PointMatrix(1, logs.Length);
        for (int n = 0; n < logs.Length; n++)
            grid[0][n] = -16 + (n + 0.5) * 0.002;
        foreach (int j in new[] { 1, 4, 10 })
        {
            var density = GaussianMoments.Optimal(j);
            density.LogDensity(grid, logs);
            Assert.Equal(1, logs.Sum(l => Math.Exp(l) * 0.002), 1e-9);
            density.Sample(new Seed(1).Stream(), points);
            double[] squares = [.. points[0].ToArray().Select(x => x * x)];
            Assert.Equal(2 * j + 1, squares.Average(), 5 * Math.Sqrt(2.0 * (2 * j + 1) / squares.Length)); // x² is twice a gamma variable
            Assert.Equal(2 * j + 1, density.Covariance[0, 0]);
            Assert.Equal(0, points[0].ToArray().Average(), 5 * Math.Sqrt((2 * j + 1) / 1e5));
        }
    }

    [Fact]
    public void The_deflection_is_the_formula_at_any_number_of_points()
    {
        var points = new PointMatrix(6, 600);
        BeamLaw.Nominal.Density.Sample(new Seed(2).Stream(), points);
        double[] deflection = new double[600];
        CantileverBeam.Deflection(points, deflection);
        for (int n = 0; n < 600; n++)
        {
            double fx = points[0][n], fy = points[1][n], e = points[2][n] * 1e9, w = points[3][n], t = points[4][n], l = points[5][n];
            Assert.Equal(1, deflection[n] / (4 * Math.Pow(l, 3) / (e * w * t) *
                Math.Sqrt(Math.Pow(fx / (w * w), 2) + Math.Pow(fy / (t * t), 2))), 1e-13);
        }
        points[3][0] = -0.06; // what an importance sampler may propose
        CantileverBeam.Deflection(points, deflection);
        Assert.True(deflection[0] > 0 && double.IsFinite(deflection[0]));
    }

    /// <summary>Quadrature against 10⁶ points of plain Monte Carlo, within 5 standard errors.</summary>
    [Fact]
    public void The_beams_quadrature_is_right()
    {
        var exact = BeamQuadrature.Sobol();
        var problem = CantileverBeam.SobolProblem();
        var estimates = ImportanceSampling.Estimate(problem, problem.Pooled, 300_000, new Seed(3).Stream());
        for (int j = 0; j < 8; j++)
            Assert.Equal(exact.Expectations[j], estimates.Values[j], 5 * Math.Sqrt(estimates.Variances[j] / estimates.Samples));
        // Converged, though the integrand has a singularity ten standard deviations away.
        double[] fewer = SobolIndices.FirstOrder([.. BeamQuadrature.Sobol(14).Expectations]),
            more = SobolIndices.FirstOrder([.. exact.Expectations]);
        for (int i = 0; i < 6; i++)
            Assert.Equal(fewer[i], more[i], 1e-7);
        Assert.Equal(BeamQuadrature.Mean(BeamLaw.Nominal), exact.Mean, 1e-9);
    }

    [Fact]
    public void The_laws_quadrature_is_right_with_correlations()
    {
        BeamLaw[] laws = [new(550, 450, 200, 0.065, 0.095, 4.5, -0.6, 0.5, 0), new(530, 430, 180, 0.06, 0.1, 5, -0.1, 0.4, 0.5)];
        var problem = CantileverBeam.LawProblem(laws);
        foreach (int j in new[] { 0, 1 })
        {
            var one = CantileverBeam.LawProblem([laws[j]]);
            var estimates = ImportanceSampling.Estimate(one, one.Pooled, 300_000, new Seed(4).Stream());
            Assert.Equal(BeamQuadrature.Mean(laws[j]), estimates.Values[0], 5 * Math.Sqrt(estimates.Variances[0] / estimates.Samples));
        }
        Assert.Equal((2, 6), (problem.Count, problem.Dimension));
    }

    [Fact]
    public void Every_law_of_the_design_lies_in_its_range_and_has_a_covariance()
    {
        var laws = CantileverBeam.Laws(100, LawStudy.DesignSeed);
        Assert.Equal(100, laws.Distinct().Count());
        Assert.All(laws, law =>
        {
            Assert.InRange(law.ForceX, 525, 575);
            Assert.InRange(law.Width, 0.06, 0.07);
            Assert.InRange(law.WidthThickness, -0.6, 0);
            Assert.InRange(law.ThicknessLength, 0, 0.5);
            Assert.Equal(6, law.Density.Dimension); // refuses correlations that no law has
        });
    }

    [Fact]
    public void Ishigamis_indices_are_the_textbooks()
    {
        Assert.Equal(0.3139, Ishigami.Exact[0], 1e-4);
        Assert.Equal(0.4424, Ishigami.Exact[1], 1e-4);
        var problem = Ishigami.Problem();
        var estimates = ImportanceSampling.Estimate(problem, problem.Pooled, 300_000, new Seed(5).Stream());
        double[] indices = SobolIndices.FirstOrder(estimates.Values);
        for (int i = 0; i < 3; i++)
            Assert.Equal(Ishigami.Exact[i], indices[i], 0.02);
        var points = new PointMatrix(3, 20_000);
        double[] outputs = new double[20_000];
        for (int i = 0; i < 3; i++)
        {
            LatinHypercube.Sample(1, 20_000, new Seed((ulong)i).Stream())[0].CopyTo(points[i]);
            foreach (ref double x in points[i])
                x = Math.PI * (2 * x - 1);
        }
        Ishigami.Evaluate(points, outputs);
        Assert.True(outputs.Min() + Ishigami.Shift > 0);
    }
}
