using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Datasets.Transitions;
using Offprint.Tensors;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>A method that learns from the drawn transitions, and what the authors' code does with it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Agent">Its options, for networks of a size and a number of updates.</param>
/// <param name="Reward">Its scale of rewards.</param>
/// <param name="Temperature">α of the authors' launchers.</param>
/// <param name="Cost">Seconds of a thousand updates, relative to TD3+BC's.</param>
internal sealed record Backbone(string Name, Func<NetworkSize, int, AgentOptions> Agent, RewardRule? Reward = null,
    double Temperature = 0.1, double Cost = 1)
{
    /// <summary>The method with a sampler.</summary>
    public Method With(string sampler, NetworkSize size, int updates, double? temperature = null) => new(sampler, Agent(size, updates),
        new(TimeLimitRule.Drop) { Reward = Reward, Observations = new(VarianceDivisor.Count, 1e-3) })
    {
        Sampling = WeightedSamplers.Rule(sampler, temperature ?? Temperature),
    };

    /// <summary>Whether a trial's agent is of this kind.</summary>
    public bool Made(Trial trial) => trial.Methods[0].Agent.GetType() == Agent(new(1, 1, 1), 1).GetType();
}

/// <summary>How large networks are, and how fast they learn.</summary>
/// <param name="Hidden">Units of each of two hidden layers.</param>
/// <param name="LearningRate">Adam's rate for all networks.</param>
/// <param name="SampledActions">CQL's sampled actions of each kind; the authors' 10, or 4 at a third of the work.</param>
internal sealed record NetworkSize(int Hidden, double LearningRate, int SampledActions)
{
    public IReadOnlyList<int> Layers => [Hidden, Hidden];

    public AdamOptions Adam => new(LearningRate);

    public CriticOptions Critics => new() { Hidden = Layers };
}

/// <summary>The methods, with the settings of the authors' code but for sizes.</summary>
internal static class Backbones
{
    private const double ConservativeWeight = 10;

    public static Backbone Cloning { get; } = new("BC", (size, _) =>
        new BehaviorCloningOptions { Hidden = size.Layers, Adam = size.Adam }, Cost: 0.6);

    public static Backbone Td3Bc { get; } = new("TD3+BC", (size, _) => new Td3BcOptions
    {
        ActorHidden = size.Layers, Critics = size.Critics, ActorAdam = size.Adam, CriticAdam = size.Adam,
    });

    public static Backbone Iql { get; } = new("IQL", (size, updates) => new ImplicitQLearningOptions
    {
        Policy = new ImplicitQLearningOptions().Policy with { Hidden = size.Layers }, Critics = size.Critics, ValueHidden = size.Layers,
        ActorAdam = size.Adam, CriticAdam = size.Adam, ActorDecayUpdates = updates,
    }, new ReturnSpanReward(), Cost: 1.6);

    public static Backbone Cql { get; } = new("CQL", (size, _) => ConservativeOptions.Base with
    {
        Policy = new() { Hidden = size.Layers }, Critics = size.Critics, ActorAdam = size.Adam, CriticAdam = size.Adam,
            TemperatureAdam = size.Adam,
        Terms = [new ConservativeOptions { Weight = ConservativeWeight, Actions = size.SampledActions }],
    }, new MinMaxReward(), 0.2, 8);

    public static IReadOnlyList<Backbone> All { get; } = [Cloning, Td3Bc, Iql, Cql];

    /// <summary>The method of a trial.</summary>
    public static Backbone Of(Trial trial) => All.First(backbone => backbone.Made(trial));
}
