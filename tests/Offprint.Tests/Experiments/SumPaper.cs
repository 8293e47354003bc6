using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Tests.Experiments;

/// <summary>How many numbers to draw.</summary>
public sealed record SumSettings([property: Range(1, 1000)] int Count, double Scale);

/// <summary>Their sum, one a seed.</summary>
public sealed record SumResult([property: PerSeed] double[] Sums);

/// <summary>Sums random numbers, one sum a seed: quick, and every bit of the result is decided by settings and seeds.</summary>
internal sealed class SumExperiment(string name = "sums", int cells = 7) : Experiment<SumSettings, SumResult>
{
    /// <summary>Keys of the cells that were computed, not loaded.</summary>
    public ConcurrentQueue<string> Computed { get; } = [];

    /// <summary>Called as each cell begins.</summary>
    public Action<string, RunContext>? Begin { get; init; }

    public int CodeVersion { get; init; } = 1;

    /// <summary>Makes the code another one: added to each sum.</summary>
    public double Shift { get; init; }

    /// <summary>Writes down each sum as it is finished.</summary>
    public bool Marks { get; init; }

    /// <summary>The tolerance between machines.</summary>
    public double? Bound { get; init; } = 1e-6;

    public override string Name => name;

    public override string Title => "Sums of random numbers";

    public override int Version => CodeVersion;

    public override double? Tolerance => Bound;

    public override IReadOnlyList<Cell<SumSettings>> Cells(Profile profile) => profile == Profile.Paper
        ? []
        : [.. Enumerable.Range(1, cells).Select(i => new Cell<SumSettings>($"cell{i}", new SumSettings(10 * i, 0.1), [1, 2]) { Cost = i })];

    public override SumResult Run(Cell<SumSettings> cell, RunContext context)
    {
        Begin?.Invoke(cell.Key, context);
        double[] sums = new double[context.Seeds.Count];
        for (int seed = 0; seed < sums.Length; seed++)
        {
            var random = context.Seeds[seed].Stream();
            for (int i = 0; i < cell.Settings.Count; i++)
            {
                sums[seed] += random.NextUniform(0, cell.Settings.Scale);
                context.Report(seed * cell.Settings.Count + i + 1, sums.Length * cell.Settings.Count, $"seed {seed}");
            }
            sums[seed] += Shift;
            if (Marks)
                context.Mark($"sum {seed}", new ReadOnlySpan<double>(in sums[seed]));
        }
        Computed.Enqueue(cell.Key);
        return new SumResult(sums);
    }
}

/// <summary>A paper of one or more experiments that sum.</summary>
internal sealed class SumPaper(params SumExperiment[] experiments) : Paper
{
    public override string Slug => "sums";

    public override Citation Citation { get; } = new("Sums", ["A. Adder"], 2020, "Journal of Sums 2020", null);

    public override string Summary => "Sums add up.";

    public override string Notebook => "notebooks/sums.ipynb";

    public override IReadOnlyList<IExperiment> Experiments => experiments;

    public override IReadOnlyList<WaitingResults> Waiting => Earlier;

    /// <summary>Experiments whose results are of earlier kernels.</summary>
    public IReadOnlyList<WaitingResults> Earlier { get; init; } = [];

    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("least", "Table 1", results => CardTable.Of(
            "Least sums", results.Of(experiments[0]), ("Cell", c => c.Cell.Key), ("Least", c => c.Result.Sums.Min()))),
    ];

    public override IReadOnlyList<Claim> Claims { get; } =
    [
        .. experiments.Select(experiment => new Claim($"{experiment.Name}-positive", "Sums are positive.", "Table 1", 1, results =>
        {
            double least = results.Of(experiment).Min(c => c.Result.Sums.Min());
            return ClaimOutcome.From(least > 0, least, seeds: [1, 2]);
        })),
    ];
}

/// <summary>Keeps all that is reported, in order.</summary>
internal sealed class ProgressLog : IProgress<RunProgress>
{
    public List<RunProgress> Reports { get; } = [];

    public void Report(RunProgress value) => Reports.Add(value); // the meter reports one at a time
}
