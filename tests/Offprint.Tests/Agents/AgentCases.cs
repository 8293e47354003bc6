using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents;

/// <summary>Every agent, small.</summary>
internal static class AgentCases
{
    private static readonly int[] s_hidden = [16, 16];
    private static readonly AdamOptions s_adam = new(3e-3);
    private static readonly CriticOptions s_critics = new() { Hidden = s_hidden };
    private static readonly SoftActorCriticOptions s_soft = new()
    {
        Critics = s_critics, Policy = new() { Hidden = s_hidden }, ActorAdam = s_adam, CriticAdam = s_adam, TemperatureAdam = s_adam,
            InitialTemperature = 0.1,
    };

    private static readonly ProximalPolicyOptions s_proximal = new()
    {
        Policy = new ProximalPolicyOptions().Policy with { Hidden = s_hidden }, ValueHidden = s_hidden, Minibatch = 6, Epochs = 3,
        ActorAdam = s_adam with { MaxGradientNorm = 0.5 }, ValueAdam = s_adam with { MaxGradientNorm = 0.5 },
    };

    private static readonly Dictionary<string, Func<EnvironmentSpec, IReadOnlyList<Seed>, ProximalPolicy>> s_onPolicy = new()
    {
        ["PPO"] = (spec, seeds) => new ProximalPolicy(spec, seeds, s_proximal),
        ["PPO, all options"] = (spec, seeds) => new ProximalPolicy(spec, seeds, s_proximal with
        {
            ValueClip = 0.2, EntropyWeight = 0.01, KlLimit = 0.02, AnnealUpdates = 20, ScaleObservations = true, ScaleRewards = true,
            Policy = s_proximal.Policy with { Law = ActionLaw.SquashedMean, StateDependentDeviation = true, Orthogonal = null },
        }),
    };

    private static readonly Dictionary<string, Func<EnvironmentSpec, IReadOnlyList<Seed>, PopulationAgent>> s_all = new()
    {
        ["BC"] = (spec, seeds) => new BehaviorCloning(spec, seeds, new() { Hidden = s_hidden, Adam = s_adam }),
        ["BC, likelihood"] = (spec, seeds) =>
            new BehaviorCloning(spec, seeds, new() { Hidden = s_hidden, Adam = s_adam, Likelihood = true }),
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
        ["FamO2O"] = (spec, seeds) => new FamO2o(spec, seeds, new()
        {
            Critics = s_critics, ValueHidden = s_hidden, ActorAdam = s_adam, CriticAdam = s_adam, BalanceAdam = s_adam,
            BalanceHidden = s_hidden, Policy = new ImplicitQLearningOptions().Policy with { Hidden = s_hidden },
        }),
        ["behavior ensemble"] = (spec, seeds) => new BehaviorEnsemble(spec, seeds, new()
        {
            Count = 3, Adam = s_adam, Policy = new BehaviorEnsembleOptions().Policy with { Hidden = s_hidden },
        }),
        ["AWAC"] = (spec, seeds) => new Awac(spec, seeds, new()
        {
            Critics = s_critics, ActorAdam = s_adam, CriticAdam = s_adam, Lambda = 0.3,
                Policy = new AwacOptions().Policy with { Hidden = s_hidden },
        }),
        ["AWAC, normalized"] = (spec, seeds) => new Awac(spec, seeds, AwacOptions.Published with
        {
            Critics = s_critics, ActorAdam = s_adam, CriticAdam = s_adam, Lambda = 0.3,
                Policy = new AwacOptions().Policy with { Hidden = s_hidden },
        }),
        ["FamO2O on AWAC"] = (spec, seeds) => new FamO2oAwac(spec, seeds, new()
        {
            Critics = s_critics, ActorAdam = s_adam, CriticAdam = s_adam, Balance = new()
            {
                LeastBeta = 1, GreatestBeta = 5, Hidden = s_hidden, Adam = s_adam,
            },
            Policy = new AwacOptions().Policy with { Hidden = s_hidden },
        }),
        ["FamO2O on CQL"] = (spec, seeds) => new FamO2oCql(spec, seeds, new()
        {
            Critics = s_critics with { LayerNorm = true }, Policy = s_soft.Policy, ActorAdam = s_adam, CriticAdam = s_adam,
            TemperatureAdam = s_adam, InitialTemperature = 0.1, Terms = [new ConservativeOptions { Weight = 1, Actions = 3 }],
            // The entropy is rewarded, unlike in the defaults, so that every part learns.
            Balance = new FamO2oCqlOptions().Balance with { Hidden = s_hidden, Adam = s_adam, RewardsEntropy = true },
        }),
        ["SAC"] = (spec, seeds) => new SoftActorCritic(spec, seeds, s_soft),
        ["REDQ"] = (spec, seeds) => new SoftActorCritic(spec, seeds, s_soft with
        {
            Critics = s_critics with { Count = 4, LayerNorm = true }, TargetSubset = 2, ActorValue = CriticReduction.Mean,
                Order = SoftUpdateOrder.ActorFirst,
        }),
        ["RO2O"] = (spec, seeds) => new SoftActorCritic(spec, seeds, new Ro2oOptions
        {
            ValueSmoothness = new() { Weight = 0.1, Samples = 3 }, Pessimism = new() { Samples = 3, Decay = 0.05 },
            PolicySmoothness = new() { Samples = 3 },
        }.Regularize(s_soft with { Critics = s_critics with { Count = 3 }, Order = SoftUpdateOrder.ActorFirst })),
        ["RO2O, mazes"] = (spec, seeds) => new SoftActorCritic(spec, seeds, Ro2oOptions.MazeEnsemble with
        {
            Critics = s_critics with { Count = 4 }, Policy = s_soft.Policy, ActorAdam = s_adam, CriticAdam = s_adam,
                TemperatureAdam = s_adam, InitialTemperature = 0.1,
        }),
        ["EDAC"] = (spec, seeds) => new SoftActorCritic(spec, seeds, s_soft with
        {
            Critics = s_critics with { Count = 3 }, Terms = [new EnsembleDiversityOptions()],
        }),
        ["MOORL"] = (spec, seeds) => new Moorl(spec, seeds, new() { Inner = s_soft, InnerSteps = 3 }),
        ["MOORL, reset"] = (spec, seeds) => new Moorl(spec, seeds, new()
        {
            Inner = s_soft, InnerSteps = 3, Optimizer = InnerOptimizer.ResetEachIteration, MetaActor = false, MetaRate = 0.8,
        }),
        ["CQL"] = (spec, seeds) => new SoftActorCritic(spec, seeds, s_soft with
        {
            EntropyInBackup = false, Terms = [new ConservativeOptions { Weight = 0.2, Actions = 4 }],
        }),
        ["Cal-QL, Lagrange"] = (spec, seeds) => new SoftActorCritic(spec, seeds, s_soft with
        {
            EntropyInBackup = false, BackupActions = 3, Terms =
                [new ConservativeOptions { Weight = 0.2, Actions = 4, TargetGap = 0.5, Calibrated = true }],
        }),
    };

