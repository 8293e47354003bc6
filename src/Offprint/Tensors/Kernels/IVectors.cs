namespace Offprint.Tensors.Kernels;

/// <summary>
/// A vector width that kernels are compiled for: one source for all, since a type argument that is a struct costs nothing at run time.
/// Every operation is an IEEE one on each lane for itself, so that a result has the same bits in every lane of every width.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface IVectors<TVector>
    where TVector : struct
{
    /// <summary>Lanes.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* target);

    static abstract TVector Create(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a b + c with one rounding.</summary>
    static abstract TVector FusedMultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Abs(TVector a);

    /// <summary>|a| with the sign of b.</summary>
    static abstract TVector CopySign(TVector a, TVector b);

    /// <summary>a where x is below y, else b: b where one of them is not a number.</summary>
    static abstract TVector SelectLess(TVector x, TVector y, TVector a, TVector b);

    /// <summary>
    /// Zero where x ≤ 0, else a: ReLU for a = x, and its gradient for a gradient; not-a-numbers pass as they do in libtorch.
    /// </summary>
    static abstract TVector ZeroUnlessPositive(TVector x, TVector a);

    /// <summary>2ⁿ for whole n from −126 to 127.</summary>
    static abstract TVector PowerOfTwo(TVector n);
}
