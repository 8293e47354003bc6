using Offprint.Statistics;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>What a log says about a policy before any reward is looked at.</summary>
/// <param name="EffectiveSampleSize">(Σw)²/Σw² of the whole trajectories' weights, in trajectories; stands beside every estimate.</param>
/// <param name="MaximumWeight">The greatest weight of a trajectory; +∞ where it is beyond a double.</param>
/// <param name="MeanWeight">The mean weight of a trajectory: one in expectation if the log supports the policy.</param>
/// <param name="MeanRatio">The mean of single steps' ratios: one in expectation if the log supports the policy.</param>
/// <param name="MissingMass">
/// The share of the policy's actions that the log cannot contain: one minus the mean ratio where that is below one by more than chance
/// allows (six standard errors), else 0.
/// </param>
/// <param name="SmallPropensities">The share of rows with a propensity below 0.01.</param>
public sealed record WeightDiagnostics(
    double EffectiveSampleSize, double MaximumWeight, double MeanWeight, double MeanRatio, double MissingMass, double SmallPropensities)
{
    private const double Chance = 6, Rounding = 1e-9, Small = 0.01;

    /// <summary>Looks at the weights.</summary>
    /// <param name="log">The log.</param>
    /// <param name="target">The policy.</param>
    /// <returns>The diagnostics.</returns>
    public static WeightDiagnostics Of(LoggedSteps log, TargetPolicy target)
    {
        target.Check(log, TargetColumns.None);
        var block = new StepBlock(log, target);
        double[] weights = new double[log.Trajectories];
        double sum = 0, squares = 0;
        for (int start = 0; block.MoveTo(start); start += block.Count)
        {
            block.RelativeWeights(block.Steps - 1, weights.AsSpan(start, block.Count));
            for (int t = 0; t < block.Steps; t++)
            {
                foreach (double w in block.Ratios(t))
                {
                    sum += w;
                    squares += w * w;
                }
            }
        }
        // Steps after an end have ratio one and are none.
        double steps = log.Lengths?.Sum(l => (double)l) ?? log.Rows, padding = log.Rows - steps;
        double mean = (sum - padding) / steps, variance = Math.Max(0, (squares - padding) / steps - mean * mean);
        double shortage = 1 - mean, noise = Chance * Math.Sqrt(variance / steps);
        double factor = Math.Exp(block.LogScale(block.Steps - 1)), total = 0, greatest = 0;
        foreach (double w in weights)
        {
            total += w;
            greatest = Math.Max(greatest, w);
        }
        return new(ImportanceWeights.EffectiveSize(weights), greatest * factor, total * factor / weights.Length, mean,
            shortage > Rounding && shortage > noise ? shortage : 0, log.Propensities.Count(p => p < Small) / steps);
    }

    /// <summary>
    /// The mass of a policy outside another's support where both laws are known in full: mean over rows of Σ_a π(a|x) over actions with
    /// π_b(a|x) = 0.
    /// </summary>
    /// <param name="behavior">π_b, [N·A], row by row.</param>
    /// <param name="target">π, [N·A].</param>
    /// <param name="actions">A.</param>
    /// <returns>From 0, full support, to 1.</returns>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static double OutsideSupport(ReadOnlySpan<double> behavior, ReadOnlySpan<double> target, int actions)
    {
        if (behavior.Length != target.Length || behavior.Length % actions != 0 || behavior.IsEmpty)
            throw new ArgumentException($"Laws of {behavior.Length} and {target.Length} probabilities over {actions} actions.");
        double mass = 0;
        for (int i = 0; i < target.Length; i++)
            mass += behavior[i] == 0 ? target[i] : 0;
        return mass / (target.Length / actions);
    }

    internal void RequireSupport(string label)
    {
        if (MissingMass > 0)
            throw new LogException(
                $"{MissingMass:P1} of the actions of '{label}' lie outside the log's support: its ratios average {MeanRatio:G4} instead " +
                "of 1, more than chance explains. No weighting recovers their rewards. Evaluate a policy that the log covers, use the " +
                "direct method, or state EvaluationOptions.Support = SupportRule.Report to see the biased numbers.");
    }
}