    /// <summary>Agents that learn from batches.</summary>
    public static TheoryData<string> Names { get; } = [.. s_all.Keys];

    /// <summary>These, and those that learn from rollouts.</summary>
    public static TheoryData<string> Learners { get; } = [.. s_all.Keys, .. s_onPolicy.Keys];

    public static Seed[] Seeds(int population) => [.. Enumerable.Range(0, population).Select(p => new Seed(11).Derive((ulong)p))];

    public static PopulationAgent Make(string name, int population = 2) => s_all[name](IdentityTask.Task, Seeds(population));

    public static PopulationAgent Make(string name, EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => s_all[name](spec, seeds);

    public static ProximalPolicy MakeOnPolicy(string name, int population = 2) => s_onPolicy[name](IdentityTask.Task, Seeds(population));

    public static PopulationLearner MakeLearner(string name, int population = 2) => MakeLearner(name, IdentityTask.Task, Seeds(population));

    public static PopulationLearner MakeLearner(string name, EnvironmentSpec spec, IReadOnlyList<Seed> seeds) =>
        s_onPolicy.TryGetValue(name, out var make) ? make(spec, seeds) : s_all[name](spec, seeds);

    /// <summary>
    /// Lets a learner learn from rows; one that learns from rollouts takes them as steps of two copies with some time limits.
    /// </summary>
    public static void Learn(this PopulationLearner learner, Batch rows)
    {
        if (learner is PopulationAgent agent)
        {
            agent.Update(rows);
            return;
        }
        using RolloutBuffer rollouts = Rollouts(rows, 2);
        ((IOnPolicyAgent)learner).Update(rollouts);
    }

    /// <summary>Rows as a rollout of some copies, each its share in order; every fifth step is cut by a time limit.</summary>
    public static RolloutBuffer Rollouts(Batch rows, int environments)
    {
        int width = (int)rows.Observations.shape[2], action = (int)rows.Actions.shape[2], steps = rows.Size / environments;
        var rollouts = new RolloutBuffer(rows.Population, environments, steps, width, action);
        float[] s = Flat(rows.Observations), a = Flat(rows.Actions), r = Flat(rows.Rewards), next = Flat(rows.Next),
            go = Flat(rows.Continue);
        for (int i = 0; i < r.Length; i++)
        {
            rollouts.Add(i / rows.Size, new(s.AsSpan(i * width, width), a.AsSpan(i * action, action), r[i], next.AsSpan(i * width, width),
                go[i] == 0),
                truncated: i % 5 == 4, i % rows.Size / steps);
        }
        return rollouts;

        static float[] Flat(Tensor x) => x.contiguous().data<float>().ToArray();
    }

    private static Td3BcOptions Td3(Td3BcOptions options) => options with { ActorHidden = s_hidden, Critics = s_critics,
        ActorAdam = s_adam, CriticAdam = s_adam };

    private static A2prOptions A2pr(A2prOptions options) => options with
    {
        ActorHidden = s_hidden, Critics = s_critics, ValueHidden = s_hidden, Model = new() { Hidden = s_hidden },
        ActorAdam = s_adam, CriticAdam = s_adam, ValueAdam = s_adam, ModelAdam = s_adam,
    };
}
