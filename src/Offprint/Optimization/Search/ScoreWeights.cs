using Offprint.Optimization.Designs;

namespace Offprint.Optimization.Search;

/// <summary>
/// How much each visible design counts for models from scores to designs: rare good scores more than common poor ones (Kumar and Levine
/// 2020).
/// </summary>
internal static class ScoreWeights
{
    private const int Bins = 20;
    private const double Smoothing = 1e-3, Greatest = 5, TemperaturePercentile = 90; // code

    /// <summary>
    /// The weights e^{b/τ} / (h_b + K), normalized over bins, of the bin b with share h_b that a score falls into; τ is how far the 90th
    /// percentile of the scores lies below the best; at most 5.
    /// </summary>
    /// <param name="scores">y, on any scale.</param>
    /// <returns>One a score, not negative.</returns>
    public static float[] Of(ReadOnlySpan<float> scores)
    {
        double[] values = new double[scores.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = scores[i];
        double low = values.Min(), high = values.Max(), width = (high - low) / Bins;
        if (!(width > 0))
            return [.. values.Select(_ => 1f)];
        int[] places = [.. values.Select(v => Math.Min((int)((v - low) / width), Bins - 1))];
        double[] shares = new double[Bins];
        foreach (int place in places)
            shares[place] += 1.0 / values.Length;
        double temperature = Math.Max(high - new DesignScore(values).Percentile(TemperaturePercentile, PercentileRule.Linear), 1e-12);
        double[] wished = [.. shares.Select((share, b) => Math.Exp((b + 1 - Bins) * width / temperature) * share / (share + Smoothing))];
        double sum = wished.Sum();
        return [.. places.Select(b => (float)Math.Min(wished[b] / (sum * shares[b]), Greatest))];
    }
}
