using Offprint.Environments;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tests.Conformance;
using static TorchSharp.torch;

namespace Offprint.Tests.Networks.Distributions;

/// <summary>
/// What every law of actions must do; each is asked as a population of two with many equal rows, so that means over rows are expectations.
/// </summary>
public sealed class ActionDistributionConformanceTests : IDisposable
{
    private const int Rows = 20_000;
    private static readonly Seed[] s_seeds = [new(1), new(2)];
    private static readonly ActionBounds s_bounds = new(new BoxSpace([-1, 2], [1, 6]));

    /// <summary>Laws that differ a little by their number, so that each has relatives.</summary>
    private static readonly Dictionary<string, Func<int, IActionDistribution>> s_laws = new()
    {
        ["normal"] = i => new DiagonalGaussian(Spread(0.5f + 0.2f * i, -1), Spread(-0.3f, 0.2f + 0.1f * i)),
        ["normal, one deviation"] = i => new DiagonalGaussian(Spread(0.5f, -1 + 0.2f * i), Shared(-0.3f + 0.1f * i, 0.2f)),
        ["squashed normal"] = i => new TanhGaussian(Spread(0.2f + 0.2f * i, -0.4f), Spread(-0.5f, -0.8f + 0.1f * i), s_bounds),
        ["categorical"] = i => new Categorical(tensor(new[] { 0.2f, 1, -0.5f + 0.3f * i }).expand(2, Rows, 3)),
    };

    private readonly IDisposable _scope = NewDisposeScope();

    public static TheoryData<string> Names => [.. s_laws.Keys];

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void No_law_of_the_library_is_forgotten() =>
        Implementations.AssertCovered(typeof(IActionDistribution).Assembly, s_laws.Values.Select(make => make(0)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Draws_repeat_with_their_seeds_come_with_their_density_and_members_stand_alone(string name)
    {
        IActionDistribution law = s_laws[name](0);
        using PopulationRandom a = new(s_seeds), b = new(s_seeds), c = new([s_seeds[0], new(9)]);
        Tensor plain = law.Sample(a);
        (Tensor action, Tensor logProb) = law.SampleWithLogProb(b);
        long width = name == "categorical" ? 1 : 2;
        Assert.Equal([2, Rows, width], action.shape);
        Assert.Equal([2, Rows, width], law.Mode.expand(2, Rows, width).shape);
        Assert.Equal([2, Rows, 1], logProb.shape);
        Assert.Equal(0, (plain - action).abs().max().item<float>());
        Tensor gap = (law.LogProb(action) - logProb).abs();
        Assert.InRange(gap.gt(1e-3).to_type(ScalarType.Float32).mean().item<float>(), 0, 0.01); // the inverse of tanh is rough near bounds
        Assert.InRange(gap.median().item<float>(), 0, 1e-5);
        Tensor other = law.Sample(c);
        Assert.Equal(0, (other[0] - action[0]).abs().max().item<float>());
        Assert.True((other[1] - action[1]).abs().max().item<float>() > 0);
    }

    /// <summary>E_p[q/p] = 1 for any two of a kind: the densities are normalized and the draws follow them. Five standard errors.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Ratios_of_densities_have_the_mean_one(string name)
    {
        IActionDistribution p = s_laws[name](0), q = s_laws[name](1);
        using var random = new PopulationRandom(s_seeds);
        (Tensor action, Tensor logProb) = p.SampleWithLogProb(random);
        AssertMean(1, (q.LogProb(action) - logProb).exp());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Entropy_and_divergence_are_the_means_of_log_densities(string name)
    {
        IActionDistribution p = s_laws[name](0), q = s_laws[name](2);
        using var random = new PopulationRandom(s_seeds);
        (Tensor action, Tensor logProb) = p.SampleWithLogProb(random);
        AssertMean(p.Kl(q).mean().item<float>(), logProb - q.LogProb(action));
        Assert.InRange(p.Kl(q).min().item<float>(), 1e-3, 1);
        Assert.InRange(p.Kl(p).abs().max().item<float>(), 0, 1e-5);
        Assert.Throws<ArgumentException>(() => p.Kl(new Foreign()));
        if (p is TanhGaussian)
            Assert.Contains("samples", Assert.Throws<NotSupportedException>(p.Entropy).Message);
        else
            AssertMean(p.Entropy().mean().item<float>(), -logProb);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_mode_is_where_the_law_says_and_lies_among_its_draws(string name)
    {
        IActionDistribution law = s_laws[name](0);
        using var random = new PopulationRandom(s_seeds);
        (Tensor action, Tensor logProb) = law.SampleWithLogProb(random);
        Tensor mode = law.Mode.expand_as(action);
        if (law is TanhGaussian) // its mode is the image of the inner mode: half of the draws lie on either side, coordinate by coordinate
            AssertMean(0.5, action.gt(mode).to_type(ScalarType.Float32).mean([2]));
        else
            Assert.True(law.LogProb(mode).min().item<float>() >= logProb.max().item<float>() - 1e-5);
    }

    private static void AssertMean(double expected, Tensor samples)
    {
        Tensor flat = samples.to_type(ScalarType.Float64).flatten();
        double error = flat.std().item<double>() / Math.Sqrt(flat.NumberOfElements);
        Assert.InRange(flat.mean().item<double>() - expected, -5 * error - 1e-5, 5 * error + 1e-5);
    }

    private static Tensor Spread(float x, float y) => tensor(new[] { x, y }).expand(2, Rows, 2);

    private static Tensor Shared(float x, float y) => tensor(new[] { x, y }).expand(2, 1, 2);

    private sealed class Foreign : IActionDistribution
    {
        public Tensor Mode => throw new NotSupportedException();

        public Tensor Sample(PopulationRandom random) => throw new NotSupportedException();

        public (Tensor Action, Tensor LogProb) SampleWithLogProb(PopulationRandom random) => throw new NotSupportedException();

        public Tensor LogProb(Tensor action) => throw new NotSupportedException();

        public Tensor Entropy() => throw new NotSupportedException();

        public Tensor Kl(IActionDistribution other) => throw new NotSupportedException();
    }
}
