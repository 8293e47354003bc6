using Offprint.Cards;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents;

/// <summary>One step: the best action equals the observation. Reward 1 − |a − s|², s uniform in [−½, ½]².</summary>
internal sealed class IdentityTask() : EpisodicEnvironment(Task)
{
    public static EnvironmentSpec Task { get; } = new("Identity", new BoxSpace(2, -0.5f, 0.5f), new BoxSpace(2, -1, 1), 1);

    private readonly float[] _state = new float[2];

    public override Card Describe() => Spec.Describe();

    protected override void Start(RandomStream random, Span<float> observation)
    {
        for (int i = 0; i < 2; i++)
            _state[i] = (float)random.NextUniform(-0.5, 0.5);
        _state.CopyTo(observation);
    }

    protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
    {
        _state.CopyTo(observation);
        return new StepResult(Reward(_state, action), true, false);
    }

    public static double Reward(ReadOnlySpan<float> state, ReadOnlySpan<float> action)
    {
        double sum = 0;
        for (int i = 0; i < 2; i++)
            sum += (action[i] - state[i]) * (double)(action[i] - state[i]);
        return 1 - sum;
    }

    /// <summary>A log of n steps; uniform actions, or the best ones plus normal noise.</summary>
    public static OfflineDataset Log(int rows, double? noise = null)
    {
        RandomStream random = new Seed(404).Stream();
        float[] states = new float[2 * rows], actions = new float[2 * rows], rewards = new float[rows];
        for (int i = 0; i < 2 * rows; i++)
        {
            states[i] = (float)random.NextUniform(-0.5, 0.5);
            actions[i] = noise is { } deviation
                ? (float)Math.Clamp(states[i] + deviation * random.NextNormal(), -1, 1)
                : (float)random.NextUniform(-1, 1);
        }
        for (int i = 0; i < rows; i++)
            rewards[i] = (float)Reward(states.AsSpan(2 * i, 2), actions.AsSpan(2 * i, 2));
        bool[] terminals = new bool[rows];
        Array.Fill(terminals, true);
        return new(Task, new(new(states, 2), new(actions, 2), new(rewards), new(terminals), new(new bool[rows])) { Next = new(states, 2) });
    }

    /// <summary>A source of batches of a log.</summary>
    public static BatchLoader Loader(OfflineDataset log, int batchSize, int population)
    {
        var view = new TransitionView(log, new(TimeLimitRule.Drop, NextState.Stored) { ReturnToGo = ReturnToGoRule.SumToEnd });
        return new(view, new UniformSampler(view.Count), batchSize, population);
    }

    /// <summary>A batch of random numbers with random ends, [P, B, …].</summary>
    public static Batch Noise(int population, int size, ulong seed = 5)
    {
        using var random = new PopulationRandom([.. Enumerable.Range(0, population).Select(p => new Seed(seed).Derive((ulong)p))]);
        return new(
            random.Normal(size, 2), random.Uniform(size, 2) * 2 - 1, random.Normal(size, 1), random.Normal(size, 2),
            random.Uniform(size, 1).gt(0.2).to_type(ScalarType.Float32), random.Normal(size, 1));
    }
}
