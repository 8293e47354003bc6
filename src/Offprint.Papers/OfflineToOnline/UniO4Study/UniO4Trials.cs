using Offprint.Agents.Collection;
using Offprint.Agents.Models;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Sizes of part C under a profile.</summary>
/// <param name="Width">Units of each hidden layer of policies and values.</param>
/// <param name="CriticHidden">Hidden layers of the critics.</param>
/// <param name="ModelHidden">Hidden layers of the dynamics.</param>
/// <param name="ValueUpdates">Updates of critics and value.</param>
/// <param name="CloneUpdates">Updates of the cloned policies.</param>
/// <param name="Epochs">Epochs of the dynamics at most.</param>
/// <param name="Steps">Steps of improvement.</param>
/// <param name="GateEvery">Steps between gates.</param>
/// <param name="Horizon">The longest roll-out of the model.</param>
/// <param name="Rollouts">Rollouts online.</param>
/// <param name="IqlSteps">Online steps of IQL.</param>
/// <param name="Episodes">Episodes of an evaluation.</param>
internal sealed record UniO4Sizes(int Width, IReadOnlyList<int> CriticHidden, IReadOnlyList<int> ModelHidden, int ValueUpdates,
    int CloneUpdates, int Epochs, int Steps, int GateEvery, int Horizon, int Rollouts, int IqlSteps, int Episodes);

/// <summary>Part C as a list of trainings.</summary>
internal sealed class UniO4Trials(Profile profile)
{
    private const int RolloutSteps = 2048;

    private readonly UniO4Sizes _sizes = profile switch
    {
        Profile.Smoke => new(32, [32, 32], [32, 32], 500, 300, 2, 100, 50, 20, 2, 500, 2),
        Profile.Standard => new(128, [256, 256], [128, 128, 128], 30_000, 15_000, 15, 2000, 100, 200, 49, 20_000, 10),
        _ => new(256, [1024, 1024], [200, 200, 200, 200], 2_000_000, 400_000, 200, 10_000, 100, 1000, 1465, 1_000_000, 10),
    };

    /// <summary>The log.</summary>
    public RegeneratedLog Data { get; } = new("hopper", DatasetLevel.Medium,
        profile switch { Profile.Smoke => 10_000, Profile.Standard => 200_000, _ => 1_000_000 });

    // States as the policies see them, and rewards on the scale on which the values go online (the code's factor for Hopper).
    private static readonly ViewRecipe s_view = new(TimeLimitRule.Drop)
    {
        Observations = new(VarianceDivisor.Count, 1e-3), Reward = new FixedReward(RewardScale),
    };

    private const double RewardScale = 0.1;

    /// <summary>Names of all trainings, for colors.</summary>
    public static IReadOnlyList<string> Labels => [.. new UniO4Trials(Profile.Paper).Improvements().Select(s => s.Label)];

    /// <summary>The seed of trials before the study, which no other result uses.</summary>
    public const int PilotSeed = 100;

    /// <summary>Five, fixed beforehand.</summary>
    public static IEnumerable<int> Seeds(Profile profile) => Enumerable.Range(1, profile == Profile.Smoke ? 2 : 5);

    public ImprovementSettings Published => Of("Uni-O4", Offline(), Online());

    public ImprovementSettings Ungated => Of("no gate", Offline(Replacement.Always), Online());

    public ImprovementSettings OneStep => Of("one step", Offline(Replacement.Never), Online());

    public ImprovementSettings FreshDraws => Of("fresh draws", With(o => o with { Evaluation = Rollouts(true) }), null);

    public ImprovementSettings ReturnGate => Of("gate by the model's return", With(o => o with { Gate = GateKind.ModelReturn }), null);

    public ImprovementSettings TrueGate => Of("true episodes", With(o => o with { Gate = GateKind.Episodes }), null);

    public ImprovementSettings OnePolicy => Of("one policy", With(o => o with { Behavior = Behavior(1, null) }), null);

    public ImprovementSettings ClonedAlone => Of("four, cloned alone", With(o => o with { Behavior = Behavior(4, null) }), null);

    /// <summary>The offline phase on <see cref="PilotSeed"/>: both rates of the target critics, and critics trained for longer.</summary>
    public IReadOnlyList<ImprovementSettings> Pilots() => profile == Profile.Standard
        ? [Of("τ = 0.005", With(Slow), null), Of("τ = 0.02", Offline(), null), Of("τ = 0.02, longer", With(Longer), null)]
        : [];

    /// <summary>Whose critics are asked how well they rank actions.</summary>
    public IReadOnlyList<OfflinePhase> Ranked() => profile == Profile.Standard
        ? [Offline(), Slow(Offline()), Longer(Offline())]
        : [Offline()];

    /// <summary>The gate looks from where episodes begin.</summary>
    public ImprovementSettings FirstStates => Of("AM-Q from first states", With(FromFirst), null);

    /// <summary>The gate counts the model's rewards from where episodes begin.</summary>
    public ImprovementSettings FirstReturns => Of("model's return from first states",
        With(o => FromFirst(o) with { Gate = GateKind.ModelReturn }), null);

    public ImprovementSettings FromScratch => Of("PPO from scratch", null, Online(scales: true));

    /// <summary>With the options of Schulman et al. 2017 and of its common implementations.</summary>
    public ImprovementSettings UsualScratch => Of("PPO from scratch, its usual options", null, Online(scales: true) with
    {
        Agent = new() { ScaleObservations = true, ScaleRewards = true },
    });

