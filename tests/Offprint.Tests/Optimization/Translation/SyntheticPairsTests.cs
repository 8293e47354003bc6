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
        Assert.True((pairs.GoodValues - pairs.PoorValues).min().item<double>() > s_options.LeastGain);
        Assert.True(pairs.Good.equal(again.Good).all().item<bool>());
        Assert.NotEqual(pairs.Good[0, 0].item<double>(), other.Good[0, 0].item<double>());
        // Measured by the truth the ends differ, too: the functions agree with the data.
        double Truth(Tensor ends) => new Branin(400).Measure(_data.DesignScale.Invert(new(pairs.Count, 2,
            Array.ConvertAll(ends.data<double>().ToArray(), v => (float)v)))).Average();
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
        Assert.True((gain - expected).abs().max().item<double>() < 1e-2 * expected.max().item<double>());
    }
}
