namespace Offprint.Agents.Online;

/// <summary>
/// RO2O (Wen et al. 2024): soft actor-critic with an ensemble of critics (SAC-N, An et al. 2021) and three regularizers, of which two are
/// losses of the critics and one is a loss of the policy. It is no agent of its own: <see cref="Regularize"/> adds the terms to
/// <see cref="SoftActorCriticOptions"/>. Defaults: the authors' for locomotion (code).
/// </summary>
public sealed record Ro2oOptions
{
    /// <summary>
    /// SAC-N as RO2O's code has it: ten critics, all of which the target and the actor ask for their least value; three layers of 256;
    /// log σ in [−5, 2]; temperature, actor, critics in that order.
    /// </summary>
    public static SoftActorCriticOptions Ensemble { get; } = new()
    {
        Critics = new() { Count = 10, Hidden = [256, 256, 256] },
        Policy = new() { Hidden = [256, 256, 256], MinLogDeviation = -5 },
        Order = SoftUpdateOrder.ActorFirst,
        LogTemperatureLoss = true,
    };

    /// <summary>
    /// The same as RO2O's code has it in mazes: each critic learns from its own target, without a least value anywhere, and the actor
    /// climbs their mean less four deviations, held to the logged actions with weight 5 (antmaze-umaze; 1 in larger ones, where the actor
    /// climbs the least value).
    /// </summary>
    public static SoftActorCriticOptions MazeEnsemble { get; } = Ensemble with
    {
        IndependentTargets = true, ActorValue = CriticReduction.ConfidenceBound, ActorDeviations = -4,
        ActorTerms = [new CloningOptions(5)],
    };

    /// <summary>
    /// The regularizers as the authors weigh them beside <see cref="MazeEnsemble"/> (antmaze-umaze): ε_Q is 0, where the critics'
    /// smoothness vanishes, so that it is left out; η₂ = 0.3 with α_u = 1 throughout; ε_P = 0.005.
    /// </summary>
    public static Ro2oOptions Maze { get; } = new()
    {
        ValueSmoothness = new() { Weight = 0, Radius = 0 },
        Pessimism = new() { Weight = 0.3, Decay = 0, Floor = 1 },
        PolicySmoothness = new() { Radius = 0.005 },
    };

    /// <summary>The critics' smoothness; a weight of 0 leaves it out.</summary>
    public ValueSmoothnessOptions ValueSmoothness { get; init; } = new();

    /// <summary>Pessimism about the policy's actions; a weight of 0 leaves it out.</summary>
    public EnsemblePessimismOptions Pessimism { get; init; } = new();

    /// <summary>The policy's smoothness; a weight of 0 leaves it out.</summary>
    public PolicySmoothnessOptions PolicySmoothness { get; init; } = new();

    /// <summary>The same with another number of perturbations in all three terms.</summary>
    /// <param name="samples">n.</param>
    /// <returns>The options.</returns>
    public Ro2oOptions WithSamples(int samples) => new()
    {
        ValueSmoothness = ValueSmoothness with { Samples = samples },
        Pessimism = Pessimism with { Samples = samples },
        PolicySmoothness = PolicySmoothness with { Samples = samples },
    };

    /// <summary>Adds the regularizers to an agent's losses.</summary>
    /// <param name="ensemble">Soft actor-critic, such as <see cref="Ensemble"/>; its own terms stay.</param>
    /// <returns>The agent; with all weights 0 the same as before, so that nothing of its random numbers changes.</returns>
    public SoftActorCriticOptions Regularize(SoftActorCriticOptions ensemble) => ensemble with
    {
        Terms =
        [
            .. ensemble.Terms, .. ValueSmoothness.Weight == 0 ? [] : new[] { ValueSmoothness },
            .. Pessimism.Weight == 0 ? [] : new[] { Pessimism },
        ],
        ActorTerms = [.. ensemble.ActorTerms, .. PolicySmoothness.Weight == 0 ? [] : new[] { PolicySmoothness }],
    };
}
