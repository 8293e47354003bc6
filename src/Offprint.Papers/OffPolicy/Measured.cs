using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.OffPolicy;

/// <summary>A number with the ends of its 95 % interval, to seven digits.</summary>
/// <param name="Value">The number.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public sealed record Measured(double Value, double Low, double High)
{
    /// <summary>The standard error behind a normal interval.</summary>
    internal double Error => (High - Low) / (2 * 1.959964);

    /// <summary>The estimate.</summary>
    /// <param name="method">How the interval was made.</param>
    /// <returns>The same numbers.</returns>
    public Estimate ToEstimate(string method) => new(Value, new Interval(Low, High, 0.95, method));

    internal static Measured Of(Estimate e) => new(Digits(e.Value), Digits(e.Interval.Low), Digits(e.Interval.High));

    internal static double Digits(double value) => StoredNumbers.Significant(value, 7);
}