    /// <summary>All trainings, the most decisive first.</summary>
    public IReadOnlyList<ImprovementSettings> Improvements() => profile switch
    {
        Profile.Smoke => [Published, FromScratch],
        Profile.Standard => [Published, Ungated, OneStep, FromScratch, UsualScratch, FirstReturns, TrueGate],
        _ => [Published, Ungated, OneStep, FromScratch, UsualScratch, FirstReturns, TrueGate, FirstStates, ReturnGate, FreshDraws,
            OnePolicy, ClonedAlone],
    };

    /// <summary>IQL, offline and then online with the same objective.</summary>
    public MethodColumn Iql => new(UniO4Paper.Iql, _ => Values with { Start = Critics });

    /// <summary>The rival's trial: it goes on from the training whose critics and value the other methods use.</summary>
    public IEnumerable<Trial> Rivals() =>
    [
        new(Data, Iql.Of(Data), new()
        {
            Updates = 0, OnlineSteps = _sizes.IqlSteps, BatchSize = 256,
            EvaluateEvery = _sizes.IqlSteps / (profile == Profile.Smoke ? 2 : 10), Episodes = _sizes.Episodes,
        }),
    ];

    private Pretraining Critics => new(Values, _sizes.ValueUpdates, 256) { Episodes = _sizes.Episodes, EvaluateEvery = 10_000 };

    private IReadOnlyList<int> Hidden => [_sizes.Width, _sizes.Width, _sizes.Width];

    /// <summary>
    /// Values cover 1 − exp(−τ(1 − γ)·updates) of their way: 78 % in 30,000 updates at the code's τ = 0.005, which is meant for 2·10⁶, and
    /// more than 99 % at 0.02.
    /// </summary>
    private double Tau => profile == Profile.Standard ? 0.02 : SlowTau;

    private const double SlowTau = 0.005;

    private const int LongerUpdates = 120_000;

    private Method Values => new(UniO4Paper.Iql, new ImplicitQLearningOptions
    {
        Tau = Tau, Critics = new() { Hidden = _sizes.CriticHidden }, ValueHidden = Hidden,
        Policy = new ImplicitQLearningOptions().Policy with { Hidden = Hidden },
    }, s_view);

    private GaussianPolicyOptions Policy => new BehaviorEnsembleOptions().Policy with { Hidden = Hidden };

    private Pretraining Behavior(int count, BehaviorDiversity? diversity) => new(new Method("cloning",
        new BehaviorEnsembleOptions { Count = count, Diversity = diversity, Policy = Policy }, s_view), _sizes.CloneUpdates, 256)
    { Episodes = _sizes.Episodes };

    private ModelEvaluationOptions Rollouts(bool fresh) =>
        new() { Horizon = _sizes.Horizon, Starts = profile == Profile.Smoke ? 64 : 512, FreshDraws = fresh };

    private OfflinePhase Offline(Replacement replacement = Replacement.WhenBetter) => new(
        Critics, Behavior(4, new(DiversityForm.Divergence)),
        new() { Hidden = _sizes.ModelHidden, Decay = Decay, Epochs = _sizes.Epochs, Rows = profile == Profile.Standard ? 50_000 : null },
        new()
        {
            Steps = _sizes.Steps, Replacement = replacement,
            GateEvery = replacement == Replacement.Never ? _sizes.Steps : _sizes.GateEvery,
        }, GateKind.ModelValue, Rollouts(false));

    private static OfflinePhase Slow(OfflinePhase phase) => phase with
    {
        Values = phase.Values with
        {
            Method = phase.Values.Method with { Agent = (ImplicitQLearningOptions)phase.Values.Method.Agent with { Tau = SlowTau } },
        },
    };

    private static OfflinePhase Longer(OfflinePhase phase) => phase with { Values = phase.Values with { Updates = LongerUpdates } };

    private static OfflinePhase FromFirst(OfflinePhase phase) =>
        phase with { Evaluation = phase.Evaluation with { From = RolloutStart.FirstOfEpisode } };

    private OfflinePhase With(Func<OfflinePhase, OfflinePhase> change) => change(Offline());

    /// <summary>The code's penalties, of its first, inner and last layers.</summary>
    private IReadOnlyList<double> Decay => _sizes.ModelHidden.Count == 4
        ? new DynamicsOptions().Decay
        : [2.5e-5, .. _sizes.ModelHidden.Skip(1).Select(_ => 7.5e-5), 1e-4];

    /// <summary>
    /// Proximal policy optimization as the code has it for Hopper; a shorter training takes a larger step (rate 3·10⁻⁵ and ε 0.1 for
    /// 2·10⁻⁵ and 0.05).
    /// </summary>
    private OnPolicyPhase Online(bool scales = false)
    {
        bool published = profile == Profile.Paper;
        double rate = published ? 2e-5 : 3e-5, clip = published ? 0.05 : 0.1;
        return new(new ProximalPolicyOptions
        {
            Clip = clip, ValueClip = clip, Epochs = 10, Minibatch = 128, EntropyWeight = 0.01, ValueWeight = 1, Policy = Policy,
            ValueHidden = Hidden, ActorAdam = new(rate, Epsilon: 1e-5, MaxGradientNorm: 0.5),
            ValueAdam = new(2e-4, Epsilon: 1e-5, MaxGradientNorm: 0.5), Reward = new(RewardScale, 0), ScaleObservations = scales,
            AnnealUpdates = published ? _sizes.Rollouts : null,
        }, _sizes.Rollouts, profile == Profile.Smoke ? 512 : RolloutSteps, profile == Profile.Smoke ? 1 : 2);
    }

    private ImprovementSettings Of(string label, OfflinePhase? offline, OnPolicyPhase? online) =>
        new(label, Data, offline, online, _sizes.Episodes);
}
