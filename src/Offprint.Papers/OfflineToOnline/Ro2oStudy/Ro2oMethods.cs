using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Datasets.Transitions;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>RO2O as the paper describes it and as its code does it, RO2O without one part at a time, and its rivals.</summary>
/// <param name="sizes">Networks and lengths.</param>
internal sealed class Ro2oMethods(Ro2oSizes sizes)
{
    /// <summary>The paper's text: the regularizers stay online.</summary>
    public const string Regularized = "RO2O, regularized";

    /// <summary>The released code: online nothing but SAC-N, from RO2O's networks.</summary>
    public const string Plain = "RO2O, plain";

    /// <summary>As <see cref="Regularized"/>, with the log's rows kept beside the online ones.</summary>
    public const string Kept = "RO2O, log kept";

    public const string Sac = "SAC-N";

    public const string Edac = "EDAC";

    public const string Iql = "IQL";

    /// <summary>RO2O in the offline comparison.</summary>
    public const string Ro2o = "RO2O";

    public const string NoPessimism = "no OOD pessimism";

    public const string NoValueSmoothness = "no value smoothness";

    public const string NoPolicySmoothness = "no policy smoothness";

    private const double FloorShare = 0.72; // 1.8·10⁶ of 2.5·10⁶ updates (code)

    /// <summary>As RO2O's code reads a log: stored successors, cut episodes go on, standardized states, raw rewards.</summary>
    private static readonly ViewRecipe s_view = new(TimeLimitRule.Bootstrap, NextState.Stored)
    {
        Observations = new(VarianceDivisor.Count, 1e-3),
    };

    private static OnlineRecipe Emptied(Ro2oSizes sizes) => new()
    {
        Mix = new(MixMode.OnlineOnly), WarmUpSteps = sizes.WarmUp, BufferCapacity = 250_000,
    };

    /// <summary>Offline, then online.</summary>
    public IReadOnlyList<Method> All =>
    [
        Started(Regularized, Agent(Terms(1)), Agent(Settled), Emptied(sizes)),
        Started(Plain, Agent(Terms(1)), Ensemble, Emptied(sizes)),
        Started(Kept, Agent(Terms(1)), Agent(Settled), new() { Mix = new(MixMode.Append) }),
        Started(Sac, Ensemble, Ensemble, Emptied(sizes)),
        Started(Edac, Diverse, Diverse, Emptied(sizes)),
        Started(Iql, Implicit, Implicit, new() { Mix = new(MixMode.Append) }, new(TimeLimitRule.Drop) { Reward = new ReturnSpanReward() }),
    ];

    /// <summary>Offline alone, for a share of the updates: RO2O, without one part at a time, and without any.</summary>
    /// <param name="share">The share of the updates, over which α_u falls as over all of them.</param>
    /// <returns>The methods.</returns>
    public IReadOnlyList<Method> Ablations(double share)
    {
        Ro2oOptions terms = Terms(share);
        return
        [
            new(Ro2o, Agent(terms), s_view),
            new(NoPessimism, Agent(terms with { Pessimism = terms.Pessimism with { Weight = 0 } }), s_view),
            new(NoValueSmoothness, Agent(terms with { ValueSmoothness = terms.ValueSmoothness with { Weight = 0 } }), s_view),
            new(NoPolicySmoothness, Agent(terms with { PolicySmoothness = terms.PolicySmoothness with { Weight = 0 } }), s_view),
            new(Sac, Ensemble, s_view),
        ];
    }

    public SoftActorCriticOptions Ensemble => Ro2oOptions.Ensemble with
    {
        Critics = new() { Count = sizes.Critics, Hidden = sizes.Hidden },
        Policy = Ro2oOptions.Ensemble.Policy with { Hidden = sizes.Hidden },
        Tau = sizes.Tau, ActorAdam = sizes.Adam, CriticAdam = sizes.Adam, TemperatureAdam = sizes.Adam,
    };

    private SoftActorCriticOptions Diverse => Ensemble with { Terms = [new EnsembleDiversityOptions()] };

    private ImplicitQLearningOptions Implicit => new()
    {
        Critics = new() { Hidden = sizes.Hidden }, ValueHidden = sizes.Hidden,
        Policy = new ImplicitQLearningOptions().Policy with { Hidden = sizes.Hidden },
        Tau = sizes.Tau, ActorAdam = sizes.Adam, CriticAdam = sizes.Adam,
    };

    /// <summary>α_u at its floor, as after the offline phase.</summary>
    private Ro2oOptions Settled => Terms(1) with
    {
        Pessimism = Terms(1).Pessimism with { Pessimism = Terms(1).Pessimism.Floor, Decay = 0 },
    };

    private Ro2oOptions Terms(double share)
    {
        Ro2oOptions terms = new Ro2oOptions().WithSamples(sizes.Perturbations);
        EnsemblePessimismOptions pessimism = terms.Pessimism;
        double updates = FloorShare * share * sizes.Updates;
        return terms with { Pessimism = pessimism with { Decay = (pessimism.Pessimism - pessimism.Floor) / updates } };
    }

    private SoftActorCriticOptions Agent(Ro2oOptions terms) => terms.Regularize(Ensemble);

    private Method Started(string label, AgentOptions before, AgentOptions online, OnlineRecipe recipe, ViewRecipe? view = null) =>
        new(label, online, view ?? s_view)
        {
            Start = new(new(label, before, view ?? s_view), sizes.Updates, sizes.BatchSize)
            {
                EvaluateEvery = sizes.Updates / sizes.Evaluations, Episodes = sizes.Episodes,
            },
            Online = recipe,
        };
}
