using System.Runtime.Intrinsics;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>A function of a weight and a parameter, eight weights at once.</summary>
internal interface IWeightMap
{
    static abstract Vector512<double> Of(Vector512<double> w, Vector512<double> parameter);
}

/// <summary>Applies maps to spans.</summary>
internal static class WeightMap
{
    /// <summary>Changes weights in place; a last part of fewer than eight is filled up with ones.</summary>
    public static void Apply<TMap>(Span<double> weights, double parameter)
        where TMap : IWeightMap
    {
        int width = Vector512<double>.Count, whole = weights.Length - weights.Length % width;
        Vector512<double> second = Vector512.Create(parameter);
        for (int i = 0; i < whole; i += width)
            TMap.Of(Vector512.Create<double>(weights[i..]), second).CopyTo(weights[i..]);
        Span<double> rest = weights[whole..], last = stackalloc double[width];
        last.Fill(1);
        rest.CopyTo(last);
        TMap.Of(Vector512.Create<double>(last), second).CopyTo(last);
        last[..rest.Length].CopyTo(rest);
    }
}
