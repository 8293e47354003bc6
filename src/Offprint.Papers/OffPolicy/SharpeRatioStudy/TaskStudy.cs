using Offprint.Agents.Collection;
using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Estimators.OffPolicy.Learned;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>A candidate and its true value.</summary>
/// <param name="Base">The base's place in the settings.</param>
/// <param name="Head">The head.</param>
/// <param name="Value">J, the mean of rollouts with a t interval.</param>
public sealed record CandidateValue(int Base, PolicyHead Head, Measured Value);

/// <summary>One estimator's values of all candidates on a log.</summary>
/// <param name="Estimator">The estimator.</param>
/// <param name="Values">Ĵ, in the candidates' order.</param>
public sealed record CandidateEstimates(OffPolicyEstimator Estimator, IReadOnlyList<double> Values);

/// <summary>What one log led to.</summary>
/// <param name="Behavior">J(π_b), the log's mean return.</param>
/// <param name="Rows">The log's rows.</param>
/// <param name="EffectiveShare">Of each candidate: the effective sample size of w(0:T−1) over n.</param>
/// <param name="RatioSpread">Of each candidate: the standard deviation of its fitted marginal ratio over rows.</param>
/// <param name="Estimates">Of each estimator.</param>
public sealed record LogResult(
    double Behavior, int Rows, IReadOnlyList<double> EffectiveShare, IReadOnlyList<double> RatioSpread,
    IReadOnlyList<CandidateEstimates> Estimates);

/// <summary>A task's candidates, and what its logs led to.</summary>
/// <param name="Candidates">The drawn candidates.</param>
/// <param name="Logs">One a seed.</param>
public sealed record TaskResult(IReadOnlyList<CandidateValue> Candidates, [property: PerSeed] IReadOnlyList<LogResult> Logs);

/// <summary>The benchmark: five estimators rank ten policies from logs of seven control tasks.</summary>
public sealed class TaskStudy : Experiment<TaskSettings, TaskResult>
{
    /// <inheritdoc/>
    public override string Name => "tasks";

    /// <inheritdoc/>
    public override string Title => "Five estimators rank the candidates of seven control tasks";

    /// <summary>Trainings of networks: another last bit leads elsewhere.</summary>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    protected override int? NetworkNumerics(TaskSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TaskSettings>> Cells(Profile profile)
    {
        int[] logs = [.. Enumerable.Range(1, profile switch { Profile.Smoke => 2, Profile.Standard => 5, _ => 10 })];
        ControlTask[] tasks = profile == Profile.Smoke ? [ControlTask.CartPole] :
        [
            ControlTask.CartPole, ControlTask.MountainCar, ControlTask.Reacher, ControlTask.InvertedPendulum, ControlTask.Hopper,
            ControlTask.Acrobot, ControlTask.Swimmer,
        ];
        return [.. tasks.Select(task => Cell.Of(TaskTable.Of(task, profile), logs))];
    }

    /// <inheritdoc/>
    public override TaskResult Run(Cell<TaskSettings> cell, RunContext context)
    {
        TaskSettings s = cell.Settings;
        using TaskPolicies policies = TaskPolicies.GetOrTrain(s.Policies, context, (share, what) => context.Report(0.4 * share, 1, what));
        context.Mark<float>("policies", policies.Mark());
        (int Base, PolicyHead Head)[] drawn = Draw(s);
        HeadPolicy[] candidates = [.. drawn.Select(c => policies.Candidate(c.Base, c.Head))];
        Measured[] truth = [.. candidates.Select((c, i) => Truth(s, c, i, context))];
        context.Mark<double>("truth", [.. truth.Select(t => t.Value)]);
        var logs = new List<LogResult>();
        foreach (Seed seed in context.Seeds)
        {
            context.Report(0.5 + 0.5 * logs.Count / context.Seeds.Count, 1, $"log {logs.Count + 1}");
            logs.Add(OneLog(s, policies.Behavior, candidates, seed, context));
            context.Mark<double>($"log {logs.Count}", [.. logs[^1].Estimates.SelectMany(e => e.Values)]);
        }
        return new([.. drawn.Select((c, i) => new CandidateValue(c.Base, c.Head, truth[i]))], logs);
    }

