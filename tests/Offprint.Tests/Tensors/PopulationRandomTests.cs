using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Tensors;

public sealed class PopulationRandomTests
{
    private static readonly Seed[] s_seeds = [.. Enumerable.Range(0, 5).Select(i => new Seed(17).Derive((ulong)i))];

    [Fact]
    public void The_numbers_of_a_seed_do_not_depend_on_the_population()
    {
        using var scope = NewDisposeScope();
        using var all = new PopulationRandom(s_seeds);
        using var alone = new PopulationRandom([s_seeds[3]]);
        foreach (long[] shape in new long[][] { [], [3], [7, 2], [64, 3], [1] }) // libtorch fills short and long tensors differently
        {
            Assert.Equal((long[])[5, .. shape], all.Normal(shape).shape);
            Assert.Equal(all.Normal(shape)[3].data<float>(), Second(alone, shape).data<float>());
            Assert.Equal(all.Uniform(shape)[3].data<float>(), alone.Uniform(shape)[0].data<float>());
            Assert.Equal(all.Host(3).NextUInt64(), alone.Host(0).NextUInt64());
        }

        static Tensor Second(PopulationRandom random, long[] shape)
        {
            random.Normal(shape);
            return random.Normal(shape)[0];
        }
    }

    [Fact]
    public void A_member_is_a_population_of_one_on_the_same_streams()
    {
        using var scope = NewDisposeScope();
        using var all = new PopulationRandom(s_seeds);
        using var alone = new PopulationRandom([s_seeds[3]]);
        PopulationRandom member = all.Member(3);
        Assert.Same(member, all.Member(3));
        Assert.Equal((1, s_seeds[3]), (member.Population, member.Seeds[0]));
        for (int round = 0; round < 3; round++) // in turn: each draw advances both
        {
            Assert.Equal(alone.Normal(4)[0].data<float>(), member.Normal(4)[0].data<float>());
            Assert.Equal(alone.Normal(4)[0].data<float>(), all.Normal(4)[3].data<float>());
            Assert.Equal(alone.Host(0).NextUInt64(), member.Host(0).NextUInt64());
            Assert.Equal(alone.Host(0).NextUInt64(), all.Host(3).NextUInt64());
        }
        Assert.Equal(alone.Save(), member.Member(0).Save());
    }

    [Fact]
    public void Seeds_and_purposes_are_independent()
    {
        using var scope = NewDisposeScope();
        using var random = new PopulationRandom(s_seeds);
        using var other = random.Derive("exploration");
        Tensor x = random.Normal(20_000), y = other.Normal(20_000);
        Tensor together = cat([x, y]);
        Tensor correlations = together.matmul(together.T) / 20_000 - eye(10);
        Assert.True(correlations.abs().max().item<float>() < 0.05); // 7σ of a correlation of 20,000 pairs, 5σ of a variance
        Assert.True(x.mean([1]).abs().max().item<float>() < 0.04);
    }

    [Fact]
    public void A_population_of_nobody_is_refused() =>
        Assert.Throws<ArgumentException>(() => new PopulationRandom([]));
}
