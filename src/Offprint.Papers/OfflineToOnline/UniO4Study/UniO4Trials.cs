using Offprint.Agents.Models;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Networks;
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

/// <summary>Parts C and D as lists of trainings.</summary>
/// <param name="profile">The profile.</param>
/// <param name="task">The task; Hopper if not given.</param>
internal sealed class UniO4Trials(Profile profile, UniO4Task? task = null)
{
    private const int RolloutSteps = 2048;

    private readonly UniO4Sizes _sizes = profile switch
    {
        Profile.Smoke => new(32, [32, 32], [32, 32], 500, 300, 2, 100, 50, 20, 2, 500, 2),
        Profile.Standard => new(128, [256, 256], [128, 128, 128], 30_000, 15_000, 15, 2000, 100, 200, 49, 20_000, 10),
        _ => new(256, [1024, 1024], [200, 200, 200, 200], 2_000_000, 400_000, 200, 10_000, 100, 1000, 1465, 1_000_000, 10),
    };

    private readonly UniO4Task _task = task ?? UniO4Task.Hopper(profile);

    /// <summary>The log.</summary>
    public DataSource Data => _task.Data;

    // States as the policies see them, and rewards on the scale on which the values go online.
    private ViewRecipe View => new(TimeLimitRule.Drop) { Observations = _task.Observations, Reward = _task.Reward };

    /// <summary>Names of all trainings on Hopper, for colors.</summary>
    public static IReadOnlyList<string> Labels => [.. new UniO4Trials(Profile.Paper).Improvements().Select(s => s.Label)];

    /// <summary>The seed of trials before the study, which no other result uses.</summary>
    public const int PilotSeed = 100;

    /// <summary>Five, fixed beforehand.</summary>
    public static IEnumerable<int> Seeds(Profile profile) => Enumerable.Range(1, profile == Profile.Smoke ? 2 : 5);

    /// <summary>The first three of <see cref="Seeds"/>, for what there is no time to train five of; all in the paper's profile.</summary>
    public static IEnumerable<int> FewSeeds(Profile profile) => profile == Profile.Standard ? Seeds(profile).Take(3) : Seeds(profile);

