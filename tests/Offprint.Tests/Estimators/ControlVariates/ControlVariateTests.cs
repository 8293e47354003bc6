using Offprint.Estimators.ControlVariates;
using Offprint.Numerics;

namespace Offprint.Tests.Estimators.ControlVariates;

public class ControlVariateTests
{
    [Fact]
    public void The_coefficient_is_that_of_regression_up_to_the_divisors()
    {
        double[] u = [1, 2, 4, 5], v = [3, 3, 8, 10]; // means 3 and 6; Σ du dv = 6 + 3 + 2 + 8, Σ du² = 10
        var fit = ControlVariate.Fit(u, v);
        Assert.Equal(19.0 / 4 / (10.0 / 3), fit.Coefficient, 1e-14);
        Assert.Equal(ControlVariate.VarianceWith(u, v, fit.Coefficient), fit.Variance);
    }

    [Fact]
    public void The_variance_left_is_one_minus_the_squared_correlation_and_no_other_coefficient_beats_it()
    {
        var random = new Seed(1).Stream();
        double[] u = new double[50_000], v = new double[50_000];
        for (int n = 0; n < u.Length; n++)
        {
            u[n] = 1 + random.NextNormal();
            v[n] = 2 * u[n] + random.NextNormal();
        }
        var fit = ControlVariate.Fit(u, v);
        Assert.Equal(2, fit.Coefficient, 0.02);
        Assert.Equal(1, fit.Variance, 0.03);
        Assert.True(fit.Variance < ControlVariate.VarianceWith(u, v, fit.Coefficient + 0.05));
        Assert.True(fit.Variance < ControlVariate.VarianceWith(u, v, fit.Coefficient - 0.05));
    }

    [Fact]
    public void A_constant_control_explains_nothing()
    {
        var fit = ControlVariate.Fit([1, 1 + 1e-16, 1], [1, 2, 6]);
        Assert.Equal(0, fit.Coefficient);
        Assert.Equal(7, fit.Variance, 1e-14);
        Assert.Throws<ArgumentException>(() => ControlVariate.Fit([1], [1]));
        Assert.Throws<ArgumentException>(() => ControlVariate.Fit([1, 2], [1, 2, 3]));
    }
}
