using System.Numerics.Tensors;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>
/// An estimate taken apart: $\hat J = \sum_k \sum_n V_{kn} \big/ \sum_n W_{kn}$ over terms k and units n. Plain estimators have one term
/// with W = 1, self-normalized ones a term a denominator, so that intervals resample numerator and denominator together.
/// </summary>
public sealed class Contributions
{
    /// <summary>Wraps columns, which are not copied.</summary>
    /// <param name="units">N, trajectories or clusters of them.</param>
    /// <param name="terms">K.</param>
    /// <param name="values">V, [K·N].</param>
    /// <param name="weights">W, [K·N]; null where all are one.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public Contributions(int units, int terms, double[] values, double[]? weights)
    {
        if (values.Length != (long)units * terms || (weights is not null && weights.Length != values.Length))
            throw new ArgumentException($"{values.Length} values and {weights?.Length ?? 0} weights for {terms} terms of {units} units.");
        (Units, Terms, V, W) = (units, terms, values, weights);
        (double Value, double)[] sums = [.. Enumerable.Range(0, terms).Select(k => (TensorPrimitives.Sum(Values(k)), Total(k)))];
        Value = sums.Sum(s => Quotient(s.Value, s.Item2));
    }

    /// <summary>N.</summary>
    public int Units { get; }

    /// <summary>K.</summary>
    public int Terms { get; }

    /// <summary>Ĵ.</summary>
    public double Value { get; }

    /// <summary>Whether denominators are random.</summary>
    public bool IsNormalized => W is not null;

    internal double[] V { get; }

    internal double[]? W { get; }

    /// <summary>V of a term.</summary>
    /// <param name="term">k.</param>
    /// <returns>[N].</returns>
    public ReadOnlySpan<double> Values(int term) => V.AsSpan(term * Units, Units);

    /// <summary>W of a term; empty where all are one.</summary>
    /// <param name="term">k.</param>
    /// <returns>[N].</returns>
    public ReadOnlySpan<double> Weights(int term) => W is null ? [] : W.AsSpan(term * Units, Units);

    /// <summary>
    /// Each unit's part in the estimate's error, $\psi_n = \sum_k (V_{kn} - \hat\theta_k W_{kn}) / \bar W_k$, plus Ĵ: their mean is Ĵ
    /// and their variance over N that of Ĵ to first order. For plain estimators these are the units' own values.
    /// </summary>
    /// <returns>[N].</returns>
    public double[] Linearized()
    {
        double[] parts = new double[Units];
        for (int k = 0; k < Terms; k++)
        {
            double mean = Total(k) / Units, ratio = Quotient(TensorPrimitives.Sum(Values(k)), Total(k));
            if (W is null)
            {
                TensorPrimitives.Add(parts, Values(k), parts);
                continue;
            }
            ReadOnlySpan<double> v = Values(k), w = Weights(k);
            for (int n = 0; n < parts.Length && mean > 0; n++)
                parts[n] += (v[n] - ratio * w[n]) / mean;
            TensorPrimitives.Add<double>(parts, ratio, parts);
        }
        return parts;
    }

    /// <summary>Adds up units that depend on each other.</summary>
    /// <param name="clusters">The cluster of each unit, [N].</param>
    /// <returns>
    /// One unit a cluster, in the order in which they first occur. Plain estimators become ratios of clusters' sums and sizes.
    /// </returns>
    /// <exception cref="ArgumentException">There is not one cluster a unit.</exception>
    public Contributions ByCluster(ReadOnlySpan<int> clusters)
    {
        if (clusters.Length != Units)
            throw new ArgumentException($"{clusters.Length} clusters for {Units} units.");
        Dictionary<int, int> places = [];
        int[] place = new int[Units];
        for (int n = 0; n < Units; n++)
        {
            if (!places.TryGetValue(clusters[n], out place[n]))
                places.Add(clusters[n], place[n] = places.Count);
        }
        int count = places.Count;
        double[] v = new double[Terms * count], w = new double[Terms * count];
        for (int k = 0; k < Terms; k++)
        {
            for (int n = 0; n < Units; n++)
            {
                v[k * count + place[n]] += V[k * Units + n];
                w[k * count + place[n]] += W is null ? 1 : W[k * Units + n];
            }
        }
        return new(count, Terms, v, w);
    }

    internal double Total(int term) => W is null ? Units : TensorPrimitives.Sum(Weights(term));

    /// <summary>No weight at all leaves nothing to estimate from: such a term counts as zero.</summary>
    internal static double Quotient(double value, double weight) => weight == 0 ? 0 : value / weight;
}
