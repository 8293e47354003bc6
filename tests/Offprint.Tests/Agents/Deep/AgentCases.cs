using Offprint.Agents;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Tests.Agents.Deep;

/// <summary>Every agent that learns from batches, small.</summary>
internal static class AgentCases
{
    private static readonly int[] s_hidden = [16, 16];
    private static readonly AdamOptions s_adam = new(3e-3);
    private static readonly CriticOptions s_critics = new() { Hidden = s_hidden };
    private static readonly SoftActorCriticOptions s_soft = new()
    {
        Critics = s_critics, Policy = new() { Hidden = s_hidden }, ActorAdam = s_adam, CriticAdam = s_adam, TemperatureAdam = s_adam, InitialTemperature = 0.1,
    };

    private static readonly Dictionary<string, Func<EnvironmentSpec, IReadOnlyList<Seed>, PopulationAgent>> s_all = new()
    {
        ["BC"] = (spec, seeds) => new BehaviorCloning(spec, seeds, new() { Hidden = s_hidden, Adam = s_adam }),
        ["BC, likelihood"] = (spec, seeds) => new BehaviorCloning(spec, seeds, new() { Hidden = s_hidden, Adam = s_adam, Likelihood = true }),
        ["TD3+BC"] = (spec, seeds) => new Td3Bc(spec, seeds, Td3(new())),
        ["TD3"] = (spec, seeds) => new Td3Bc(spec, seeds, Td3(Td3BcOptions.Td3)),
        ["A2PR"] = (spec, seeds) => new A2pr(spec, seeds, A2pr(new())),
        ["A2PR, prior"] = (spec, seeds) => new A2pr(spec, seeds, A2pr(new() { Guide = GuideSource.Prior, DetachGuide = true })),
        ["wPC"] = (spec, seeds) => new A2pr(spec, seeds, A2pr(new() { Guide = GuideSource.LoggedAction })),
        ["IQL"] = (spec, seeds) => new ImplicitQLearning(spec, seeds, new()
        {
            Critics = s_critics, ValueHidden = s_hidden, ActorAdam = s_adam, CriticAdam = s_adam, ActorDecayUpdates = 2000,
            Policy = new ImplicitQLearningOptions().Policy with { Hidden = s_hidden },
        }),
        ["AWAC"] = (spec, seeds) => new Awac(spec, seeds, new()
        {
            Critics = s_critics, ActorAdam = s_adam, CriticAdam = s_adam, Lambda = 0.3, Policy = new AwacOptions().Policy with { Hidden = s_hidden },
        }),
        ["SAC"] = (spec, seeds) => new SoftActorCritic(spec, seeds, s_soft),
        ["REDQ"] = (spec, seeds) => new SoftActorCritic(spec, seeds, s_soft with
        {
            Critics = s_critics with { Count = 4, LayerNorm = true }, TargetSubset = 2, ActorValue = CriticReduction.Mean, Order = SoftUpdateOrder.ActorFirst,
        }),
        ["CQL"] = (spec, seeds) => new SoftActorCritic(spec, seeds, s_soft with { EntropyInBackup = false },
            [new ConservativePenalty(new() { Weight = 0.2, Actions = 4 }, seeds.Count)]),
        ["Cal-QL, Lagrange"] = (spec, seeds) => new SoftActorCritic(spec, seeds, s_soft with { EntropyInBackup = false, BackupActions = 3 },
            [new ConservativePenalty(new() { Weight = 0.2, Actions = 4, TargetGap = 0.5, Calibrated = true }, seeds.Count)]),
    };

    public static TheoryData<string> Names { get; } = [.. s_all.Keys];

    public static Seed[] Seeds(int population) => [.. Enumerable.Range(0, population).Select(p => new Seed(11).Derive((ulong)p))];

    public static PopulationAgent Make(string name, int population = 2) => s_all[name](IdentityTask.Task, Seeds(population));

    public static PopulationAgent Make(string name, EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => s_all[name](spec, seeds);

    private static Td3BcOptions Td3(Td3BcOptions options) => options with { ActorHidden = s_hidden, Critics = s_critics, ActorAdam = s_adam, CriticAdam = s_adam };

    private static A2prOptions A2pr(A2prOptions options) => options with
    {
        ActorHidden = s_hidden, Critics = s_critics, ValueHidden = s_hidden, Model = new() { Hidden = s_hidden },
        ActorAdam = s_adam, CriticAdam = s_adam, ValueAdam = s_adam, ModelAdam = s_adam,
    };
}
