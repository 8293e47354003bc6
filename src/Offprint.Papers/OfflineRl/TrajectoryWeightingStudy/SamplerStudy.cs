using Offprint.Agents.Collection;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Weighting;
using Offprint.Experiments;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Samplers compared on one data set with one method.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Backbone">The method.</param>
/// <param name="Samplers">The samplers: one population, whose members differ in nothing but their sampler.</param>
/// <param name="Size">How long and how large.</param>
public sealed record SamplerSettings(MixedLog Data, Backbone Backbone, IReadOnlyList<SamplerSpec> Samplers, TrainingSize Size);

/// <summary>What one sampler reached.</summary>
/// <param name="Sampler">The sampler.</param>
/// <param name="Scores">Normalized scores after the last update, one a seed.</param>
/// <param name="EffectiveSampleSize">In rows, one a seed.</param>
/// <param name="GoodMass">The share of drawn rows that are of the good data, one a seed; of the whole data set where nothing is mixed.</param>
/// <param name="Mass">The share of drawn rows that are of each tenth of the rows, by return from the lowest; first seed.</param>
public sealed record SamplerRun(
    SamplerSpec Sampler, IReadOnlyList<double> Scores, IReadOnlyList<double> EffectiveSampleSize, IReadOnlyList<double> GoodMass, IReadOnlyList<double> Mass);

/// <summary>One data set.</summary>
/// <param name="Runs">One a sampler.</param>
/// <param name="Data">What the data set is like; first seed.</param>
public sealed record SamplerResult(IReadOnlyList<SamplerRun> Runs, LogSummary Data)
{
    /// <summary>The runs of a sampler.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The first run of that name.</returns>
    /// <exception cref="MissingResultsException">The comparison has no such sampler.</exception>
    public SamplerRun Of(string name) => Runs.FirstOrDefault(run => run.Sampler.Name == name)
        ?? throw new MissingResultsException($"This profile leaves out the sampler {name}.");
}

/// <summary>What the experiments of part B share: a cell draws a data set for each seed and trains a population of samplers on it.</summary>
public abstract class SamplerStudy : Experiment<SamplerSettings, SamplerResult>
{
    private const int Tenths = 10;

    /// <summary>Uniform sampling and advantage weighting.</summary>
    private protected static IReadOnlyList<SamplerSpec> Pair { get; } = [new(SamplerSpec.Uniform), new(SamplerSpec.Advantage)];

    /// <inheritdoc/>
    protected override int? NetworkNumerics(SamplerSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override SamplerResult Run(Cell<SamplerSettings> cell, RunContext context)
    {
        SamplerSettings settings = cell.Settings;
        var runs = settings.Samplers.Select(_ => (Scores: new List<double>(), Sizes: new List<double>(), Good: new List<double>())).ToList();
        List<double[]> masses = [];
        LogSummary? summary = null;
        for (int i = 0; i < context.Seeds.Count; i++)
        {
            OfflineDataset data = settings.Data.Load(context.Seeds[i].Derive("mixture"), context);
            TrajectoryWeights[] weights = [.. settings.Samplers.Select(sampler => sampler.Weigh(data))];
            double[] returns = SamplerTraining.Returns(settings, data, weights, context.Seeds[i], context,
                share => context.Report(i + share, context.Seeds.Count, $"{settings.Data.Name}, seed {i + 1}"));
            var score = NormalizedScore.Of(data);
            for (int p = 0; p < weights.Length; p++)
            {
                runs[p].Scores.Add(Math.Round(score.Score(returns[p]), 2));
                runs[p].Sizes.Add(StoredNumbers.Significant(weights[p].EffectiveSampleSize, 4));
                runs[p].Good.Add(StoredNumbers.Significant(MixedLog.GoodMass(data, weights[p]), 4));
            }
            if (i > 0)
                continue;
            summary = LogSummary.Of(data);
            masses = [.. weights.Select(own => MassByReturn(data, own))];
        }
        return new([.. settings.Samplers.Select((sampler, p) => new SamplerRun(sampler, runs[p].Scores, runs[p].Sizes, runs[p].Good, masses[p]))], summary!);
    }

    /// <summary>The tasks of a profile.</summary>
    private protected static IReadOnlyList<string> Tasks(Profile profile) => profile == Profile.Paper ? ["hopper", "halfcheetah", "walker2d"] : ["hopper"];

    /// <summary>Five in the paper; short trainings scatter more and cost less.</summary>
    private protected static int Seeds(Profile profile) => profile switch { Profile.Smoke => 1, Profile.Paper => 5, _ => 8 };

    /// <summary>A log of the profile's size; the paper's have 10⁶ rows, or 10⁵ in its smaller variants.</summary>
    private protected static MixedLog Log(Profile profile, string task, DatasetLevel level, double share) => profile switch
    {
        Profile.Smoke => new(task, level, share, 20_000, 10_000),
        Profile.Paper => new(task, level, share, 1_000_000, 1_000_000),
        _ => new(task, level, share, 100_000, 100_000),
    };

    /// <summary>The profile's size. The paper's is a million updates of networks of 256 units; few updates of small networks bear a higher rate.</summary>
    private protected static TrainingSize Size(Profile profile, int updates) =>
        profile == Profile.Paper ? new(1_000_000, 256, 256, 3e-4, 10) { SampledActions = 10 } : new(updates, 64, 128, 1e-3, 10);

    private protected static Cell<SamplerSettings> Compare(
        MixedLog log, Backbone backbone, IReadOnlyList<SamplerSpec> samplers, TrainingSize size, int seeds) =>
        new(log.Name, new(log, backbone, samplers, size), [.. Enumerable.Range(1, seeds)])
        {
            Cost = seeds * samplers.Count * size.Updates * Backbones.Cost(backbone) / 1e4,
        };

    /// <summary>Trajectories in order of their return, and how much of each tenth of the rows is drawn; a trajectory may span several tenths.</summary>
    internal static double[] MassByReturn(OfflineDataset data, TrajectoryWeights weights)
    {
        double[] mass = new double[Tenths];
        int row = 0;
        foreach (Episode episode in data.Episodes.OrderBy(e => e.Return))
        {
            double probability = weights.RowProbability(episode.Index);
            for (int end = row + episode.Length; row < end; row++)
                mass[(int)((long)row * Tenths / data.Count)] += probability;
        }
        return [.. mass.Select(share => StoredNumbers.Significant(share, 4))];
    }
}
