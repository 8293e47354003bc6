using Offprint.Agents.Critics;
using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Models;

/// <summary>Where roll-outs of a model start.</summary>
public enum RolloutStart
{
    /// <summary>At states of the log, all alike (Lei et al. 2024, code).</summary>
    Logged,

    /// <summary>At first states of the log's episodes, where returns are counted from.</summary>
    FirstOfEpisode,
}

/// <summary>Options of <see cref="ModelEvaluation"/>; defaults of Lei et al. 2024 (code) for locomotion.</summary>
public sealed record ModelEvaluationOptions
{
    /// <summary>H, the longest roll-out. Default 1000.</summary>
    public int Horizon { get; init; } = 1000;

    /// <summary>States of the data set from which policies start. Default 512.</summary>
    public int Starts { get; init; } = 512;

    /// <summary>Which states. Default: any.</summary>
    public RolloutStart From { get; init; }

    /// <summary>
    /// Whether each evaluation draws its own starts and steps, as released; otherwise all have the same, so that policies are compared on
    /// equal terms. Default: no.
    /// </summary>
    public bool FreshDraws { get; init; }
}

/// <summary>What policies are worth in a learned model, one number a policy.</summary>
/// <param name="Values">AM-Q: the mean of Q over all visited pairs.</param>
/// <param name="Returns">The mean sum of the model's rewards over a roll-out.</param>
/// <param name="Lengths">The mean steps of a roll-out.</param>
public sealed record ModelScores(double[] Values, double[] Returns, double[] Lengths);

/// <summary>
/// AM-Q (Lei et al. 2024, Uni-O4): policies act by their means in a learned model, and the mean of an action value over all pairs on their
/// way stands for their worth. A roll-out ends at the horizon or where the rule says so; what has ended no longer counts.
/// </summary>
/// <param name="model">The model, of P seeds.</param>
/// <param name="critics">The action values, of P seeds: the least of each seed's.</param>
/// <param name="termination">Where episodes end.</param>
/// <param name="data">Its states are where policies start.</param>
/// <param name="observations">Scales observations as policies and critics know them; <see langword="null"/> leaves them.</param>
/// <param name="options">Horizon and starts.</param>
public sealed class ModelEvaluation(EnsembleDynamics model, CriticEnsemble critics, ITerminationRule termination, OfflineDataset data,
    Normalizer? observations, ModelEvaluationOptions options)
{
    private const int CheckEvery = 10; // steps between questions whether any roll-out goes on

    /// <summary>Evaluates n policies of each seed.</summary>
    /// <param name="policies">n · P members: the first of all seeds, then the second, as in <see cref="Offline.BehaviorEnsemble"/>.</param>
    /// <param name="count">n.</param>
    /// <param name="seeds">P, where starts and steps are drawn from.</param>
    /// <returns>n · P numbers of each kind, in the policies' order.</returns>
    public ModelScores Evaluate(IPolicy policies, int count, IReadOnlyList<Seed> seeds)
    {
        using var outer = NewDisposeScope();
        using var guard = no_grad();
        using var random = new PopulationRandom([.. seeds.Select(seed => seed.Derive("model evaluation"))]);
        using var unused = new PopulationRandom([.. Enumerable.Range(0, count).SelectMany(_ => seeds)]); // means draw nothing
        Tensor states = Starts(random).repeat(1, count, 1), alive = ones(states.shape[0], states.shape[1], 1);
        Tensor values = zeros_like(alive), returns = zeros_like(alive), lengths = zeros_like(alive);
        for (int t = 0; t < options.Horizon; t++)
        {
            using var scope = NewDisposeScope();
            Tensor seen = observations?.Apply(states) ?? states;
            Tensor actions = SeedRows.ToSeeds(policies.Act(SeedRows.ToMembers(seen, count), ActMode.Deterministic, unused), count);
            ModelStep step = model.Step(states, actions, model.Draws(options.Starts, random, count));
            Tensor worth = critics.Least(seen, actions);
            Tensor running = alive.gt(0), none = zeros_like(alive);
            values.add_(where(running, worth, none)); // what has ended may have left all bounds
            returns.add_(where(running, step.Rewards, none));
            lengths.add_(alive);
            alive.mul_(termination.Done(states, actions, step.Next).logical_not().unsqueeze(-1).to_type(ScalarType.Float32));
            states.copy_(where(running, step.Next, states));
            if (t % CheckEvery == 0 && alive.sum().item<float>() == 0)
                break;
        }
        return new(Means(values, count, Sums(lengths, count)), Means(returns, count, null), Means(lengths, count, null));
    }

    /// <summary>States of the data set, [P, starts, obs].</summary>
    private Tensor Starts(PopulationRandom random)
    {
        int width = data.Observations.Width;
        float[] starts = new float[model.Population * options.Starts * width];
        for (int i = 0; i < starts.Length / width; i++)
        {
            RandomStream draw = random.Host(i / options.Starts);
            int row = options.From == RolloutStart.Logged ? draw.NextInt(data.Count)
                : data.Episodes[draw.NextInt(data.Episodes.Count)].Start;
            data.Observations.Row(row).CopyTo(starts.AsSpan(i * width));
        }
        return tensor(starts, [model.Population, options.Starts, width]);
    }

    private static double[] Sums(Tensor of, int count) =>
        [.. SeedRows.ToMembers(of, count).to_type(ScalarType.Float64).sum([1, 2]).contiguous().data<double>()];

    /// <summary>Sums by policy, over given weights or over its roll-outs.</summary>
    private static double[] Means(Tensor of, int count, double[]? weights)
    {
        double[] sums = Sums(of, count);
        return [.. sums.Select((sum, i) => sum / (weights?[i] ?? of.shape[1] / (double)count))];
    }
}
