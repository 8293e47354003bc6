using System.Runtime.CompilerServices;

namespace Offprint.Tensors.Kernels;

/// <summary>
/// Exponential, hyperbolic tangent and error function by polynomials of fused multiply-adds, without table or branch: errors below two
/// units in the last place (tanh, exp) and 3·10⁻⁷ (erf), and the same bits at every width.
/// </summary>
/// <typeparam name="TVectors">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static class Functions<TVectors, TVector>
    where TVectors : struct, IVectors<TVector>
    where TVector : struct
{
    // Adding and subtracting 1.5·2²³ rounds to a whole number.
    private const float Rounder = 12_582_912;

    /// <summary>eˣ: infinite above 88.7, denormal below −87.3, zero below −104 (Cephes' expf).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        x = TVectors.SelectLess(C(89), x, C(89), x);
        x = TVectors.SelectLess(x, C(-104), C(-104), x);
        TVector n = Round(TVectors.Multiply(x, C(1.442695041f)));
        // ln 2 in two parts: the first has few digits, so that n times it is exact.
        TVector r = TVectors.FusedMultiplyAdd(n, C(-0.693359375f), x);
        r = TVectors.FusedMultiplyAdd(n, C(2.12194440e-4f), r);
        TVector p = Polynomial(r, [1.9875691500e-4f, 1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 0.5f]);
        p = TVectors.FusedMultiplyAdd(p, TVectors.Multiply(r, r), TVectors.Add(r, C(1)));
        // In two steps, since 2ⁿ itself may lie beyond the largest and the smallest normal number.
        TVector half = Round(TVectors.Multiply(n, C(0.5f)));
        return TVectors.Multiply(TVectors.Multiply(p, TVectors.PowerOfTwo(half)), TVectors.PowerOfTwo(TVectors.Subtract(n, half)));
    }

    /// <summary>tanh x, a rational function (Eigen's).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        TVector square = TVectors.Multiply(x, x), size = TVectors.Abs(x);
        TVector above = Polynomial(square, [
            -2.76076847742355e-16f, 2.00018790482477e-13f, -8.60467152213735e-11f, 5.12229709037114e-08f, 1.48572235717979e-05f,
            6.37261928875436e-04f, 4.89352455891786e-03f]);
        TVector below = Polynomial(square, [1.19825839466702e-06f, 1.18534705686654e-04f, 2.26843463243900e-03f, 4.89352518554385e-03f]);
        TVector inner = TVectors.Divide(TVectors.Multiply(x, above), below);
        inner = TVectors.SelectLess(size, C(4e-4f), x, inner); // x − x³/3 is x there
        return TVectors.SelectLess(C(7.99f), size, TVectors.CopySign(C(1), x), inner); // and 1 here, to the last digit
    }

    /// <summary>erf x, a rational function (Eigen's).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Erf(TVector x)
    {
        TVector square = TVectors.Multiply(x, x);
        TVector above = Polynomial(square, [
            -2.72614225801306e-10f, 2.77068142495902e-08f, -2.10102402082508e-06f, -5.69250639462346e-05f, -7.34990630326855e-04f,
            -2.95459980854025e-03f, -1.60960333262415e-02f]);
        TVector below = Polynomial(square, [
            -1.45660718464996e-05f, -2.13374055278905e-04f, -1.68282697438203e-03f, -7.37332916720468e-03f, -1.42647390514189e-02f]);
        TVector inner = TVectors.Divide(TVectors.Multiply(x, above), below);
        // Beyond 3.92 the nearest number is ±1.
        return TVectors.SelectLess(C(3.92f), TVectors.Abs(x), TVectors.CopySign(C(1), x), inner);
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Logistic(TVector x) =>
        TVectors.Divide(C(1), TVectors.Add(C(1), Exp(TVectors.Subtract(C(0), x))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Polynomial(TVector x, ReadOnlySpan<float> coefficients)
    {
        TVector sum = C(coefficients[0]);
        for (int i = 1; i < coefficients.Length; i++)
            sum = TVectors.FusedMultiplyAdd(sum, x, C(coefficients[i]));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Round(TVector x) => TVectors.Subtract(TVectors.Add(x, C(Rounder)), C(Rounder));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector C(float value) => TVectors.Create(value);
}
