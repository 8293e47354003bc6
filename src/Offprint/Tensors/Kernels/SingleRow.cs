using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Offprint.Tensors.Kernels;

/// <summary>One row of a product straight from B: few rows at a time, and sums over rows (a row of ones times B).</summary>
internal static unsafe class SingleRow
{
    /// <summary>Computes a row of a product whose B has contiguous rows.</summary>
    public static void Run(in Product product, int row, int width)
    {
        int column = 0;
        if (width >= 512)
            column = Run<Vectors512, Vector512<float>>(product, row, column);
        if (width >= 256)
            column = Run<Vectors256, Vector256<float>>(product, row, column);
        column = Run<Vectors128, Vector128<float>>(product, row, column);
        for (; column < product.Columns; column++)
        {
            float* c = product.C + row * product.CRow + column;
            float sum = product.Accumulates ? *c : product.Bias != null ? product.Bias[column] : 0;
            for (int k = 0; k < product.Depth; k++)
                sum = MathF.FusedMultiplyAdd(product.A[row * product.ARow + k * product.ADepth], product.B[k * product.BDepth + column],
                    sum);
            *c = Tile.Finish(sum, product.Epilogue, product.Mask + row * product.CRow + column);
        }
    }

    private static int Run<TVectors, TVector>(in Product product, int row, int column)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        for (; column + 4 * TVectors.Count <= product.Columns; column += 4 * TVectors.Count)
            Four<TVectors, TVector>(product, row, column);
        for (; column + TVectors.Count <= product.Columns; column += TVectors.Count)
            One<TVectors, TVector>(product, row, column);
        return column;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four<TVectors, TVector>(in Product product, int row, int column)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        int count = TVectors.Count;
        float* a = product.A + row * product.ARow, b = product.B + column;
        TVector w = Start<TVectors, TVector>(product, row, column), x = Start<TVectors, TVector>(product, row, column + count);
        TVector y = Start<TVectors, TVector>(product, row, column + 2 * count), z = Start<TVectors,
            TVector>(product, row, column + 3 * count);
        (nint aDepth, nint bDepth) = (product.ADepth, product.BDepth);
        for (int k = product.Depth; k > 0; k--)
        {
            TVector factor = TVectors.Create(*a);
            w = TVectors.FusedMultiplyAdd(factor, TVectors.Load(b), w);
            x = TVectors.FusedMultiplyAdd(factor, TVectors.Load(b + count), x);
            y = TVectors.FusedMultiplyAdd(factor, TVectors.Load(b + 2 * count), y);
            z = TVectors.FusedMultiplyAdd(factor, TVectors.Load(b + 3 * count), z);
            a += aDepth;
            b += bDepth;
        }
        Store<TVectors, TVector>(product, row, column, w);
        Store<TVectors, TVector>(product, row, column + count, x);
        Store<TVectors, TVector>(product, row, column + 2 * count, y);
        Store<TVectors, TVector>(product, row, column + 3 * count, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<TVectors, TVector>(in Product product, int row, int column)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        float* a = product.A + row * product.ARow, b = product.B + column;
        TVector sum = Start<TVectors, TVector>(product, row, column);
        for (int k = product.Depth; k > 0; k--)
        {
            sum = TVectors.FusedMultiplyAdd(TVectors.Create(*a), TVectors.Load(b), sum);
            a += product.ADepth;
            b += product.BDepth;
        }
        Store<TVectors, TVector>(product, row, column, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Start<TVectors, TVector>(in Product product, int row, int column)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct =>
        product.Accumulates ? TVectors.Load(product.C + row * product.CRow + column)
            : product.Bias != null ? TVectors.Load(product.Bias + column)
            : TVectors.Create(0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors, TVector>(in Product product, int row, int column, TVector sum)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        nint place = row * product.CRow + column;
        if (product.Epilogue == Epilogue.Relu)
            sum = TVectors.ZeroUnlessPositive(sum, sum);
        else if (product.Epilogue == Epilogue.ReluMask)
            sum = TVectors.ZeroUnlessPositive(TVectors.Load(product.Mask + place), sum);
        TVectors.Store(sum, product.C + place);
    }
}
