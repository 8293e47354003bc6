using MathNet.Numerics;

namespace Offprint.Numerics;

/// <summary>Binomial numbers for success probabilities of at most one half.</summary>
internal static class BinomialDraw
{
    /// <summary>Below this mean inversion is faster, above it rejection is, and valid.</summary>
    private const double InversionMean = 10;

    public static int Next(RandomStream random, int trials, double probability)
    {
        if (trials == 0 || probability == 0)
            return 0;
        return trials * probability < InversionMean ? Invert(random, trials, probability) : Reject(random, trials, probability);
    }

    /// <summary>Walks up the distribution from zero.</summary>
    private static int Invert(RandomStream random, int trials, double probability)
    {
        double odds = probability / (1 - probability);
        double mass = Math.Exp(trials * AccurateMath.LogOnePlus(-probability)), u = random.NextDouble();
        int k = 0;
        // Far in the tail the mass underflows before the walk ends; k is then as good as certain not to be exceeded.
        while (u >= mass && k < trials && mass > 0)
        {
            u -= mass;
            k++;
            mass *= odds * (trials - k + 1) / k;
        }
        return k;
    }

    /// <summary>Transformed rejection with squeeze (BTRS; Hörmann, "The generation of binomial random variates", 1993).</summary>
    private static int Reject(RandomStream random, int trials, double probability)
    {
        double odds = probability / (1 - probability), deviation = Math.Sqrt(trials * probability * (1 - probability));
        double b = 1.15 + 2.53 * deviation, a = -0.0873 + 0.0248 * b + 0.01 * probability, center = trials * probability + 0.5;
        double squeeze = 0.92 - 4.2 / b, alpha = (2.83 + 5.1 / b) * deviation, mode = Math.Floor((trials + 1) * probability);
        double modeMass = SpecialFunctions.GammaLn(mode + 1) + SpecialFunctions.GammaLn(trials - mode + 1);
        while (true)
        {
            double u = random.NextDouble() - 0.5, v = random.NextDouble(), us = 0.5 - Math.Abs(u);
            double k = Math.Floor((2 * a / us + b) * u + center);
            if (us >= 0.07 && v <= squeeze)
                return (int)k;
            if (k < 0 || k > trials)
                continue;
            double ratio = modeMass - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(trials - k + 1) + (k - mode) *
                Math.Log(odds);
            if (Math.Log(v * alpha / (a / (us * us) + b)) <= ratio)
                return (int)k;
        }
    }
}
