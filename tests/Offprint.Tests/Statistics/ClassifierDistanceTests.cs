using Offprint.Numerics;
using Offprint.Statistics;
using Offprint.Tests.Numerics;

namespace Offprint.Tests.Statistics;

public sealed class ClassifierDistanceTests
{
    private const int Rows = 4000;

    /// <summary>At this size the estimate's standard deviation is below 1/√4000 = 0.016.</summary>
    [Fact]
    public void Samples_of_one_law_cannot_be_told_apart()
    {
        RandomStream random = new Seed(9).Stream();
        double distance = ClassifierDistance.TotalVariation(Samples.Normal(random, Rows, 3), Samples.Normal(random, Rows, 3), new(1));
        Assert.InRange(distance, -0.05, 0.05);
    }

    [Fact]
    public void Samples_with_a_gap_between_them_are_told_apart()
    {
        RandomStream random = new Seed(10).Stream();
        float[] left = new float[Rows], right = new float[Rows];
        for (int i = 0; i < Rows; i++)
            (left[i], right[i]) = ((float)random.NextDouble(), (float)random.NextDouble() + 1.1f);
        Assert.InRange(ClassifierDistance.TotalVariation(new(Rows, 1, left), new(Rows, 1, right), new(1)), 0.98, 1);
    }

    /// <summary>
    /// The total variation of N(0, 1) and N(m, 1) is 2 Φ(m/2) − 1: 0.383 and 0.683, reached by the best classifier, a threshold.
    /// </summary>
    [Theory]
    [InlineData(1, 0.38292)]
    [InlineData(2, 0.68269)]
    public void Shifted_normal_laws_reach_their_total_variation(double shift, double variation)
    {
        RandomStream random = new Seed(11).Stream();
        SampleMatrix first = Samples.Normal(random, Rows, 1), second = Samples.Normal(random, Rows / 2, 1, shift: shift);
        Assert.Equal(variation, ClassifierDistance.TotalVariation(first, second, new(1)), 0.05);
        Assert.Equal(ClassifierDistance.TotalVariation(first, second, new(1)), ClassifierDistance.TotalVariation(first, second, new(1)));
    }

    [Fact]
    public void Different_features_are_refused() => Assert.Throws<ArgumentException>(() =>
        ClassifierDistance.TotalVariation(new(10, 2, new float[20]), new(10, 3, new float[30]), new(1)));
}
