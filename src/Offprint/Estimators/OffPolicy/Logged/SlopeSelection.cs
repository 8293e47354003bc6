using Offprint.Files;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>
/// SLOPE (Su, Srinath, Krishnamurthy 2020; constants of Tucker and Lee 2021): of estimators ordered by growing bias it takes the last whose
/// interval meets those before it, $|\hat J_i - \hat J_j| \le c_i + (\sqrt6 - 1) c_j$ for all j &lt; i.
/// </summary>
/// <param name="Candidates">The estimators from least bias and most variance to most bias, such as falling bounds of a clip.</param>
[Kind("slope")]
public sealed record SlopeSelection(IReadOnlyList<OffPolicyEstimator> Candidates) : OffPolicyEstimator
{
    /// <summary>What gives the widths c. Default: Student's t on the log's clusters, or its trajectories.</summary>
    public IntervalRule Widths { get; init; } = new StudentInterval();

    /// <inheritdoc/>
    protected override string Name => $"SLOPE of {Candidates.Count} {Candidates[0].Label}";

    /// <inheritdoc/>
    protected override TargetColumns Columns => Candidates.Aggregate(TargetColumns.None, (needs, c) => needs | c.Needs);

    /// <summary>The usual ladder: one-step IPS with falling bounds.</summary>
    /// <param name="bounds">c from great to small.</param>
    /// <returns>The selection.</returns>
    public static SlopeSelection OfClips(params IReadOnlyList<double> bounds) =>
        new([.. bounds.Select(c => new InversePropensity { Weights = new Clip(c) })]);

    /// <inheritdoc/>
    public override Contributions Evaluate(LoggedSteps log, TargetPolicy target) => Select(log, target).Contributions;

    /// <summary>Which candidate it takes.</summary>
    /// <param name="log">The log.</param>
    /// <param name="target">The policy.</param>
    /// <returns>Its place in the list, and its estimate.</returns>
    public (int Index, Contributions Contributions) Select(LoggedSteps log, TargetPolicy target)
    {
        if (Candidates.Count == 0)
            throw new ArgumentException("SLOPE has nothing to choose from.");
        List<(double Value, double Width)> seen = [];
        (int, Contributions) taken = default;
        for (int i = 0; i < Candidates.Count; i++)
        {
            Contributions parts = Candidates[i].Evaluate(log, target);
            double width = Widths.Of(parts, log.Clusters).Width / 2;
            if (seen.Exists(s => Math.Abs(s.Value - parts.Value) > width + (Math.Sqrt(6) - 1) * s.Width))
                break;
            seen.Add((parts.Value, width));
            taken = (i, parts);
        }
        return taken;
    }

    /// <inheritdoc/>
    public bool Equals(SlopeSelection? other) =>
        other is not null && Widths == other.Widths && Candidates.SequenceEqual(other.Candidates);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Widths, Candidates.Count, Candidates[0]);
}