    /// <summary>Some of all pairs of base and head, in a random order.</summary>
    internal static (int Base, PolicyHead Head)[] Draw(TaskSettings s)
    {
        (int, PolicyHead)[] all = [.. Enumerable.Range(0, s.Policies.Bases.Count).SelectMany(b => s.Heads.Select(h => (b, h)))];
        new Seed((ulong)s.Policies.Seed).Derive("candidates").Stream().Shuffle<(int, PolicyHead)>(all);
        return s.Candidates <= all.Length ? all[..s.Candidates]
            : throw new ArgumentException($"{s.Candidates} candidates cannot be drawn from {all.Length}.");
    }

    private static Measured Truth(TaskSettings s, HeadPolicy candidate, int place, RunContext context)
    {
        context.Report(0.4 + 0.1 * place / s.Candidates, 1, $"true value {place + 1}");
        OfflineDataset rollouts = TrajectoryRecorder.Record(candidate, s.Policies.Task.Maker(), s.TruthRollouts,
            new Seed((ulong)s.Policies.Seed).Derive("truth").Derive((ulong)place), null, context.Cancellation);
        return Measured.Of(MeanInterval.StudentT([.. rollouts.Episodes.Select(e => e.Return)]));
    }

    private static LogResult OneLog(
        TaskSettings s, HeadPolicy behavior, HeadPolicy[] candidates, Seed seed, RunContext context)
    {
        OfflineDataset log = TrajectoryRecorder.Record(
            behavior, s.Policies.Task.Maker(), s.Trajectories, seed.Derive("log"), null, context.Cancellation);
        using var scope = NewDisposeScope();
        using var data = new LoggedTransitions(log, 1, s.TimeInput);
        using var own = new CandidateLaws([behavior], data);
        using var laws = new CandidateLaws(candidates, data);
        using FittedValues values = BatchedFqe.Fit(data, laws, s.Fqe, seed.Derive("fqe"), null, context.Cancellation);
        using Tensor fitted = MarginalRatioFit.Fit(data, laws, s.Dice, seed.Derive("dice"), null, context.Cancellation);
        // They average one by definition, and so count as one where a trajectory has ended.
        using Tensor ratios = fitted / fitted.mean([1], keepdim: true);
        double[] rewards = [.. log.Rewards.Values.ToArray().Select(r => (double)r)];
        LoggedSteps steps = LoggedSteps.FromEpisodes(data.Lengths, rewards, own.Logged(0));
        double[][] estimates = new double[candidates.Length][];
        double[] effective = new double[candidates.Length], spread = new double[candidates.Length];
        for (int p = 0; p < candidates.Length; p++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var target = new TargetPolicy(candidates[p].Label, laws.Probabilities(p, steps))
            {
                Values = LoggedTransitions.Arrange(steps, values.Values[p], 0),
                ActionValues = LoggedTransitions.Arrange(steps, values.ActionValues[p], 0),
                StateActionRatio = LoggedTransitions.Arrange(steps, ratios[p], 1),
            };
            estimates[p] = OffPolicyEvaluation.Values(steps, target, s.Estimators);
            effective[p] = Measured.Digits(WeightDiagnostics.Of(steps, target).EffectiveSampleSize / s.Trajectories);
            spread[p] = Measured.Digits(ratios[p].std().item<float>());
        }
        return new(Measured.Digits(steps.Returns().Average()), log.Count, effective, spread,
            [.. s.Estimators.Select((e, i) => new CandidateEstimates(e, [.. estimates.Select(v => Measured.Digits(v[i]))]))]);
    }
}
