using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Offprint.Tensors.Kernels;

/// <summary>A function of numbers: y = f(a, b, y).</summary>
internal interface IElementwise
{
    /// <summary>The function on vectors of some width.</summary>
    static abstract TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct;
}

/// <summary>a b.</summary>
internal readonly struct Multiply : IElementwise
{
    public static TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct =>
        TVectors.Multiply(a, b);
}

/// <summary>a b + y with one rounding.</summary>
internal readonly struct MultiplyAdd : IElementwise
{
    public static TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct =>
        TVectors.FusedMultiplyAdd(a, b, y);
}

/// <summary>
/// Functions of numbers over contiguous memory. The last ones of an array are computed in a padded vector of their own, so that the result
/// of a number depends on the number alone: <c>TensorPrimitives</c> promises nothing of the kind.
/// </summary>
internal static unsafe class Elementwise
{
    /// <summary>yᵢ ← f(aᵢ, bᵢ, yᵢ) with the widest vectors.</summary>
    public static void Apply<TFunction>(float* a, float* b, float* y, nint count)
        where TFunction : struct, IElementwise
    {
        switch (NetworkKernels.Width)
        {
            case 512: Apply<TFunction, Vectors512, Vector512<float>>(a, b, y, count); break;
            case 256: Apply<TFunction, Vectors256, Vector256<float>>(a, b, y, count); break;
            default: Apply<TFunction, Vectors128, Vector128<float>>(a, b, y, count); break;
        }
    }

    /// <summary>yᵢ ← f(aᵢ, bᵢ, yᵢ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TFunction, TVectors, TVector>(float* a, float* b, float* y, nint count)
        where TFunction : struct, IElementwise
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        nint i = 0;
        for (; i + TVectors.Count <= count; i += TVectors.Count)
            TVectors.Store(TFunction.Invoke<TVectors, TVector>(TVectors.Load(a + i), TVectors.Load(b + i), TVectors.Load(y + i)), y + i);
        if (i == count)
            return;
        int rest = (int)(count - i);
        float* padded = stackalloc float[3 * TVectors.Count];
        new Span<float>(padded, 3 * TVectors.Count).Clear();
        float* b0 = padded + TVectors.Count, y0 = b0 + TVectors.Count;
        Copy(a + i, padded, rest);
        Copy(b + i, b0, rest);
        Copy(y + i, y0, rest);
        TVectors.Store(TFunction.Invoke<TVectors, TVector>(TVectors.Load(padded), TVectors.Load(b0), TVectors.Load(y0)), y0);
        Copy(y0, y + i, rest);
    }

    /// <summary>sumᵢ ← sumᵢ + partᵢ.</summary>
    public static void Add(float* part, float* sum, int count) =>
        TensorPrimitives.Add(new ReadOnlySpan<float>(part, count), new ReadOnlySpan<float>(sum, count), new Span<float>(sum, count));

    /// <summary>yᵢ ← scale · aᵢ + shift with one rounding.</summary>
    public static void Affine<TVectors, TVector>(float* a, float scale, float shift, float* y, int count)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        TVector scales = TVectors.Create(scale), shifts = TVectors.Create(shift);
        int i = 0;
        for (; i + TVectors.Count <= count; i += TVectors.Count)
            TVectors.Store(TVectors.FusedMultiplyAdd(TVectors.Load(a + i), scales, shifts), y + i);
        for (; i < count; i++)
            y[i] = MathF.FusedMultiplyAdd(a[i], scale, shift);
    }

    /// <summary>yᵢ ← yᵢ + scale · aᵢ with one rounding.</summary>
    public static void AddScaled<TVectors, TVector>(float* a, float scale, float* y, int count)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        TVector scales = TVectors.Create(scale);
        int i = 0;
        for (; i + TVectors.Count <= count; i += TVectors.Count)
            TVectors.Store(TVectors.FusedMultiplyAdd(TVectors.Load(a + i), scales, TVectors.Load(y + i)), y + i);
        for (; i < count; i++)
            y[i] = MathF.FusedMultiplyAdd(a[i], scale, y[i]);
    }

    private static void Copy(float* source, float* target, int count)
    {
        for (int i = 0; i < count; i++)
            target[i] = source[i];
    }
}
