using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Translation;
using static TorchSharp.torch;

namespace Offprint.Tests.Optimization.Translation;

public sealed class SyntheticPairsTests
{
    private static readonly SyntheticPairOptions s_options =
        SyntheticPairOptions.Continuous with { FittedDesigns = 200, Starts = 40, StartPool = 60, StepSize = 0.05, Steps = 30 };

    private readonly DesignDataset _data = new Branin(400).Visible;

    [Fact]
    public void Good_ends_are_better_and_the_seed_decides_all()
    {
        using TranslationPairs pairs = SyntheticPairs.Draw(_data, s_options, new Seed(1)),
            again = SyntheticPairs.Draw(_data, s_options, new Seed(1)), other = SyntheticPairs.Draw(_data, s_options, new Seed(2));
        Assert.InRange(pairs.Count, 30, 40);
        Assert.True((pairs.GoodValues - pairs.PoorValues).min().item<float>() > s_options.LeastGain);
        Assert.True(pairs.Good.equal(again.Good).all().item<bool>());
        Assert.NotEqual(pairs.Good[0, 0].item<float>(), other.Good[0, 0].item<float>());
        // Measured by the truth the ends differ, too: the functions agree with the data.
        double Truth(Tensor ends) =>
            new Branin(400).Measure(_data.DesignScale.Invert(new(pairs.Count, 2, ends.data<float>().ToArray()))).Average();
        Assert.True(Truth(pairs.Good) > Truth(pairs.Poor));
    }

    [Fact]
    public void Pairs_that_gain_too_little_are_left_out()
    {
        using TranslationPairs none = SyntheticPairs.Draw(_data, s_options with { LeastGain = 1e9 }, new Seed(1));
        Assert.Equal(0, none.Count);
    }

    [Fact]
    public void Steps_follow_the_gradient()
    {
        using TranslationPairs one = SyntheticPairs.Draw(_data, s_options with { Steps = 1, StepSize = 1e-3, LeastGain = -1 }, new Seed(1));
        // A step of size η up and one down: the ends are 2 η |∇μ| apart and differ by 2 η |∇μ|² in value, to first order.
        using Tensor apart = (one.Good - one.Poor).norm(1), gain = one.GoodValues - one.PoorValues;
        using Tensor slope = apart / 2e-3, expected = 2e-3 * slope * slope;
        Assert.True((gain - expected).abs().max().item<float>() < 1e-2 * expected.max().item<float>());
    }

    /// <summary>One walk with several lengths gives what walks of each length give.</summary>
    [Fact]
    public void Lengths_share_a_walk()
    {
        IReadOnlyList<TranslationPairs> both = SyntheticPairs.Draw(_data, s_options, new Seed(3), [10, 30]);
        using TranslationPairs shorter = SyntheticPairs.Draw(_data, s_options with { Steps = 10 }, new Seed(3)),
            longer = SyntheticPairs.Draw(_data, s_options, new Seed(3));
        Assert.True(both[0].Good.equal(shorter.Good).all().item<bool>());
        Assert.True(both[1].Good.equal(longer.Good).all().item<bool>());
        Assert.True(both[1].GoodValues.mean().item<float>() > both[0].GoodValues.mean().item<float>());
        foreach (TranslationPairs pairs in both)
            pairs.Dispose();
    }

    /// <summary>The first starts of a draw are a smaller draw.</summary>
    [Fact]
    public void Fewer_starts_are_the_first_ones()
    {
        using TranslationPairs all = SyntheticPairs.Draw(_data, s_options, new Seed(4)), some = all.FromStarts(10),
            few = SyntheticPairs.Draw(_data, s_options with { Starts = 10 }, new Seed(4));
        Assert.InRange(some.Count, 1, 10);
        Assert.Equal(few.Count, some.Count);
        Assert.True((few.Good - some.Good).abs().max().item<float>() < 1e-5); // batches of other sizes round otherwise
    }

    /// <summary>Where a walk starts is the middle of its ends after one short step.</summary>
    [Theory]
    [InlineData(StartRule.Best)]
    [InlineData(StartRule.Random)]
    [InlineData(StartRule.Worst)]
    public void Starts_follow_their_rule(StartRule rule)
    {
        using TranslationPairs pairs = SyntheticPairs.Draw(_data, s_options with
        {
            Steps = 1, StepSize = 1e-4, LeastGain = -1, StartRule = rule, StartPool = 40, Starts = 40,
        }, new Seed(1));
        using Tensor middle = (pairs.Good + pairs.Poor) / 2;
        double[] scores = new Branin(400).Measure(_data.DesignScale.Invert(new(40, 2, middle.data<float>().ToArray())));
        double[] sorted = [.. _data.Scores.Order()];
        Assert.True(rule switch
        {
            StartRule.Best => scores.Min() >= sorted[^41] - 1e-3,
            StartRule.Worst => scores.Max() <= sorted[40] + 1e-3,
            _ => scores.Min() < sorted[80] && scores.Max() > sorted[^80],
        });
    }
}
