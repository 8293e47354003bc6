using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Agents.Probes;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Transitions;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Statistics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>Options of <see cref="DistributionShiftProbe"/>.</summary>
/// <param name="Rows">Rows of the log, and at most as many of the policy.</param>
/// <param name="Episodes">Episodes in which the policy explores.</param>
[Kind("distribution-shift")]
public sealed record DistributionShiftOptions(int Rows = 500, int Episodes = 2) : ProbeOptions
{
    /// <inheritdoc/>
    public override IProbe Create(ProbeSetup setup)
    {
        using var scope = NewDisposeScope();
        Batch rows = setup.FixedRows(Rows, seed: new Seed(1).Derive("shift rows"));
        float[] values = cat([rows.Observations, rows.Actions], 2).contiguous().data<float>().ToArray();
        var evaluator = setup.Own(new RolloutEvaluator(setup.Environment, setup.Learner.Population,
            new() { Episodes = Episodes, Mode = ActMode.Explore, Observations = setup.Observations }));
        return new DistributionShiftProbe(new(rows.Size, values.Length / rows.Size, values), evaluator,
            [.. setup.Seeds.Select(seed => seed.Derive("shift"))]);
    }
}

/// <summary>
/// How far what the policy does is from the log: the total variation of states and actions that a linear classifier can prove.
/// </summary>
internal sealed class DistributionShiftProbe(SampleMatrix log, RolloutEvaluator evaluator, IReadOnlyList<Seed> seeds) : IProbe
{
    public const string Distance = "distance to the log";

    private const int Folds = 2;

    public IReadOnlyDictionary<string, double[]> Measure(ILearner learner)
    {
        var recorder = new Recorder(learner.Policy);
        RolloutResult played = evaluator.Evaluate(recorder, seeds);
        return new Dictionary<string, double[]>
        {
            [Distance] = [.. seeds.Select((seed, p) =>
                ClassifierDistance.TotalVariation(log, recorder.Rows(p, played.Lengths[p], log.Rows), seed, Folds))],
        };
    }

    /// <summary>A policy whose observations and actions are written down.</summary>
    private sealed class Recorder(IPolicy policy) : IPolicy
    {
        private readonly List<float[]> _steps = []; // [P, n, observation and action]
        private int _width, _copies;

        public void Begin(ReadOnlySpan<bool> starts) => policy.Begin(starts);

        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
        {
            Tensor actions = policy.Act(observations, mode, random), joined = cat([observations, actions], 2);
            (_copies, _width) = ((int)joined.shape[1], (int)joined.shape[2]);
            _steps.Add(joined.contiguous().data<float>().ToArray());
            return actions;
        }

        /// <summary>A member's rows up to its episodes' ends, evenly thinned.</summary>
        public SampleMatrix Rows(int member, int[] lengths, int most)
        {
            var all = lengths.SelectMany((length, copy) => Enumerable.Range(0, length).Select(t => (Step: t, Copy: copy))).ToList();
            int count = Math.Min(most, all.Count);
            float[] values = new float[count * _width];
            for (int i = 0; i < count; i++)
            {
                (int step, int copy) = all[(int)((long)i * all.Count / count)];
                _steps[step].AsSpan((member * _copies + copy) * _width, _width).CopyTo(values.AsSpan(i * _width));
            }
            return new(count, _width, values);
        }
    }
}
