using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Offprint.Tensors.Kernels;

/// <summary>Six rows and two vectors of a product, kept in registers over a block of the summed index.</summary>
internal unsafe struct Tile
{
    /// <summary>The rows of a tile.</summary>
    public const int Height = 6;

    public int Depth, Columns;
    public float* A, B, C, Bias, Mask;
    public nint ARow, ADepth, BDepth, CRow;
    public bool Accumulates;
    public Epilogue Epilogue;

    /// <summary>Computes the tile that begins at a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="rows">How many rows there are, up to <see cref="Height"/>; further ones repeat the last.</param>
    public readonly void Run<TVectors, TVector>(int row, int rows)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        int width = 2 * TVectors.Count;
        float* c = C + row * CRow;
        if (Columns == width)
        {
            Compute<TVectors, TVector>(A + row * ARow, rows, c, CRow, Bias, Accumulates, Epilogue, Mask + row * CRow);
            return;
        }
        // Narrower results are computed at full width beside their place, whose neighbors are not ours.
        float* wide = stackalloc float[(Height + 1) * width], bias = wide + Height * width;
        if (Accumulates)
            Copy(c, CRow, wide, width, rows);
        else if (Bias != null)
            Copy(Bias, 0, bias, 0, 1);
        Compute<TVectors, TVector>(A + row * ARow, rows, wide, width, Bias == null ? null : bias, Accumulates, Epilogue.None, null);
        if (Epilogue == Epilogue.None)
        {
            Copy(wide, width, c, CRow, rows);
            return;
        }
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < Columns; j++)
                c[i * CRow + j] = Finish(wide[i * width + j], Epilogue, Mask + (row + i) * CRow + j);
        }
    }

    private readonly void Copy(float* source, nint sourceRow, float* target, nint targetRow, int rows)
    {
        for (int i = 0; i < rows; i++)
        {
            float* from = source + i * sourceRow, to = target + i * targetRow;
            int j = 0;
            for (; j + Vector128<float>.Count <= Columns; j += Vector128<float>.Count)
                Vector128.Load(from + j).Store(to + j);
            for (; j < Columns; j++)
                to[j] = from[j];
        }
    }

    /// <summary>The epilogue of one number.</summary>
    public static float Finish(float value, Epilogue epilogue, float* mask) => epilogue switch
    {
        Epilogue.Relu => value <= 0 ? 0 : value,
        Epilogue.ReluMask => *mask <= 0 ? 0 : value,
        _ => value,
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Compute<TVectors, TVector>(
        float* a, int rows, float* c, nint cRow, float* bias, bool accumulates, Epilogue epilogue, float* mask)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        int count = TVectors.Count;
        int end = rows - 1;
        nint r1 = Math.Min(1, end), r2 = Math.Min(2, end), r3 = Math.Min(3, end), r4 = Math.Min(4, end), r5 = Math.Min(5, end);
        float* a0 = a, a1 = a + r1 * ARow, a2 = a + r2 * ARow, a3 = a + r3 * ARow, a4 = a + r4 * ARow, a5 = a + r5 * ARow;
        float* c0 = c, c1 = c + r1 * cRow, c2 = c + r2 * cRow, c3 = c + r3 * cRow, c4 = c + r4 * cRow, c5 = c + r5 * cRow;
        TVector x0, y0, x1, y1, x2, y2, x3, y3, x4, y4, x5, y5;
        if (accumulates)
        {
            (x0, y0) = (TVectors.Load(c0), TVectors.Load(c0 + count));
            (x1, y1) = (TVectors.Load(c1), TVectors.Load(c1 + count));
            (x2, y2) = (TVectors.Load(c2), TVectors.Load(c2 + count));
            (x3, y3) = (TVectors.Load(c3), TVectors.Load(c3 + count));
            (x4, y4) = (TVectors.Load(c4), TVectors.Load(c4 + count));
            (x5, y5) = (TVectors.Load(c5), TVectors.Load(c5 + count));
        }
        else
        {
            x0 = x1 = x2 = x3 = x4 = x5 = bias == null ? TVectors.Create(0) : TVectors.Load(bias);
            y0 = y1 = y2 = y3 = y4 = y5 = bias == null ? TVectors.Create(0) : TVectors.Load(bias + count);
        }
        float* b = B;
        nint o = 0;
        for (int k = 0; k < Depth; k++)
        {
            TVector left = TVectors.Load(b), right = TVectors.Load(b + count), factor;
            factor = TVectors.Create(a0[o]);
            x0 = TVectors.FusedMultiplyAdd(factor, left, x0);
            y0 = TVectors.FusedMultiplyAdd(factor, right, y0);
            factor = TVectors.Create(a1[o]);
            x1 = TVectors.FusedMultiplyAdd(factor, left, x1);
            y1 = TVectors.FusedMultiplyAdd(factor, right, y1);
            factor = TVectors.Create(a2[o]);
            x2 = TVectors.FusedMultiplyAdd(factor, left, x2);
            y2 = TVectors.FusedMultiplyAdd(factor, right, y2);
            factor = TVectors.Create(a3[o]);
            x3 = TVectors.FusedMultiplyAdd(factor, left, x3);
            y3 = TVectors.FusedMultiplyAdd(factor, right, y3);
            factor = TVectors.Create(a4[o]);
            x4 = TVectors.FusedMultiplyAdd(factor, left, x4);
            y4 = TVectors.FusedMultiplyAdd(factor, right, y4);
            factor = TVectors.Create(a5[o]);
            x5 = TVectors.FusedMultiplyAdd(factor, left, x5);
            y5 = TVectors.FusedMultiplyAdd(factor, right, y5);
            b += BDepth;
            o += ADepth;
        }
        Store<TVectors, TVector>(x0, y0, c0, epilogue, mask);
        Store<TVectors, TVector>(x1, y1, c1, epilogue, mask + r1 * cRow);
        Store<TVectors, TVector>(x2, y2, c2, epilogue, mask + r2 * cRow);
        Store<TVectors, TVector>(x3, y3, c3, epilogue, mask + r3 * cRow);
        Store<TVectors, TVector>(x4, y4, c4, epilogue, mask + r4 * cRow);
        Store<TVectors, TVector>(x5, y5, c5, epilogue, mask + r5 * cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors, TVector>(TVector x, TVector y, float* c, Epilogue epilogue, float* mask)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        int count = TVectors.Count;
        if (epilogue == Epilogue.Relu)
        {
            (x, y) = (TVectors.ZeroUnlessPositive(x, x), TVectors.ZeroUnlessPositive(y, y));
        }
        else if (epilogue == Epilogue.ReluMask)
        {
            (x, y) = (TVectors.ZeroUnlessPositive(TVectors.Load(mask), x), TVectors.ZeroUnlessPositive(TVectors.Load(mask + count), y));
        }
        TVectors.Store(x, c);
        TVectors.Store(y, c + count);
    }
}
