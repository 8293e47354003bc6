using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Benchmarks;

/// <summary>
/// Seed-updates of a TD3-like learner (two critics, an actor, three targets; 17 observations, 6 actions): five seeds as one population
/// against five sets of TorchSharp modules with its own Adam, on one thread.
/// </summary>
internal static class ActorCriticComparison
{
    public const int Observations = 17, Actions = 6, Seeds = 5;
    public const float Discount = 0.99f, Tau = 0.005f, Rate = 3e-4f;

    public static int Run()
    {
        Console.WriteLine(LibTorch.EnsureLoaded());
        foreach (var (width, batch) in new[] { (64, 128), (256, 256) })
        {
            using var scope = NewDisposeScope();
            using var random = new TensorRandom(new Seed(1));
            var data = new Transitions(
                random.Normal([Seeds, batch, Observations]), random.Normal([Seeds, batch, Actions]).clamp(-1, 1),
                random.Normal([Seeds, batch, 1]), random.Normal([Seeds, batch, Observations]));
            using var ours = new PopulationLearner(width);
            var peers = Enumerable.Range(0, Seeds).Select(_ => new ModuleLearner(width)).ToList();
            var parts = Enumerable.Range(0, Seeds).Select(data.Of).ToList();
            SideBySide.Compare($"{Seeds} seeds, {width} units, batch {batch}", () => ours.Update(data), () =>
            {
                for (int seed = 0; seed < Seeds; seed++)
                    peers[seed].Update(parts[seed]);
            });
        }
        return 0;
    }
}

/// <summary>A batch of transitions: [P, B, …] for a population, [B, …] for one learner.</summary>
internal sealed record Transitions(Tensor Observation, Tensor Action, Tensor Reward, Tensor Next)
{
    public Transitions Of(int seed) => new(Observation[seed], Action[seed], Reward[seed], Next[seed]);
}
