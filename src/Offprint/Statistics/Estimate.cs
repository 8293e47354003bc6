using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Statistics;

/// <summary>A number computed from a sample, with its interval.</summary>
/// <param name="Value">The number.</param>
/// <param name="Interval">Its confidence interval.</param>
public readonly record struct Estimate(double Value, Interval Interval)
{
    /// <summary>Shows an estimate in a table.</summary>
    /// <param name="estimate">The estimate.</param>
    public static implicit operator TableCell(Estimate estimate) => TableCell.Of(estimate.Value, estimate.Interval);

    /// <inheritdoc/>
    public override string ToString() => ((TableCell)this).ToString();
}
