using Offprint.Agents.Learners;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Datasets.Weighting;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Trains one population on one data set: a member a sampler.</summary>
internal static class SamplerTraining
{
    /// <summary>The mean return of each member's last policy.</summary>
    public static double[] Returns(
        SamplerSettings settings, OfflineDataset data, IReadOnlyList<TrajectoryWeights> weights, Seed seed, RunContext context,
        Action<double>? progress = null)
    {
        Seed[] seeds = [.. weights.Select(_ => seed)]; // equal: the same networks, the same random numbers, the same starts
        Normalizer normalizer = Normalizer.Of(data, VarianceDivisor.Count); // of all rows alike, whatever the sampler
        var options = new TrainingOptions
        {
            OfflineUpdates = settings.Size.Updates,
            BatchSize = settings.Size.BatchSize,
            EvaluateEvery = settings.Size.Updates,
            View = new(TimeLimitRule.Drop, Reward: Backbones.Rewards(settings.Backbone, data)) { Observations = normalizer },
            OfflineSampler = view => new MemberSampler([.. weights.Select(own => own.Sampler(view))]),
        };
        using IAgent agent = Backbones.Make(settings.Backbone, data.Spec, seeds, settings.Size);
        using var evaluator = new RolloutEvaluator(
            settings.Data.Environment, seeds.Length, new() { Episodes = settings.Size.Episodes, Observations = normalizer });
        var setup = new TrainingSetup(seeds, evaluator, data) { Mark = TrainingMarks.Of(context), Progress = progress };
        return new TrainingRun(options).Run(agent, setup, context.Cancellation).LastReturns;
    }
}
