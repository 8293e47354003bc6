using Offprint.Agents.Tabular.Collection;
using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.GosprlStudy;

/// <summary>Sampling the leaves of a star.</summary>
/// <param name="Leaves">m.</param>
/// <param name="Probability">p, of reaching the leaf that was chosen.</param>
/// <param name="Samples">k, wanted of one action of each leaf.</param>
/// <param name="Collector">Who collects.</param>
public sealed record StarSettings(int Leaves, double Probability, int Samples, CollectorSpec Collector);

/// <summary>Times of one collector on one star.</summary>
/// <param name="Total">B = m k.</param>
/// <param name="Diameter">D = 1 + 1/p.</param>
/// <param name="Steps">τ, one a seed.</param>
public sealed record StarResult(int Total, double Diameter, [property: PerSeed] IReadOnlyList<long> Steps);

/// <summary>Part A: an instance on which the best possible time is known, B D.</summary>
public sealed class StarStudy : Experiment<StarSettings, StarResult>
{
    /// <inheritdoc/>
    public override string Name => "star";

    /// <inheritdoc/>
    public override string Title => "Collecting from the leaves of a star, where B D steps are needed";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<StarSettings>> Cells(Profile profile)
    {
        (int runs, double[] known, int[] samples, double[] sweep) = profile == Profile.Smoke
            ? (20, [0.2], [5, 40], [0.5, 0.2])
            : (profile == Profile.Standard ? 40 : 200, new[] { 0.5, 0.2, 0.1, 0.05 }, new[] { 5, 10, 20, 40, 80 },
                new[] { 1 / 2.0, 1 / 4.0, 1 / 8.0, 1 / 16.0, 1 / 32.0 });
        double p = profile == Profile.Smoke ? 0.2 : 0.1;
        List<Cell<StarSettings>> cells = [.. known.Select(q => Star(q, 80, CollectorKind.Known, runs)),
            .. samples.Select(k => Star(p, k, CollectorKind.Gosprl, runs))];
        cells.AddRange(sweep.Select(q => Star(q, 80, CollectorKind.Gosprl, runs)));
        return cells;
    }

    /// <inheritdoc/>
    public override StarResult Run(Cell<StarSettings> cell, RunContext context)
    {
        StarSettings settings = cell.Settings;
        TabularMdp mdp = TabularMdps.Star(settings.Leaves, settings.Probability);
        int[,] wanted = new int[mdp.States, mdp.Actions];
        for (int leaf = 1; leaf < mdp.States; leaf++)
            wanted[leaf, 0] = settings.Samples;
        var requirement = new FixedRequirement(wanted);
        SampleCollector collector = settings.Collector.Make();
        long[] steps = new long[context.Seeds.Count];
        for (int i = 0; i < steps.Length; i++)
        {
            context.Report(i, steps.Length);
            steps[i] = collector.Run(mdp, requirement, context.Seeds[i], cancellation: context.Cancellation).Steps;
        }
        return new((int)requirement.Total, Diameter.Of(mdp).Value, steps);
    }

    private static Cell<StarSettings> Star(double probability, int samples, CollectorKind kind, int runs)
    {
        var collector = new CollectorSpec(kind);
        string odds = (1 / probability).ToString("0.##", CultureInfo.InvariantCulture);
        return new($"one-in-{odds}-{samples}-{collector.Key()}", new(4, probability, samples, collector),
            [.. Enumerable.Range(1, runs)]) { Cost = samples / probability };
    }
}
