using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class IsotonicFitTests
{
    [Fact]
    public void It_is_the_max_min_formula()
    {
        RandomStream random = new Seed(1).Stream();
        for (int trial = 0; trial < 200; trial++)
        {
            int n = 1 + random.NextInt(10);
            double[] values = new double[n], weights = new double[n], fitted = new double[n];
            random.FillNormal(values);
            for (int i = 0; i < n; i++)
                weights[i] = 1 + random.NextInt(3);
            IsotonicFit.Fit(values, weights, fitted);
            for (int i = 0; i < n; i++)
            {
                // Robertson, Wright and Dykstra 1988: the fit is max over s ≤ i of min over t ≥ i of the mean of s … t.
                double expected = Enumerable.Range(0, i + 1).Max(s => Enumerable.Range(i, n - i).Min(t =>
                    Enumerable.Range(s, t - s + 1).Sum(j => weights[j] * values[j]) / Enumerable.Range(s, t - s + 1).Sum(j => weights[j])));
                Assert.Equal(expected, fitted[i], 1e-12);
            }
        }
    }

    [Fact]
    public void Entries_without_weight_repeat_the_fit_before()
    {
        double[] fitted = new double[7];
        IsotonicFit.Fit([double.NaN, 3, double.NaN, 1, 5, 9, double.NaN], [0, 1, 0, 3, 1, 0, 0], fitted);
        Assert.Equal([double.NaN, 1.5, 1.5, 1.5, 5, 5, 5], fitted);
        IsotonicFit.Fit([1, 2], [0, 0], fitted.AsSpan(0, 2));
        Assert.Equal([double.NaN, double.NaN], fitted[..2]);
    }

    [Fact]
    public void Bad_entries_are_named()
    {
        Assert.Contains("Entry 1 is NaN", Assert.Throws<ArgumentException>(() =>
            IsotonicFit.Fit([1, double.NaN], [1, 1], new double[2])).Message);
        Assert.Throws<ArgumentException>(() => IsotonicFit.Fit([1], [-1], new double[1]));
        Assert.Throws<ArgumentException>(() => IsotonicFit.Fit([1], [1, 1], new double[1]));
    }
}
