using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>What a method loses against the best policy, over repetitions.</summary>
/// <param name="Mean">The mean loss: what the theorems bound.</param>
/// <param name="StandardError">Of the mean.</param>
/// <param name="LowerQuartile">A quarter of the losses lie below.</param>
/// <param name="UpperQuartile">A quarter of the losses lie above.</param>
/// <param name="FailureRate">The share of repetitions that lose more than a threshold: a mean can hide rare failures.</param>
/// <param name="Repetitions">How many data sets.</param>
public sealed record LossSummary(double Mean, double StandardError, double LowerQuartile, double UpperQuartile, double FailureRate,
    int Repetitions)
{
    private const double NormalQuantile = 1.959964;

    /// <summary>The mean with its 95 % interval, normal as there are at least a hundred repetitions in stored results.</summary>
    public Estimate Estimate =>
        new(Mean, new(Mean - NormalQuantile * StandardError, Mean + NormalQuantile * StandardError, 0.95,
        $"normal interval, {Repetitions} data sets"));

    /// <summary>Summarizes losses.</summary>
    /// <param name="losses">One a repetition; sorted in place.</param>
    /// <param name="failure">The loss above which a repetition counts as failed.</param>
    /// <returns>The summary, to seven digits.</returns>
    public static LossSummary Of(Span<double> losses, double failure)
    {
        losses.Sort();
        double sum = 0, squares = 0;
        int failures = 0;
        foreach (double loss in losses)
        {
            sum += loss;
            failures += loss > failure ? 1 : 0;
        }
        double mean = sum / losses.Length;
        foreach (double loss in losses)
            squares += (loss - mean) * (loss - mean);
        double error = losses.Length > 1 ? Math.Sqrt(squares / (losses.Length - 1) / losses.Length) : double.PositiveInfinity;
        return new(Rounded(mean), Rounded(error), Rounded(losses[losses.Length / 4]), Rounded(losses[losses.Length * 3 / 4]),
            Rounded((double)failures / losses.Length), losses.Length);
    }

    /// <summary>Seven significant digits: stored results stay readable.</summary>
    internal static double Rounded(double value) => StoredNumbers.Significant(value, 7);
}