    /// <summary>One seed for the maze, as planned; the profile's otherwise.</summary>
    public static IEnumerable<int> MazeSeeds(Profile profile) => profile == Profile.Paper ? Seeds(profile) : Seeds(profile).Take(1);

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
            .. Ablations],
    };

    /// <summary>What differs from <see cref="Published"/> in n, α or H alone, the most decisive first.</summary>
    public IReadOnlyList<ImprovementSettings> Ablations =>
        [OnePolicy, NoLookAhead, ClonedAlone, Horizon(20), KeptApart(10), Policies(2), Policies(8), Horizon(200), KeptApart(1)];

    /// <summary>The gate asks the critics at states of the log, and no model.</summary>
    public ImprovementSettings NoLookAhead => Horizon(1);

    private ImprovementSettings Horizon(int steps) =>
        Of($"H = {steps}", With(o => o with { Evaluation = o.Evaluation with { Horizon = steps } }), null);

    private ImprovementSettings KeptApart(double weight) =>
        Of($"α = {weight}", With(o => o with { Behavior = Behavior(4, new(DiversityForm.Divergence, weight)) }), null);

    private ImprovementSettings Policies(int count) =>
        Of($"n = {count}", With(o => o with { Behavior = Behavior(count, new(DiversityForm.Divergence)) }), null);

    /// <summary>The trainings on Hopper with the study's seeds, and the pilots.</summary>
    public static IEnumerable<Cell<ImprovementSettings>> ImprovementCells(Profile profile)
    {
        int[] seeds = [.. Seeds(profile)];
        var trials = new UniO4Trials(profile);
        return
        [
            .. trials.Improvements().Select(s => Cell.Of(s, seeds, s.Offline is null ? 1 : 5)),
            .. trials.Pilots().Select(s => Cell.Of(s, [PilotSeed], 2)),
        ];
    }

    /// <summary>The method on HalfCheetah; none in the smoke profile, whose code is that of Hopper's.</summary>
    public static IEnumerable<Cell<ImprovementSettings>> HalfCheetahCells(Profile profile) => profile == Profile.Smoke
        ? []
        : [Cell.Of(HalfCheetah(profile).Published, [.. FewSeeds(profile)])];

    /// <summary>The method in the maze.</summary>
    public static IEnumerable<Cell<ImprovementSettings>> MazeCells(Profile profile) =>
        [Cell.Of(Maze(profile).Published, [.. MazeSeeds(profile)])];

    /// <summary>The trainings on HalfCheetah.</summary>
    public static UniO4Trials HalfCheetah(Profile profile) => new(profile, UniO4Task.HalfCheetah(profile));

    /// <summary>The trainings in the maze.</summary>
    public static UniO4Trials Maze(Profile profile) => new(profile, UniO4Task.Maze(profile));

    /// <summary>IQL, offline and then online with the same objective.</summary>
    public MethodColumn Iql => new(UniO4Paper.Iql, _ => Values with { Start = Critics });

    /// <summary>The rival's trial: it goes on from the training whose critics and value the other methods use.</summary>
    public IEnumerable<Trial> Rivals() =>
    [
        new(Data, Iql.Of(Data), new()
        {
            Updates = 0, OnlineSteps = _sizes.IqlSteps, BatchSize = 256,
            EvaluateEvery = _sizes.IqlSteps / (profile == Profile.Smoke ? 2 : 10), Episodes = Episodes,
        }),
    ];

    private Pretraining Critics => new(Values, _sizes.ValueUpdates, 256) { Episodes = Episodes, EvaluateEvery = 10_000 };

    private int Episodes => profile == Profile.Smoke ? _sizes.Episodes : _task.Episodes ?? _sizes.Episodes;

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
        Expectile = _task.Expectile, Beta = _task.Beta, Tau = Tau, Critics = new() { Hidden = _sizes.CriticHidden },
        ValueHidden = Hidden,
        Policy = new ImplicitQLearningOptions().Policy with { Hidden = Hidden },
    }, View);

    private GaussianPolicyOptions Policy => new BehaviorEnsembleOptions().Policy with { Hidden = Hidden, Activation = _task.Activation };

    private Pretraining Behavior(int count, BehaviorDiversity? diversity) => new(new Method("cloning",
        new BehaviorEnsembleOptions { Count = count, Diversity = diversity, Policy = Policy }, View) { Sampling = _task.Cloned },
        _sizes.CloneUpdates, 256)
    { Episodes = Episodes };

    private ModelEvaluationOptions Rollouts(bool fresh) => new()
    {
        Horizon = Math.Min(_task.Horizon ?? int.MaxValue, _sizes.Horizon), Starts = profile == Profile.Smoke ? 64 : 512, FreshDraws = fresh,
    };

    private OfflinePhase Offline(Replacement replacement = Replacement.WhenBetter) => new(
        Critics, Behavior(4, new(DiversityForm.Divergence)),
        new()
        {
            Hidden = _sizes.ModelHidden, Decay = Decay, Epochs = _sizes.Epochs, Rows = profile == Profile.Standard ? 50_000 : null,
            Adam = new(_task.ModelRate),
        },
        new()
        {
            Adam = new(_task.BlockRate, MaxGradientNorm: 0.5), Steps = _sizes.Steps, Replacement = replacement,
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
    /// Proximal policy optimization as the code has it for the task; a shorter training takes a larger step (rate 3·10⁻⁵ and ε 0.1 for
    /// Hopper's 2·10⁻⁵ and 0.05).
    /// </summary>
    private OnPolicyPhase Online(bool scales = false)
    {
        bool published = profile == Profile.Paper;
        double rate = published ? _task.OnlineRate : 3e-5, clip = published ? 0.05 : 0.1;
        return new(new ProximalPolicyOptions
        {
            Clip = clip, ValueClip = clip, Epochs = _task.Epochs, Minibatch = 128, EntropyWeight = 0.01, ValueWeight = 1, Policy = Policy,
            ValueHidden = Hidden, ValueActivation = ValueActivation, ActorAdam = new(rate, Epsilon: 1e-5, MaxGradientNorm: 0.5),
            ValueAdam = new(2e-4, Epsilon: 1e-5, MaxGradientNorm: 0.5), Reward = new(_task.Reward.Scale, _task.Reward.Shift),
            ScaleObservations = scales, AnnealUpdates = published ? _sizes.Rollouts : null,
        }, _sizes.Rollouts, profile == Profile.Smoke ? 512 : RolloutSteps, profile == Profile.Smoke ? 1 : 2);
    }

    // The values of the log, with which it begins, are of ReLU networks.
    private Activation? ValueActivation => _task.Activation == Activation.Relu ? null : Activation.Relu;

    private ImprovementSettings Of(string label, OfflinePhase? offline, OnPolicyPhase? online) =>
        new(label, Data, offline, online, Episodes);
}
