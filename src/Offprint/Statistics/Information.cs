namespace Offprint.Statistics;

/// <summary>Information measures of finite probability laws, in nats.</summary>
public static class Information
{
    /// <summary>The entropy −Σ p ln p.</summary>
    /// <param name="p">Probabilities.</param>
    /// <returns>Between 0 and ln n; an impossible outcome adds nothing.</returns>
    public static double Entropy(ReadOnlySpan<double> p)
    {
        double sum = 0;
        foreach (double value in p)
            sum -= value > 0 ? value * Math.Log(value) : 0;
        return sum;
    }

    /// <summary>The relative entropy D(p‖q) = Σ p ln(p/q) of Kullback and Leibler.</summary>
    /// <param name="p">Probabilities.</param>
    /// <param name="q">As many probabilities.</param>
    /// <returns>Not negative, 0 for equal laws, infinity where p allows what q forbids.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double KullbackLeibler(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        Require.SameLength(p.Length, q.Length);
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
            sum += p[i] > 0 ? p[i] * Math.Log(p[i] / q[i]) : 0;
        return sum;
    }

    /// <summary>Jeffreys' symmetric divergence D(p‖q) + D(q‖p).</summary>
    /// <param name="p">Probabilities.</param>
    /// <param name="q">As many probabilities.</param>
    /// <returns>Not negative.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Jeffreys(ReadOnlySpan<double> p, ReadOnlySpan<double> q) => KullbackLeibler(p, q) + KullbackLeibler(q, p);

    /// <summary>The total variation distance ½ Σ |p − q|.</summary>
    /// <param name="p">Probabilities.</param>
    /// <param name="q">As many probabilities.</param>
    /// <returns>Between 0 and 1.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double TotalVariation(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        Require.SameLength(p.Length, q.Length);
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
            sum += Math.Abs(p[i] - q[i]);
        return sum / 2;
    }
}
