using Offprint.Agents.Learners;
using Offprint.Agents.Probes;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Trials;

/// <summary>Computes a trial: all seeds as one population, or, where each has data of its own, one after the other.</summary>
internal sealed class TrialRunner(Trial trial, RunContext context)
{
    private const int Digits = 6;

    public TrialResult Run()
    {
        trial.Check();
        if (!trial.Data.IsDrawnPerSeed)
            return Train(trial.Data.Load(context.Seeds[0], context), context.Seeds, 0, 1);
        List<TrialResult> parts = [];
        for (int i = 0; i < context.Seeds.Count; i++)
            parts.Add(Train(trial.Data.Load(context.Seeds[i], context), [context.Seeds[i]], i, context.Seeds.Count));
        return parts[0] with { Methods = [.. Enumerable.Range(0, trial.Methods.Count)
            .Select(m => Join([.. parts.Select(part => part.Methods[m])]))] };
    }

    private TrialResult Train(OfflineDataset data, IReadOnlyList<Seed> seeds, int part, int parts)
    {
        Seed[] members = [.. trial.Methods.SelectMany(_ => seeds)]; // equal for all methods: the same networks, random numbers and starts
        Method method = trial.Methods[0];
        TransitionOptions view = method.View.Of(data);
        using IAgent agent = method.Agent.CreateFromData(data.Spec, members, method.Label);
        using var evaluator = new RolloutEvaluator(
            trial.Data.Environment, members.Length, new() { Episodes = trial.Run.Episodes, Observations = view.Observations });
        TrainingLog? before = method.Start?.CarryOver(agent, trial.Data, data, members, context);
        (IAgent Agent, TrainingLog Log)? guide = method.Online.Guide?.Training.Load(trial.Data, data, members, context);
        using IAgent? guiding = guide?.Agent;
        using var setup = new ProbeSetup(agent, members, trial.Data.Environment, trial.Run.Probes.Count > 0 ? data.View(view) : null);
        TrainingLog log = new TrainingRun(Options(method, view, seeds.Count))
            .Run(agent, new(members, evaluator, data, trial.Data.Environment)
        {
            Mark = TrainingMarks.Of(context),
            Guide = guide is var (own, curve) ? new(own.Policy, curve.Entries[^1].Lengths, method.Online.Guide!.Curriculum) : null,
            Probes = [.. trial.Run.Probes.Select(probe => probe.Create(setup))],
            Progress = share => context.Report(part + share, parts,
                $"{trial.Data.Name}, {string.Join(" and ", trial.Methods.Select(m => m.Label))}"),
        }, context.Cancellation);
        return Result(data, before is null ? log : Joined(before, log), seeds.Count);
    }

    /// <summary>The learning curve of the training that a method started from, and then its own.</summary>
    private static TrainingLog Joined(TrainingLog before, TrainingLog log)
    {
        int updates = before.Entries[^1].OfflineUpdates;
        return new([.. before.Entries, .. log.Entries.Select(entry => entry with { OfflineUpdates = entry.OfflineUpdates + updates })]);
    }

    /// <summary>Members of one population draw as their own methods say.</summary>
    private TrainingOptions Options(Method method, TransitionOptions view, int seeds)
    {
        TrainingOptions options = method.Options(trial.Run, view);
        return trial.Methods.Count == 1 ? options : options with
        {
            OfflineSampler = rows =>
                new MemberSampler([.. trial.Methods.SelectMany(own => Enumerable.Repeat(own.Sampling.Sampler(rows), seeds))]),
        };
    }

    private TrialResult Result(OfflineDataset data, TrainingLog log, int seeds)
    {
        NormalizedScore score = data.RandomReturn is null || data.ExpertReturn is null ? new(0, 100) : NormalizedScore.Of(data);
        return new(Short(score.RandomReturn), Short(score.ExpertReturn), Short(score.Score(data.Returns().Mean)),
            [.. trial.Methods.Select((method, m) => Of(method, m * seeds, seeds))])
        { Data = DataSummary.Of(data, score) };

        MethodResult Of(Method method, int first, int count)
        {
            double[][] Rows(Func<TrainingEntry, double[]> values) =>
                [.. log.Entries.Select(entry => Shorten(values(entry).AsSpan(first, count)))];
            double[][]? Unless(double[][] rows) => rows.All(row => row.All(value => value == 0)) ? null : rows;
            string[] names = [.. log.Entries.SelectMany(entry => entry.Metrics.Keys).Distinct().Order(StringComparer.Ordinal)];
            double[] none = [.. Enumerable.Repeat(double.NaN, first + count)];
            return new([.. log.Entries.Select(e => e.OfflineUpdates)], [.. log.Entries.Select(e => e.OnlineSteps)],
                Rows(entry => Array.ConvertAll(entry.Returns, value => score.Score(value))))
            {
                Lengths = Rows(entry => entry.Lengths),
                Successes = Unless(Rows(entry => entry.Successes)),
                Costs = Unless(Rows(entry => entry.Costs)),
                Metrics = names.ToDictionary(name => name, name =>
                    Rows(entry => entry.Metrics.TryGetValue(name, out double[]? values) ? values : none)),
                Draws = method.Sampling.Weigh(data) is { } weights
                    ? DrawSummary.Of(data, weights).With(Enumerable.Repeat(DrawSummary.Of(data, weights), count - 1))
                    : null,
            };
        }
    }

    private static MethodResult Join(IReadOnlyList<MethodResult> seeds)
    {
        MethodResult first = seeds[0];
        return first with
        {
            Scores = Beside(seeds.Select(s => s.Scores)),
            Lengths = Beside(seeds.Select(s => s.Lengths!)),
            Successes = Optional(s => s.Successes),
            Costs = Optional(s => s.Costs),
            Metrics = first.Metrics.Keys.ToDictionary(name => name, name => Beside(seeds.Select(s => s.Metrics[name]))),
            Draws = first.Draws?.With(seeds.Skip(1).Select(s => s.Draws!)),
        };

        double[][]? Optional(Func<MethodResult, IReadOnlyList<double[]>?> rows) => seeds.All(s => rows(s) is null)
            ? null
            : Beside(seeds.Select(s => rows(s) ?? [.. first.Scores.Select(_ => new double[1])]));

        static double[][] Beside(IEnumerable<IReadOnlyList<double[]>> columns)
        {
            var list = columns.ToList();
            return [.. Enumerable.Range(0, list[0].Count).Select(row => list.SelectMany(column => column[row]).ToArray())];
        }
    }

    private static double[] Shorten(ReadOnlySpan<double> values)
    {
        double[] shorter = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
            shorter[i] = Short(values[i]);
        return shorter;
    }

    private static double Short(double value) => StoredNumbers.Significant(value, Digits);
}
