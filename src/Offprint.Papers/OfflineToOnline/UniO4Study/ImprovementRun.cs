using Offprint.Agents.Models;
using Offprint.Agents.Offline;
using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Environments.MuJoCo.Mazes;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>The training of a cell of <see cref="ImprovementStudy"/>: all seeds as one population.</summary>
internal sealed class ImprovementRun : IDisposable
{
    private const double OfflineShare = 0.8; // of the work, where there is an online phase, too

    private readonly ImprovementSettings _settings;
    private readonly RunContext _context;
    private readonly OfflineDataset _data;
    private readonly NormalizedScore _score;
    private readonly TransitionOptions? _view;
    private long _gates, _evaluation;
    private ChosenPolicies? _chosen;

    public ImprovementRun(ImprovementSettings settings, RunContext context)
    {
        (_settings, _context) = (settings, context);
        _data = settings.Data.Load(context.Seeds[0], context);
        _score = NormalizedScore.Of(_data);
        _view = settings.Offline?.Behavior.Method.View.Of(_data);
    }

    public ImprovementResult Run()
    {
        OfflineOutcome? offline = _settings.Offline is { } phase ? Improve(phase) : null;
        var online = _settings.Online is { } then ? GoOnline(then) : [];
        long training = _settings.Online is { } own ? (long)own.Rollouts * own.Steps * _context.Seeds.Count : 0;
        return new(Digits(_score.Score(_data.Returns().Mean)), offline, online, new(training, _gates, _evaluation));
    }

    public void Dispose() => _chosen?.Dispose();

    private OfflineOutcome Improve(OfflinePhase phase)
    {
        IReadOnlyList<Seed> seeds = _context.Seeds;
        int count = phase.Ensemble.Count;
        using var values = (ImplicitQLearning)phase.Values.Method.Agent.Create(_data.Spec, seeds);
        using BehaviorEnsemble clones = phase.Ensemble.Create(_data.Spec, seeds);
        phase.Values.CarryOver(values, _settings.Data, _data, seeds, _context);
        phase.Behavior.CarryOver(clones, _settings.Data, _data, seeds, _context);
        using EnsembleDynamics model = Model(phase.Model);
        using var improvement = new GatedImprovement(_data.Spec, clones, Advantage, seeds, phase.Improvement);
        using var judge = new Judge(_settings, improvement.Population, _view!.Observations);
        var evaluation = new ModelEvaluation(model, values.Critics, Termination(), _data, _view.Observations, phase.Evaluation);
        TransitionView rows = _data.View(_view);
        using var loader = new BatchLoader(rows, new UniformSampler(rows.Count), phase.Improvement.BatchSize, seeds.Count);
        using var draws = new PopulationRandom([.. seeds.Select(seed => seed.Derive("states"))]);

        double[] cloned = Score(judge, clones.Members, "after");
        List<GateRow> gates = [];
        improvement.Run(loader, draws, policies => Gate(phase, improvement, evaluation, judge, gates, policies), entry =>
        {
            gates[^1] = gates[^1] with { Accepted = entry.Accepted };
            _context.Mark<float>($"{entry.Step} steps", improvement.Policies.Network.Parameters.ValueSpan);
            _context.Report(entry.Step * (_settings.Online is null ? 1 : OfflineShare), phase.Improvement.Steps, "improvement");
        }, _context.Cancellation);

        double[] improved = Score(judge, improvement.Improved, "after"), last = [.. phase.Improvement.Replacement == Replacement.WhenBetter
            ? improvement.Best : gates[^1].Scores];
        int[] chosen = [.. Enumerable.Range(0, seeds.Count).Select(p => Enumerable.Range(0, count).MaxBy(i => last[i * seeds.Count + p]))];
        _chosen = new(_data.Spec, phase.Ensemble, improvement.Improved, [.. chosen.Select((i, p) => i * seeds.Count + p)], values, seeds);
        return new(BySeed(cloned), BySeed(improved), chosen, [.. chosen.Select((i, p) => Digits(improved[i * seeds.Count + p]))],
            [.. model.HeldOutErrors.Select(e => Digits(e.Order().Take(phase.Model.Elites).Average()))], gates);

        Tensor Advantage(Tensor states, Tensor actions) =>
            values.Critics.Least(states, actions) - values.Value.ForwardFrozen(states);

        double[] BySeed(double[] members) =>
            [.. Enumerable.Range(0, seeds.Count).Select(p =>
                Digits(Enumerable.Range(0, count).Average(i => members[i * seeds.Count + p])))];
    }

