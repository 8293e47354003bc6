using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>
/// What part B compares. All methods are settings of four switches (the authors' trainer): the loss online, how much of the data is
/// retained, the warm-up, and the updates a step. Those that start from the same pretraining share it, seed by seed.
/// </summary>
/// <param name="profile">How much of everything.</param>
/// <param name="maze">D4RL's name of the maze.</param>
internal sealed class WsrlTrials(Profile profile, string maze = WsrlTrials.Medium)
{
    public const string Medium = "medium", Large = "large";

    public const string Wsrl = "WSRL", NoWarmUp = "WSRL, K = 0", CalQl = "Cal-QL", Cql = "CQL", Iql = "IQL",
        Half = "Cal-QL, ρ = 0.5", Quarter = "Cal-QL, ρ = 0.25", Twentieth = "Cal-QL, ρ = 0.05", Rlpd = "RLPD",
        Fast = "SAC (fast)", Jsrl = "JSRL",
        ActorOnly = "WSRL, actor only", CriticsOnly = "WSRL, critics only";

    private const int UpdatesPerStep = 4;
    private const int LargeFactor = 2; // paths of the large maze, its time limit and so its warm-up are about twice as long

    private const int WarmUpOfAudit = 100;

    private readonly WsrlSizes _sizes = WsrlSizes.Of(profile);
    private readonly MazeSource _data = Source(maze, WsrlSizes.Of(profile).Rows);

    /// <summary>Five, fixed beforehand; one in <c>smoke</c>.</summary>
    public static IEnumerable<int> Seeds(Profile profile) => Enumerable.Range(1, profile == Profile.Smoke ? 1 : 5);

    /// <summary>The main comparison.</summary>
    public IEnumerable<Trial> Online() =>
    [
        Trial(Warm(Wsrl, WarmUp)), Trial(Retaining(CalQl, 0)), Trial(Retaining(Half, 0.5)), Trial(Warm(NoWarmUp, 0)),
        Trial(Own(Cql, PretrainedCql())), Trial(Own(Iql, PretrainedIql())), Trial(Scratch(Rlpd, new(MixMode.FixedRatio))),
        Trial(Scratch(Fast, new(MixMode.OnlineOnly))), Trial(Guided(Jsrl)),
    ];

    /// <summary>The same in a maze that is harder; not in <c>smoke</c>.</summary>
    public IEnumerable<Trial> Harder() => profile == Profile.Smoke ? []
        : Online().Where(trial => trial.Method.Label is not Fast);

    /// <summary>Less retained data, Cal-QL; none and half of a batch stand in <see cref="Online"/>.</summary>
    public IEnumerable<Trial> Retention() => profile == Profile.Smoke ? []
        : [Trial(Retaining(Twentieth, 0.05)), Trial(Retaining(Quarter, 0.25))];

    /// <summary>Parts of the pretrained agent instead of all; all and none (SAC fast) stand in <see cref="Online"/>.</summary>
    public IEnumerable<Trial> Transfer() => profile == Profile.Smoke ? [] :
    [
        Trial(Warm(ActorOnly, WarmUp, TransferParts.Actor | TransferParts.Optimizers)),
        Trial(Warm(CriticsOnly, WarmUp, TransferParts.Critics | TransferParts.Targets | TransferParts.Optimizers)),
    ];

    /// <summary>The work of a trial: its updates, those with a penalty dearer.</summary>
    public static double Cost(Trial trial) => trial.Run.OnlineSteps
        * (trial.Method.Agent is SoftActorCriticOptions { Terms.Count: > 0 } ? 4.0 : trial.Method.Online.UpdatesPerStep);

    /// <summary>What the audit counts batches of: each way of retaining data, in a few steps.</summary>
    public IEnumerable<AuditSettings> Audited()
    {
        MazeSource data = Source(maze, Math.Min(_sizes.Rows, 4000));
        return from method in (Method[])[Warm(Wsrl, WarmUpOfAudit), Warm(NoWarmUp, 0), Retaining(CalQl, 0), Retaining(Twentieth, 0.05),
                   Retaining(Quarter, 0.25), Retaining(Half, 0.5), Scratch(Rlpd, new(MixMode.FixedRatio), WarmUpOfAudit)]
               select new AuditSettings(data, method with { Start = null }, LongestEpisode + 100, _sizes.Batch);
    }

    /// <summary>The method: everything of Cal-QL's agent, a warm-up, then plain soft actor-critic on online rows alone.</summary>
    private Method Warm(string label, int warmUp, TransferParts parts = TransferParts.All) =>
        new(label, Soft() with { ActorInterval = UpdatesPerStep }, Sparse())
        {
            Start = Pretrained(PretrainedCalQl()) with { Parts = parts },
            Online = new() { Mix = new(MixMode.OnlineOnly), UpdatesPerStep = UpdatesPerStep, WarmUpSteps = warmUp },
        };

