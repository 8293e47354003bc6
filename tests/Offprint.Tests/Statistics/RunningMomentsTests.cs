using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class RunningMomentsTests
{
    private static RunningMoments Of(IEnumerable<double> values)
    {
        var moments = new RunningMoments();
        foreach (double value in values)
            moments.Add(value);
        return moments;
    }

    [Fact]
    public void Both_variances_are_those_of_the_definition()
    {
        var moments = Of([1, 2, 4, 9]);
        Assert.Equal(4, moments.Count);
        Assert.Equal(4, moments.Mean);
        Assert.Equal(38.0 / 3, moments.SampleVariance, 1e-14);
        Assert.Equal(38.0 / 4, moments.PopulationVariance, 1e-14);
        Assert.Equal(Math.Sqrt(38.0 / 12), moments.StandardError, 1e-14);
        Assert.True(double.IsNaN(Of([3]).SampleVariance));
    }

    [Fact]
    public void A_large_offset_costs_no_digits() => Assert.Equal(1, Of([1e9 - 1, 1e9, 1e9 + 1]).SampleVariance, 1e-9);

    [Fact]
    public void Merging_equals_adding_one_by_one()
    {
        var random = new Seed(1).Stream();
        double[] values = [.. Enumerable.Range(0, 1000).Select(_ => 5 + random.NextNormal())];
        var (whole, merged) = (Of(values), Of(values.Take(300)));
        merged.Add(Of(values.Skip(300)));
        merged.Add(new RunningMoments());
        Assert.Equal(whole.Count, merged.Count);
        Assert.Equal(whole.Mean, merged.Mean, 1e-13);
        Assert.Equal(whole.SampleVariance, merged.SampleVariance, 1e-13);
        var empty = new RunningMoments();
        empty.Add(whole);
        Assert.Equal(whole.SampleVariance, empty.SampleVariance, 1e-13);
    }
}
