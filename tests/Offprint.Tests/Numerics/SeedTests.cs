using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Numerics;

public class SeedTests
{
    [Fact]
    public void Equal_names_give_equal_children_and_others_differ()
    {
        Seed root = new(7);
        Assert.Equal(root.Derive("noise"), root.Derive("noise"));
        Assert.NotEqual(root.Derive("noise"), root.Derive("data"));
        Assert.NotEqual(root.Derive("noise"), new Seed(8).Derive("noise"));
        Assert.NotEqual(root.Derive("a").Derive("b"), root.Derive("b").Derive("a"));
        Assert.NotEqual(root, root.Derive(0));
    }

    [Fact]
    public void Children_do_not_collide()
    {
        // By chance two of a million 64-bit numbers agree with probability 3e-8.
        var seen = new HashSet<Seed>();
        for (ulong parent = 0; parent < 1000; parent++)
        {
            for (ulong child = 0; child < 1000; child++)
                Assert.True(seen.Add(new Seed(parent).Derive(child)));
        }
    }

    [Fact]
    public void One_bit_of_the_index_changes_half_of_the_bits()
    {
        double flipped = 0;
        for (ulong i = 0; i < 1000; i++)
            flipped += ulong.PopCount(new Seed(1).Derive(i).Value ^ new Seed(1).Derive(i ^ (1UL << (int)(i % 64))).Value);
        // 64,000 fair coins: a standard deviation of 0.126 in the mean of 32, so 5σ; false alarms 6e-7.
        Assert.Equal(32, flipped / 1000, 0.63);
    }

    [Fact]
    public void Streams_of_neighboring_seeds_are_uncorrelated()
    {
        const int length = 10_000;
        for (ulong i = 0; i < 20; i++)
        {
            RandomStream first = new Seed(3).Derive(i).Stream(), second = new Seed(3).Derive(i + 1).Stream();
            double[] x = new double[length], y = new double[length];
            first.FillNormal(x);
            second.FillNormal(y);
            // σ = 0.01 under independence; 5σ, 20 times: false alarms 1e-5.
            Assert.InRange(RankCorrelation.Pearson(x, y), -0.05, 0.05);
        }
    }
}
