using System.Runtime.CompilerServices;

namespace Offprint.Tensors.Kernels;

/// <summary>
/// Sums along contiguous rows. Index i adds to partial sum i mod 16; these are added in pairs 8, 4, 2 and 1 apart. So sums depend on
/// neither the vector width nor the address.
/// </summary>
/// <typeparam name="TVectors">The vector width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class RowSums<TVectors, TVector>
    where TVectors : struct, IVectors<TVector>
    where TVector : struct
{
    private const int Lanes = 16;

    /// <summary>Σ aᵢ bᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* a, float* b, int count)
    {
        float* lanes = stackalloc float[Lanes];
        int whole = count & -Lanes;
        for (int lane = 0; lane < Lanes; lane += TVectors.Count)
        {
            TVector sum = TVectors.Create(0);
            for (int i = lane; i < whole; i += Lanes)
                sum = TVectors.FusedMultiplyAdd(TVectors.Load(a + i), TVectors.Load(b + i), sum);
            TVectors.Store(sum, lanes + lane);
        }
        for (int i = whole; i < count; i++)
            lanes[i - whole] = MathF.FusedMultiplyAdd(a[i], b[i], lanes[i - whole]);
        return Fold(lanes);
    }

    /// <summary>Σ aᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(float* a, int count)
    {
        float* lanes = stackalloc float[Lanes];
        int whole = count & -Lanes;
        for (int lane = 0; lane < Lanes; lane += TVectors.Count)
        {
            TVector sum = TVectors.Create(0);
            for (int i = lane; i < whole; i += Lanes)
                sum = TVectors.Add(TVectors.Load(a + i), sum);
            TVectors.Store(sum, lanes + lane);
        }
        for (int i = whole; i < count; i++)
            lanes[i - whole] += a[i];
        return Fold(lanes);
    }

    private static float Fold(float* lanes)
    {
        float s0 = lanes[0] + lanes[8], s1 = lanes[1] + lanes[9], s2 = lanes[2] + lanes[10], s3 = lanes[3] + lanes[11];
        float s4 = lanes[4] + lanes[12], s5 = lanes[5] + lanes[13], s6 = lanes[6] + lanes[14], s7 = lanes[7] + lanes[15];
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }
}