    /// <summary>
    /// Judges the policies at a gate, and looks at what the environment would have said. Where all are let through, only the first and
    /// the last judgment are wanted.
    /// </summary>
    private double[] Gate(OfflinePhase phase, GatedImprovement improvement, ModelEvaluation evaluation, Judge judge, List<GateRow> gates,
        GaussianPolicy policies)
    {
        double[] truth = Score(judge, policies, "gate");
        if (phase.Improvement.Replacement == Replacement.Always && improvement.Updates % phase.Improvement.Steps != 0)
        {
            gates.Add(new((int)improvement.Updates, [], [], [], Digits(truth)));
            return [];
        }
        if (phase.Gate == GateKind.Episodes)
            (_gates, _evaluation) = (_gates + judge.LastSteps, _evaluation - judge.LastSteps);
        string draw = phase.Evaluation.FreshDraws ? $"gate {improvement.Updates}" : "gate";
        ModelScores model = evaluation.Evaluate(policies, phase.Ensemble.Count, [.. _context.Seeds.Select(seed => seed.Derive(draw))]);
        double[] scores = phase.Gate switch
        {
            GateKind.ModelValue => model.Values,
            GateKind.ModelReturn => model.Returns,
            _ => truth,
        };
        gates.Add(new((int)improvement.Updates, Digits(scores), Digits(model.Lengths), [], Digits(truth)));
        return scores;
    }

    private List<OnlineScores> GoOnline(OnPolicyPhase phase)
    {
        IReadOnlyList<Seed> seeds = _context.Seeds;
        using var agent = phase.Agent.Create(_data.Spec, seeds);
        if (_chosen is not null)
            agent.StartFrom(_chosen.Policies, [.. Enumerable.Range(0, seeds.Count)], _chosen.Values);
        using var evaluator = new RolloutEvaluator(_settings.Data.Environment, seeds.Count,
            new() { Episodes = _settings.Episodes, Observations = _view?.Observations });
        double done = _chosen is null ? 0 : OfflineShare;
        TrainingLog log = new OnPolicyRun(new()
        {
            Rollouts = phase.Rollouts, Steps = phase.Steps, EvaluateEvery = phase.EvaluateEvery, Observations = _view?.Observations,
        }).Run(agent, new(seeds, evaluator, _settings.Data.Environment)
        {
            Report = entry => _context.Mark<double>($"{entry.OnlineSteps} online steps", entry.Returns),
            Progress = share => _context.Report(done + (1 - done) * share, 1, "online"),
        }, _context.Cancellation);
        _evaluation += (long)log.Entries.Sum(entry => entry.Lengths.Sum() * _settings.Episodes);
        return [.. log.Entries.Select(entry => new OnlineScores(entry.OnlineSteps, Digits([.. entry.Returns.Select(_score.Score)])))];
    }

    /// <summary>The dynamics: fitted once for all cells that share data, options and seeds.</summary>
    private EnsembleDynamics Model(DynamicsOptions options)
    {
        const string file = "dynamics.npz";
        var key = ArtifactKey.Of($"dynamics-{_settings.Data.Name}", new ModelRecipe(_settings.Data, options,
            [.. _context.Seeds.Select(seed => seed.Value)]), NetworkKernels.Version);
        string folder = _context.Artifacts.GetOrCreate(key, made =>
        {
            using EnsembleDynamics fitted = EnsembleDynamics.Fit(_data, options, _context.Seeds,
                share => _context.ReportPreparation(share, "dynamics, epochs of at most"), _context.Cancellation);
            fitted.Write(Path.Combine(made, file));
        }, _context.Cancellation);
        return EnsembleDynamics.Read(Path.Combine(folder, file), _data.Spec, options, _context.Seeds);
    }

    private ITerminationRule Termination()
    {
        using IEnvironment environment = _settings.Data.Environment();
        return environment switch
        {
            Locomotion body => body.Termination,
            MazeEnvironment maze => maze.Termination,
            _ => throw new ArgumentException($"'{_settings.Data.Name}' has no rule of termination for a model."),
        };
    }

    private double[] Score(Judge judge, GaussianPolicy policies, string purpose)
    {
        double[] returns = judge.Returns(policies, _context.Seeds, purpose);
        _evaluation += judge.LastSteps;
        return Array.ConvertAll(returns, _score.Score);
    }

    private static double[] Digits(double[] values) => Array.ConvertAll(values, Digits);

    private static double Digits(double value) => StoredNumbers.Significant(value, 6);

    private sealed record ModelRecipe(Trials.DataSource Data, DynamicsOptions Options, IReadOnlyList<ulong> Seeds);
}
