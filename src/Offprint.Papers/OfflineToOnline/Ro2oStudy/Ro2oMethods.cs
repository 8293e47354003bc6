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

    /// <summary>Offline, then online.</summary>
    public IReadOnlyList<Method> All =>
    [
        sizes.Started(Regularized, Agent(Terms(1)), Agent(Settled), sizes.Emptied()),
        sizes.Started(Plain, Agent(Terms(1)), Ensemble, sizes.Emptied()),
        sizes.Started(Kept, Agent(Terms(1)), Agent(Settled), new() { Mix = new(MixMode.Append) }),
        sizes.Started(Sac, Ensemble, Ensemble, sizes.Emptied()),
        sizes.Started(Edac, Diverse, Diverse, sizes.Emptied()),
        sizes.Started(Iql, sizes.Implicit(), sizes.Implicit(), new() { Mix = new(MixMode.Append) },
            new(TimeLimitRule.Drop) { Reward = new ReturnSpanReward() }),
    ];

    /// <summary>Offline alone, for a share of the updates: RO2O, without one part at a time, and without any.</summary>
    /// <param name="share">The share of the updates, over which α_u falls as over all of them.</param>
    /// <returns>The methods.</returns>
    public IReadOnlyList<Method> Ablations(double share)
    {
        Ro2oOptions terms = Terms(share);
        return
        [
            new(Ro2o, Agent(terms), Ro2oRecipes.View),
            new(NoPessimism, Agent(terms with { Pessimism = terms.Pessimism with { Weight = 0 } }), Ro2oRecipes.View),
            new(NoValueSmoothness, Agent(terms with { ValueSmoothness = terms.ValueSmoothness with { Weight = 0 } }), Ro2oRecipes.View),
            new(NoPolicySmoothness, Agent(terms with { PolicySmoothness = terms.PolicySmoothness with { Weight = 0 } }), Ro2oRecipes.View),
            new(Sac, Ensemble, Ro2oRecipes.View),
        ];
    }

    public SoftActorCriticOptions Ensemble => sizes.Sized(Ro2oOptions.Ensemble);

    private SoftActorCriticOptions Diverse => Ensemble with { Terms = [new EnsembleDiversityOptions()] };

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
}
