using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>Errors over repetitions: near β = 1 they have heavy tails, so medians and quartiles, no means.</summary>
/// <param name="Median">The median.</param>
/// <param name="Low">The lower end of its 95 % interval, an order statistic: no assumption on the law.</param>
/// <param name="High">The upper end.</param>
/// <param name="LowerQuartile">A quarter of the errors lie below.</param>
/// <param name="UpperQuartile">A quarter of the errors lie above.</param>
public sealed record ErrorSummary(double Median, double Low, double High, double LowerQuartile, double UpperQuartile)
{
    /// <summary>The median with its interval.</summary>
    /// <param name="factor">What it is multiplied by.</param>
    /// <returns>The estimate.</returns>
    public Estimate Times(double factor = 1) =>
        new(factor * Median, new Interval(factor * Low, factor * High, 0.95, "order statistics around a median"));

    /// <summary>Summarizes errors.</summary>
    /// <param name="errors">One a repetition; sorted in place.</param>
    /// <returns>The summary, to seven digits.</returns>
    public static ErrorSummary Of(Span<double> errors)
    {
        errors.Sort();
        int n = errors.Length, half = (int)Math.Ceiling(0.5 * 1.96 * Math.Sqrt(n));
        return new(Digits(n % 2 == 1 ? errors[n / 2] : 0.5 * (errors[n / 2 - 1] + errors[n / 2])),
            Digits(errors[Math.Max(0, n / 2 - half)]),
            Digits(errors[Math.Min(n - 1, n / 2 + half)]), Digits(errors[n / 4]), Digits(errors[Math.Min(n - 1, 3 * n / 4)]));
    }

    /// <summary>Seven significant digits: stored results stay readable.</summary>
    internal static double Digits(double value) => StoredNumbers.Significant(value, 7);
}
