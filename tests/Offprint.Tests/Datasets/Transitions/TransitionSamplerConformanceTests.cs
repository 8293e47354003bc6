using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tests.Conformance;

namespace Offprint.Tests.Datasets.Transitions;

/// <summary>What every sampler of rows must do; all draw from forty rows for three seeds.</summary>
public sealed class TransitionSamplerConformanceTests : IDisposable
{
    private const int Rows = 40;
    private static readonly Seed[] s_seeds = [new(1), new(2), new(3)];
    private static readonly double[] s_rising = [.. Enumerable.Range(0, Rows).Select(i => (double)i)];

    private static readonly Dictionary<string, Func<ReplayBuffer, ITransitionSampler>> s_samplers = new()
    {
        ["uniform"] = _ => new UniformSampler(Rows),
        ["weighted"] = _ => new WeightedSampler(s_rising),
        ["members"] = _ => new MemberSampler([new UniformSampler(Rows), new WeightedSampler(s_rising), new WeightedSampler(s_rising)]),
        ["replay"] = buffer => buffer.Sampler(),
        ["append"] = _ => Mixed(new(MixMode.Append)),
        ["fixed ratio"] = _ => Mixed(new(MixMode.FixedRatio, 0.25)),
        ["online only"] = _ => Mixed(new(MixMode.OnlineOnly)),
        ["blocks"] = _ => Mixed(new(MixMode.OneSourcePerBlock, 0.25, 2)),
        ["mixed with weights"] = _ => new MixedSampler(new WeightedSampler(s_rising[..30]), new UniformSampler(10),
            new(MixMode.FixedRatio)),
    };

    private readonly ReplayBuffer _buffer = new(3, Rows, 2, 1);

    public TransitionSamplerConformanceTests()
    {
        for (int step = 0; step < Rows + 20; step++) // the first twenty are overwritten
        {
            for (int p = 0; p < 3; p++)
                _buffer.Add(p, new([step, p], [0], step, [step + 1, p], terminal: false));
        }
    }

    public static TheoryData<string> Names => [.. s_samplers.Keys];

    public void Dispose() => _buffer.Dispose();

    [Fact]
    public void No_sampler_of_the_library_is_forgotten() =>
        Implementations.AssertCovered(typeof(ITransitionSampler).Assembly, s_samplers.Values.Select(make => make(_buffer)));

    /// <summary>Frequencies within 6σ; of blocks, whose rows of one batch share their source, the source counts as one draw.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_are_there_and_as_frequent_as_their_probabilities_say(string name)
    {
        const int batch = 32, rounds = 2000;
        ITransitionSampler sampler = s_samplers[name](_buffer);
        using var random = new PopulationRandom(s_seeds);
        int[] rows = new int[3 * batch], counts = new int[Rows];
        Assert.Equal(Rows, sampler.Count);
        Assert.Equal(1, Enumerable.Range(0, Rows).Sum(sampler.Probability), 1e-12);
        for (int round = 0; round < rounds; round++)
        {
            sampler.Fill(rows, random);
            foreach (int row in rows)
                counts[row]++;
        }
        double draws = 3.0 * batch * rounds;
        for (int row = 0; row < Rows; row++)
        {
            double p = sampler.Probability(row), deviation = Math.Sqrt(p / draws) +
                (name == "blocks" ? p * 3 / Math.Sqrt(3.0 * rounds / 2) : 0);
            Assert.True(Math.Abs(counts[row] / draws - p) <= 6 * deviation, $"Row {row}: {counts[row] / draws} instead of {p}.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Seeds_repeat_draw_from_their_own_streams_and_do_not_see_each_other(string name)
    {
        using PopulationRandom all = new(s_seeds), again = new(s_seeds), changed = new([s_seeds[0], s_seeds[1], new(99)]);
        ITransitionSampler first = s_samplers[name](_buffer), second = s_samplers[name](_buffer), third = s_samplers[name](_buffer);
        int[] rows = new int[3 * 16], same = new int[3 * 16], other = new int[3 * 16];
        bool differs = false;
        for (int round = 0; round < 20; round++)
        {
            first.Fill(rows, all);
            second.Fill(same, again);
            third.Fill(other, changed);
            Assert.Equal(rows, same);
            Assert.Equal(rows[..32], other[..32]); // the third seed's business is its own
            differs |= !rows[32..].SequenceEqual(other[32..]);
            Assert.False(rows[..16].SequenceEqual(rows[16..32]));
        }
        Assert.True(differs);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Draws_allocate_nothing_and_uneven_batches_are_refused(string name)
    {
        ITransitionSampler sampler = s_samplers[name](_buffer);
        using var random = new PopulationRandom(s_seeds);
        int[] rows = new int[3 * 64];
        sampler.Fill(rows, random);
        Assert.InRange(Allocations.Least(() => sampler.Fill(rows, random)), 0, name == "members" ? 1000 : 0); // views of a member's stream
        Assert.Contains("4 rows cannot be shared evenly by 3 seeds",
            Assert.Throws<ArgumentException>(() => sampler.Fill(new int[4], random)).Message);
    }

    private static MixedSampler Mixed(MixOptions options) => new(new UniformSampler(30), new UniformSampler(10), options);
}