    /// <summary>The same soft actor-critic from random networks, whose warm-up is played by the untrained policy.</summary>
    private Method Scratch(string label, MixOptions mix, int? warmUp = null) =>
        new(label, Soft() with { ActorInterval = UpdatesPerStep }, Sparse())
    {
        Online = new() { Mix = mix, UpdatesPerStep = UpdatesPerStep, WarmUpSteps = warmUp ?? WarmUp },
    };

    /// <summary>
    /// SAC (fast) whose episodes the pretrained policy begins. The rule by which its share falls is a choice: the paper's is not known.
    /// </summary>
    private Method Guided(string label)
    {
        Method learner = Scratch(label, new(MixMode.OnlineOnly));
        return learner with { Online = learner.Online with { Guide = new(Pretrained(PretrainedCalQl())) } };
    }

    /// <summary>Cal-QL that goes on as it was trained, with a share of offline rows in each batch.</summary>
    private Method Retaining(string label, double share) => PretrainedCalQl() with
    {
        Label = label,
        Start = Pretrained(PretrainedCalQl()),
        Online = new() { Mix = share > 0 ? new(MixMode.FixedRatio, share) : new(MixMode.OnlineOnly), WarmUpSteps = LongestEpisode },
    };

    /// <summary>A method that goes on as it was trained, on online rows alone.</summary>
    private Method Own(string label, Method trained) => trained with
    {
        Label = label, Start = Pretrained(trained), Online = new() { Mix = new(MixMode.OnlineOnly) },
    };

    private Pretraining Pretrained(Method method) => new(method, _sizes.Offline, _sizes.Batch)
    {
        EvaluateEvery = Math.Max(_sizes.Offline / 5, 1), Episodes = _sizes.Episodes,
    };

    private Method PretrainedCalQl() => new("Cal-QL", Conservative(calibrated: true),
        Sparse() with { ReturnToGo = ReturnToGoRule.FailureTail });

    private Method PretrainedCql() => new("CQL", Conservative(calibrated: false), Sparse());

    private Method PretrainedIql() => new("IQL", new ImplicitQLearningOptions
    {
        Expectile = 0.9, Beta = 10, Tau = Tau, Critics = new() { Hidden = CriticLayers }, ValueHidden = CriticLayers,
        Policy = new ImplicitQLearningOptions().Policy with { Hidden = ActorLayers }, ActorAdam = new(_sizes.CriticRate),
        CriticAdam = new(_sizes.CriticRate),
    }, Sparse());

    private SoftActorCriticOptions Conservative(bool calibrated) => Soft() with
    {
        Terms = [new ConservativeOptions
        {
            Calibrated = calibrated, TargetGap = 0.8, Actions = _sizes.Actions, MultiplierAdam = new(_sizes.CriticRate),
        }],
    };

    /// <summary>
    /// Soft actor-critic as the authors have it for sparse mazes: targets without entropy, the best of several next actions by the least of
    /// two random critics; layer normalization; a deviation that does not depend on the state.
    /// </summary>
    private SoftActorCriticOptions Soft() => new()
    {
        EntropyInBackup = false, BackupActions = _sizes.Actions, TargetSubset = 2, SubsetWithReplacement = true, Tau = Tau,
        Critics = new() { Count = _sizes.Critics, Hidden = CriticLayers, LayerNorm = true },
        Policy = new()
        {
            Hidden = ActorLayers, LayerNorm = true, StateDependentDeviation = false, MinLogDeviation = Math.Log(1e-5),
            MaxLogDeviation = Math.Log(10),
        },
        ActorAdam = new(_sizes.ActorRate), CriticAdam = new(_sizes.CriticRate), TemperatureAdam = new(_sizes.ActorRate),
    };

    private double Tau => profile == Profile.Paper ? 0.005 : 0.01;

    private int[] CriticLayers => [.. Enumerable.Repeat(_sizes.Width, _sizes.Depth)];

    private int[] ActorLayers => [_sizes.Width, _sizes.Width];

    /// <summary>10 r − 5: each step that does not reach the goal costs 5 (the authors' scale of sparse mazes).</summary>
    private static ViewRecipe Sparse() => new(TimeLimitRule.Drop) { Reward = new FixedReward(10, -5) };

    /// <summary>Cal-QL learns from complete episodes, so it waits for one.</summary>
    private int LongestEpisode => _data.Task.Horizon!.Value;

    private int WarmUp => maze == Large ? LargeFactor * _sizes.WarmUp : _sizes.WarmUp;

    private static MazeSource Source(string maze, int rows)
    {
        var medium = new MazeSource(maze, rows);
        return maze == Large ? medium with { Task = medium.Task with { Horizon = LargeFactor * medium.Task.Horizon } } : medium;
    }

    private Trial Trial(Method method) => new(_data, method, new()
    {
        Updates = 0, OnlineSteps = _sizes.Online, BatchSize = _sizes.Batch, EvaluateEvery = _sizes.Every, Episodes = _sizes.Episodes,
        Probes = [new QProbeOptions(_sizes.ProbeRows, WarmUp)],
    });
}
