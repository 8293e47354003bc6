using MathNet.Numerics.Distributions;
using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public sealed class AliasTableTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(57, 1e4)]
    [InlineData(1000, 50)]
    public void Frequencies_pass_a_chi_square_test(int count, double ratio)
    {
        // Weights spread geometrically over the ratio; a million draws. False alarm once in 10⁴ per case; the seed is fixed.
        double[] weights = [.. Enumerable.Range(0, count).Select(i => Math.Pow(ratio, (double)i / Math.Max(count - 1, 1)))];
        var table = new AliasTable(weights);
        var random = new Seed(5).Stream();
        int[] counts = new int[count];
        const int draws = 1_000_000;
        for (int i = 0; i < draws; i++)
            counts[table.Draw(random)]++;
        double statistic = 0;
        for (int i = 0; i < count; i++)
        {
            double expected = draws * table.Probabilities[i];
            Assert.True(expected > 5);
            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        Assert.True(statistic < ChiSquared.InvCDF(count - 1, 1 - 1e-4), $"χ² = {statistic} with {count - 1} degrees of freedom.");
    }

    [Fact]
    public void Probabilities_are_the_weights_over_their_sum()
    {
        double[] weights = [3, 0, 1e-4, 1e4, 7];
        ReadOnlySpan<double> probabilities = new AliasTable(weights).Probabilities;
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            Assert.Equal(weights[i] / weights.Sum(), probabilities[i], 1e-16);
            sum += probabilities[i];
        }
        Assert.Equal(1, sum, 1e-12);
    }

    [Fact]
    public void Weight_zero_is_never_drawn()
    {
        var random = new Seed(6).Stream();
        var table = new AliasTable([0, 0.1, 0, 0.7, 0, 0.2, 0]);
        for (int i = 0; i < 100_000; i++)
            Assert.True(table.Draw(random) % 2 == 1);
    }

    [Fact]
    public void Weights_of_which_nothing_can_be_drawn_are_refused()
    {
        Assert.Contains("Weight 1 is -1", Assert.Throws<ArgumentException>(() => new AliasTable([1, -1])).Message,
            StringComparison.Ordinal);
        Assert.Contains("Weight 0 is NaN", Assert.Throws<ArgumentException>(() => new AliasTable([double.NaN])).Message,
            StringComparison.Ordinal);
        Assert.Contains("sum to 0", Assert.Throws<ArgumentException>(() => new AliasTable([0, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new AliasTable([]));
        Assert.Throws<ArgumentException>(() => new AliasTable([double.MaxValue, double.MaxValue]));
    }
}
