using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>The method that learns from the drawn transitions.</summary>
public enum Backbone
{
    /// <summary>Behavior cloning, squared error.</summary>
    Cloning,

    /// <summary>TD3+BC.</summary>
    Td3Bc,

    /// <summary>Implicit Q-learning.</summary>
    Iql,

    /// <summary>Conservative Q-learning.</summary>
    Cql,
}

/// <summary>How long and how large.</summary>
/// <param name="Updates">Updates of each run.</param>
/// <param name="Hidden">Units of each of two hidden layers.</param>
/// <param name="BatchSize">B.</param>
/// <param name="LearningRate">Adam's rate for all networks.</param>
/// <param name="Episodes">Episodes of the evaluation after the last update.</param>
public sealed record TrainingSize(int Updates, int Hidden, int BatchSize, double LearningRate, int Episodes)
{
    /// <summary>CQL's sampled actions of each kind; <see langword="null"/> for 4, at a third of the work of the authors' 10.</summary>
    public int? SampledActions { get; init; }
}

/// <summary>Agents and reward scales with the settings of the authors' code, but for sizes.</summary>
internal static class Backbones
{
    public static string Name(Backbone backbone) => backbone switch
    {
        Backbone.Cloning => "BC",
        Backbone.Td3Bc => "TD3+BC",
        Backbone.Iql => "IQL",
        _ => "CQL",
    };

    /// <summary>α of the authors' launchers.</summary>
    public static double Temperature(Backbone backbone) => backbone == Backbone.Cql ? 0.2 : 0.1;

    /// <summary>Seconds of a thousand updates, relative to TD3+BC's.</summary>
    public static double Cost(Backbone backbone) => backbone switch
    {
        Backbone.Cloning => 0.6,
        Backbone.Td3Bc => 1,
        Backbone.Iql => 1.6,
        _ => 8,
    };

    /// <summary>The transform of rewards in the authors' code.</summary>
    public static RewardTransform? Rewards(Backbone backbone, OfflineDataset data) => backbone switch
    {
        Backbone.Iql => RewardTransform.ReturnSpan(data),
        Backbone.Cql => RewardTransform.MinMax(data),
        _ => null,
    };

    public static IAgent Make(Backbone backbone, EnvironmentSpec spec, IReadOnlyList<Seed> seeds, TrainingSize size)
    {
        int[] hidden = [size.Hidden, size.Hidden];
        var critics = new CriticOptions { Hidden = hidden };
        var adam = new AdamOptions(size.LearningRate);
        return backbone switch
        {
            Backbone.Cloning => new BehaviorCloning(spec, seeds, new() { Hidden = hidden, Adam = adam }),
            Backbone.Td3Bc => new Td3Bc(spec, seeds, new() { ActorHidden = hidden, Critics = critics, ActorAdam = adam, CriticAdam = adam }),
            Backbone.Iql => new ImplicitQLearning(spec, seeds, new()
            {
                Policy = new ImplicitQLearningOptions().Policy with { Hidden = hidden }, Critics = critics, ValueHidden = hidden,
                ActorAdam = adam, CriticAdam = adam, ActorDecayUpdates = size.Updates,
            }),
            _ => new SoftActorCritic(spec, seeds, ConservativeOptions.Base with
            {
                Policy = new() { Hidden = hidden }, Critics = critics, ActorAdam = adam, CriticAdam = adam, TemperatureAdam = adam,
            }, [new ConservativePenalty(new() { Weight = 10, Actions = size.SampledActions ?? 4 }, seeds.Count)]),
        };
    }
}
