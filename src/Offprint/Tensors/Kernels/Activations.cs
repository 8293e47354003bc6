namespace Offprint.Tensors.Kernels;

/// <summary>max(a, 0).</summary>
internal readonly struct Relu : IElementwise
{
    public static TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct =>
        TVectors.ZeroUnlessPositive(a, a);
}

/// <summary>a where it is positive, else 0.3 a.</summary>
internal readonly struct LeakyRelu : IElementwise
{
    public const float Slope = 0.3f;

    public static TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct =>
        TVectors.SelectLess(TVectors.Create(0), a, a, TVectors.Multiply(a, TVectors.Create(Slope)));
}

/// <summary>The gradient y by leaky ReLU's input, whose sign is that of its output a.</summary>
internal readonly struct LeakyReluGradient : IElementwise
{
    public static TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct =>
        TVectors.SelectLess(TVectors.Create(0), a, y, TVectors.Multiply(y, TVectors.Create(LeakyRelu.Slope)));
}

/// <summary>tanh a.</summary>
internal readonly struct Tanh : IElementwise
{
    public static TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct =>
        Functions<TVectors, TVector>.Tanh(a);
}

/// <summary>The gradient y by tanh's input from its output a: y (1 − a²).</summary>
internal readonly struct TanhGradient : IElementwise
{
    public static TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct =>
        TVectors.Multiply(y, TVectors.FusedMultiplyAdd(TVectors.Subtract(TVectors.Create(0), a), a, TVectors.Create(1)));
}

/// <summary>SiLU: a times its logistic function.</summary>
internal readonly struct Silu : IElementwise
{
    public static TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct =>
        TVectors.Divide(a, TVectors.Add(TVectors.Create(1), Functions<TVectors, TVector>.Exp(TVectors.Subtract(TVectors.Create(0), a))));
}

/// <summary>The gradient y by SiLU's input a: y s (1 + a (1 − s)), s the logistic function.</summary>
internal readonly struct SiluGradient : IElementwise
{
    public static TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        TVector one = TVectors.Create(1), s = Functions<TVectors, TVector>.Logistic(a);
        return TVectors.Multiply(y, TVectors.Multiply(s, TVectors.FusedMultiplyAdd(a, TVectors.Subtract(one, s), one)));
    }
}

/// <summary>GELU: a times the normal distribution function, a Φ(a) (Hendrycks and Gimpel 2016).</summary>
internal readonly struct Gelu : IElementwise
{
    public static TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct =>
        TVectors.Multiply(a, NormalDistribution.Below<TVectors, TVector>(a));
}

/// <summary>The gradient y by GELU's input a: y (Φ(a) + a φ(a)).</summary>
internal readonly struct GeluGradient : IElementwise
{
    public static TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        TVector density = NormalDistribution.Density<TVectors, TVector>(a);
        return TVectors.Multiply(y, TVectors.FusedMultiplyAdd(a, density, NormalDistribution.Below<TVectors, TVector>(a)));
    }
}

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>Φ(a) = ½ (1 + erf(a/√2)).</summary>
    public static TVector Below<TVectors, TVector>(TVector a)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        TVector half = TVectors.Create(0.5f);
        return TVectors.FusedMultiplyAdd(half, Functions<TVectors, TVector>.Erf(TVectors.Multiply(a, TVectors.Create(0.70710678f))), half);
    }

    /// <summary>φ(a) = e^(−a²/2) / √(2π).</summary>
    public static TVector Density<TVectors, TVector>(TVector a)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct =>
        TVectors.Multiply(
            TVectors.Create(0.39894228f), Functions<TVectors,
            TVector>.Exp(TVectors.Multiply(TVectors.Multiply(a, a), TVectors.Create(-0.5f))));
}
