using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Probes;
using Offprint.Datasets.Transitions;
using Offprint.Files;
using Offprint.Networks;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>Which β a family prefers in each cell of the crossing maze, over fixed rows of the log.</summary>
/// <param name="Rows">Rows, the same for all seeds.</param>
[Kind("crossing-balance")]
public sealed record BalanceProbeOptions(int Rows = 8000) : ProbeOptions
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The learner is no family of policies.</exception>
    public override IProbe Create(ProbeSetup setup) => setup.Learner is FamO2o agent
        ? new BalanceProbe(agent, setup.FixedRows(Rows))
        : throw new ArgumentException($"A {setup.Learner.GetType().Name} chooses no balance.");

    /// <summary>The metric's name of the preferred β in a cell, as a share of its range.</summary>
    /// <param name="cell">Row and column, from 1.</param>
    internal static string Preferred((int Row, int Column) cell) => $"β at {cell.Row}, {cell.Column}";

    /// <summary>The metric's name of how much more the critics expect there of the greatest β than of the least.</summary>
    /// <param name="cell">Row and column, from 1.</param>
    internal static string Gain((int Row, int Column) cell) => $"gain at {cell.Row}, {cell.Column}";

    /// <summary>The metric's name of the preferred β over all rows.</summary>
    internal const string Mean = "β over all rows";
}

/// <summary>Means by cell.</summary>
internal sealed class BalanceProbe(FamO2o agent, Batch rows) : IProbe
{
    public IReadOnlyDictionary<string, double[]> Measure(ILearner learner)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var options = (FamO2oOptions)agent.Options;
        var range = new BalanceRange(options.LeastBeta, options.GreatestBeta);
        float[] places = rows.Observations.contiguous().data<float>().ToArray();
        float[] preferred = agent.PreferredBeta(rows.Observations).contiguous().data<float>().ToArray();
        float[] gains = (Value(range.Greatest) - Value(range.Least)).contiguous().data<float>().ToArray();
        var cells = Enumerable.Range(0, rows.Size).GroupBy(i => CrossingMazeWalk.StateOf(places.AsSpan(2 * i, 2)))
            .Where(group => group.Key >= 0).Select(group => (Cell: CrossingMaze.Cell(group.Key), Rows: group.ToArray())).ToList();
        var numbers = new Dictionary<string, double[]>
        {
            [BalanceProbeOptions.Mean] = [.. preferred.Chunk(rows.Size).Select(own => range.Share(own.Average(beta => (double)beta)))],
        };
        foreach (var (cell, own) in cells)
        {
            numbers[BalanceProbeOptions.Preferred(cell)] = [.. Means(preferred, own).Select(range.Share)];
            numbers[BalanceProbeOptions.Gain(cell)] = Means(gains, own);
        }
        return numbers;
    }

    /// <summary>min Q̄ at the policy's mean action for one β, [P, n, 1].</summary>
    private Tensor Value(double beta)
    {
        Tensor code = SinusoidalEncoding.Encode(full([1, rows.Size, 1], (float)beta), ((FamO2oOptions)agent.Options).EncodingWidth);
        Tensor action = agent.Actor.Distribution(cat([rows.Observations, code], 2)).Mode;
        return agent.Critics.LeastTarget(rows.Observations, action);
    }

    private double[] Means(float[] values, int[] own) =>
        [.. values.Chunk(rows.Size).Select(member => own.Average(i => (double)member[i]))];
}
