using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public sealed class NormalOrderStatisticsTests
{
    /// <summary>0, −1/√π, −3/(2√π) in closed form; tables for the others (Harter 1961).</summary>
    [Theory]
    [InlineData(1, 0), InlineData(2, -0.5641895835477563), InlineData(3, -0.8462843753216345), InlineData(5, -1.16296), InlineData(10, -1.53875)]
    public void The_least_of_some_normal_numbers_has_the_tabulated_mean(int count, double mean) =>
        Assert.Equal(mean, NormalOrderStatistics.ExpectedMinimum(count), count <= 3 ? 1e-12 : 1e-5);
}
