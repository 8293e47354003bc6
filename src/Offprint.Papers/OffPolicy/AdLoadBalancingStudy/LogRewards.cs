using Offprint.Environments.Marketplace;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>Means and spreads with which satisfaction and revenue are put on one scale; frozen, so that policies stay comparable.</summary>
internal sealed record Standardizers(double SatisfactionMean, double SatisfactionSpread, double RevenueMean, double RevenueSpread)
{
    public static Standardizers Of(AdLoadLog log, IEnumerable<int> rows)
    {
        int[] chosen = [.. rows];
        (double sat, double satSpread) = Moments(log.Satisfaction, chosen);
        (double rev, double revSpread) = Moments(log.Revenue, chosen);
        return new(sat, satSpread, rev, revSpread);
    }

    public double[] Satisfaction(double[] column) => [.. column.Select(v => (v - SatisfactionMean) / SatisfactionSpread)];

    public double[] Revenue(double[] column) => [.. column.Select(v => (v - RevenueMean) / RevenueSpread)];

    /// <summary>ω z(sat) + (1 − ω) z(rev).</summary>
    public double[] Mixed(double weight, double[] satisfaction, double[] revenue) =>
        [.. Satisfaction(satisfaction).Zip(Revenue(revenue), (s, r) => weight * s + (1 - weight) * r)];

    private static (double Mean, double Spread) Moments(double[] column, int[] rows)
    {
        double mean = rows.Average(i => column[i]);
        return (mean, Math.Sqrt(rows.Average(i => (column[i] - mean) * (column[i] - mean))));
    }
}
