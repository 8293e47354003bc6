namespace Offprint.Numerics;

/// <summary>Functions whose textbook form loses digits near zero.</summary>
internal static class AccurateMath
{
    /// <summary>e^x − 1 to a few units in the last place (Kahan). <see cref="double.ExpM1"/> is the naive difference.</summary>
    public static double ExpMinusOne(double x)
    {
        double u = Math.Exp(x);
        if (u == 1)
            return x;
        double difference = u - 1;
        return difference == -1 || double.IsPositiveInfinity(u) ? difference : difference * (x / Math.Log(u));
    }

    /// <summary>log(1 + x) to a few units in the last place (Kahan).</summary>
    public static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>log(1 + e^x) without overflow.</summary>
    public static double SoftPlus(double x) => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    /// <summary>log(1 − e^x) for x &lt; 0 (Mächler 2012).</summary>
    public static double LogOneMinusExp(double x) => x > -0.6931471805599453 ? Math.Log(-ExpMinusOne(x)) : LogOnePlus(-Math.Exp(x));
}
