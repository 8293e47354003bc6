using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Offline;

public sealed class GatedImprovementTests
{
    private const int Count = 3;
    private static readonly Seed[] s_seeds = AgentCases.Seeds(2);

    private static readonly BehaviorEnsembleOptions s_ensemble = new()
    {
        Count = Count, Diversity = null, Policy = new BehaviorEnsembleOptions().Policy with { Hidden = [16] },
    };

    private static readonly GatedImprovementOptions s_short = new() { Steps = 60, BatchSize = 32, GateEvery = 20, Adam = new(1e-2) };

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(100, 0.2475)]
    [InlineData(200, 0.245)]
    [InlineData(201, 0.245)]
    [InlineData(5000, 0.245)]
    public void The_clip_shrinks_for_two_hundred_steps(int step, double expected) =>
        Assert.Equal(expected, new GatedImprovementOptions().ClipAt(step), 1e-12);

    /// <summary>A by hand: −mean(min(1.349859 · 1, 1.25 · 1), min(−0.818731, …), 2 · 0.904837).</summary>
    [Fact]
    public void The_surrogate_is_clipped()
    {
        using var scope = NewDisposeScope();
        Tensor advantages = tensor(new[] { 1f, -1, 2 }, [1, 3, 1]), ratios = tensor(new[] { 0.3f, -0.2f, -0.1f }, [1, 3, 1]).exp();
        Assert.Equal(-0.74698136, -ClippedSurrogate.Of(ratios, advantages, 0.25).mean().item<float>(), 1e-6);
        Tensor four = ClippedSurrogate.Standardized(tensor(new[] { 3f, 1, -1, -3 }, [1, 4, 1]));
        Assert.Equal([1.161895f, 0.387298f, -0.387298f, -1.161895f], four.data<float>().ToArray(), (x, y) => Math.Abs(x - y) < 1e-5);
    }

    /// <summary>Where larger first actions are better, means go there; until a gate lets them through nothing is held anew.</summary>
    [Fact]
    public void Policies_climb_the_advantage_and_wait_at_the_gate()
    {
        using var scope = NewDisposeScope();
        using var clones = new BehaviorEnsemble(IdentityTask.Task, s_seeds, s_ensemble);
        using var improvement = Make(clones, s_short);
        Tensor states = IdentityTask.Noise(2, 32).Observations;
        string start = clones.Members.Network.Parameters.Hash();
        GateEntry first = improvement.Decide([.. Enumerable.Repeat(1.0, 2 * Count)]);
        Assert.All(first.Accepted, Assert.True);
        double[] before = Means(improvement.Policies);
        for (int i = 0; i < 20; i++)
            improvement.Improve(states);
        Assert.All(Means(improvement.Policies).Zip(before), pair => Assert.True(pair.First > pair.Second + 0.01));
        Assert.Equal(start, improvement.Held.Network.Parameters.Hash());
        Assert.Equal(start, clones.Members.Network.Parameters.Hash());

        GateEntry second = improvement.Decide([2, 1, 0, double.NaN, 1.5, 1]); // only what is better passes
        Assert.Equal([true, false, false, false, true, false], second.Accepted);
        Assert.Equal([2, 1, 1, 1, 1.5, 1], improvement.Best);
        double[] held = Means(improvement.Held), ascending = Means(improvement.Policies);
        for (int i = 0; i < held.Length; i++)
            Assert.Equal(second.Accepted[i] ? ascending[i] : before[i], held[i], 1e-6);

        double[] Means(GaussianPolicy of)
        {
            using var guard = no_grad();
            var law = (DiagonalGaussian)of.Distribution(states.repeat(Count, 1, 1));
            return [.. law.Mean.narrow(2, 0, 1).mean([1, 2]).to_type(ScalarType.Float64).data<double>()];
        }
    }

    /// <summary>The first step has ratios of 1: its gradient is that of −E A log π, which another way gives, too.</summary>
    [Fact]
    public void The_first_gradient_is_that_of_the_weighted_density()
    {
        using var scope = NewDisposeScope();
        using var clones = new BehaviorEnsemble(IdentityTask.Task, s_seeds, s_ensemble);
        using var improvement = Make(clones, s_short);
        Tensor states = IdentityTask.Noise(2, 32).Observations, rows = states.repeat(Count, 1, 1);
        improvement.Improve(states);
        using var random = new PopulationRandom([.. Enumerable.Range(0, Count).SelectMany(i =>
            s_seeds.Select(seed => seed.Derive("improvement").Derive((ulong)i).Derive("updates")))]);
        Tensor actions, weights;
        using (no_grad())
        {
            actions = clones.Members.Distribution(rows).Sample(random);
            weights = ClippedSurrogate.Standardized(actions.narrow(2, 0, 1));
        }
        (-(weights * clones.Members.Distribution(rows).LogProb(actions)).mean([1, 2])).sum().backward();
        float[] gradient = clones.Members.Network.Parameters.GradientSpan.ToArray();
        Assert.True(gradient.Max() > 0.01f);
        float[] own = [.. improvement.Save().Get<float>("actor/adam.first").Select(moment => moment / 0.1f)]; // (1 − β₁) g
        Assert.Equal(gradient, own, (x, y) => Math.Abs(x - y) <= 1e-5f + 1e-3f * Math.Abs(x));
    }

    /// <summary>The same bits again, from a file in the middle, and for a seed alone.</summary>
    [Fact]
    public void An_improvement_is_repeated_and_resumed_to_the_bit()
    {
        string path = Path.Combine(Path.GetTempPath(), $"offprint-{Guid.NewGuid():N}.npz");
        try
        {
            using var clones = new BehaviorEnsemble(IdentityTask.Task, s_seeds, s_ensemble);
            using GatedImprovement whole = Make(clones, s_short), half = Make(clones, s_short), other = Make(clones, s_short);
            Train(whole, 0, 9);
            Train(half, 0, 5);
            half.Save().Write(path);
            Train(other, 3, 4); // a state of its own, which Load must replace
            other.Load(AgentState.Read(path));
            Assert.Equal(5, other.Updates);
            Assert.Equal(half.Best, other.Best);
            Train(other, 5, 9);
            Assert.Equal(whole.Hashes(), other.Hashes());
            Assert.Equal(whole.Best, other.Best);

            using var own = new BehaviorEnsemble(IdentityTask.Task, s_seeds[1..], s_ensemble);
            using var alone = new GatedImprovement(IdentityTask.Task, own, (_, actions) => actions.narrow(2, 0, 1), s_seeds[1..], s_short);
            Train(alone, 0, 9);
            using var copy = new ParameterBuffer(Count, whole.Policies.Network.Parameters.Specs, trainable: false);
            for (int i = 0; i < Count; i++)
                copy.CopyMember(i, whole.Policies.Network.Parameters, 2 * i + 1);
            Assert.Equal(alone.Policies.Network.Parameters.ValueSpan, copy.ValueSpan);
        }
        finally
        {
            File.Delete(path);
        }

        static void Train(GatedImprovement improvement, int from, int to)
        {
            for (int k = from; k < to; k++)
            {
                using var scope = NewDisposeScope();
                Tensor rows = IdentityTask.Noise(2, 32, (ulong)k + 1).Observations;
                improvement.Improve(improvement.Population == Count ? rows.narrow(0, 1, 1) : rows);
                if (k % 3 == 0)
                    improvement.Decide([.. Enumerable.Range(0, improvement.Population).Select(i => (double)k)]);
            }
        }
    }

    [Theory]
    [InlineData(Replacement.Always, 4)]
    [InlineData(Replacement.Never, 1)]
    public void Without_a_gate_all_or_none_replace(Replacement replacement, int expected)
    {
        using var clones = new BehaviorEnsemble(IdentityTask.Task, s_seeds, s_ensemble);
        using var improvement = Make(clones, s_short with { Replacement = replacement });
        using BatchLoader rows = IdentityTask.Loader(IdentityTask.Log(200), 32, 2);
        using var random = new PopulationRandom(s_seeds);
        int watched = 0;
        IReadOnlyList<GateEntry> log = improvement.Run(rows, random, _ => [], _ => watched++, TestContext.Current.CancellationToken);
        Assert.Equal([0, 20, 40, 60], log.Select(entry => entry.Step));
        Assert.Equal(expected, log.Count(entry => entry.Accepted.All(a => a)));
        Assert.Equal(4, watched);
        Assert.Same(improvement.Policies, improvement.Improved);
        Assert.Equal(replacement == Replacement.Always,
            improvement.Policies.Network.Parameters.Hash() == improvement.Held.Network.Parameters.Hash());
        using var gated = Make(clones, s_short);
        Assert.Contains("0 scores for 6", Assert.Throws<ArgumentException>(() => gated.Decide([])).Message);
    }

    private static GatedImprovement Make(BehaviorEnsemble clones, GatedImprovementOptions options) =>
        new(IdentityTask.Task, clones, (_, actions) => actions.narrow(2, 0, 1), s_seeds, options);
}
