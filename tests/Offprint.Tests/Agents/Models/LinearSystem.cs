using Offprint.Agents.Models;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Models;

/// <summary>s′ = s + 0.1 a + 0.05 ε, r = s₁ + 0.2 ε: what a model should find, noise included.</summary>
internal static class LinearSystem
{
    public const double StateNoise = 0.05, RewardNoise = 0.2, Gain = 0.1;

    public static EnvironmentSpec Spec { get; } = new("Linear", new BoxSpace(2), new BoxSpace(2, -1, 1), 20);

    public static DynamicsOptions Options { get; } = new()
    {
        Members = 3, Elites = 2, Hidden = [32], Decay = [1e-6, 1e-6], HeldOut = 500, Epochs = 30, Adam = new(3e-3),
    };

    public static OfflineDataset Log(int rows, ulong seed = 3)
    {
        RandomStream random = new Seed(seed).Stream();
        float[] states = new float[2 * rows], actions = new float[2 * rows], next = new float[2 * rows], rewards = new float[rows];
        for (int i = 0; i < 2 * rows; i++)
        {
            states[i] = (float)random.NextNormal();
            actions[i] = (float)random.NextUniform(-1, 1);
            next[i] = (float)(states[i] + Gain * actions[i] + StateNoise * random.NextNormal());
        }
        for (int i = 0; i < rows; i++)
            rewards[i] = (float)(states[2 * i] + RewardNoise * random.NextNormal());
        bool[] cut = new bool[rows];
        Array.Fill(cut, true);
        return new(Spec, new(new(states, 2), new(actions, 2), new(rewards), new(new bool[rows]), new(cut)) { Next = new(next, 2) });
    }

    /// <summary>Ends where the first coordinate exceeds a bound.</summary>
    public sealed class Bound(double most) : ITerminationRule
    {
        public Tensor Done(Tensor state, Tensor action, Tensor next) => next.select(-1, 0).gt(most);
    }
}
