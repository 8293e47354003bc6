using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Offprint.Tensors.Kernels;

/// <summary>Copies panels of a product's right factor, so that the tiles read them from end to end.</summary>
internal static unsafe class Packing
{
    /// <summary>Packs some columns, followed by zeros up to the panel's width.</summary>
    public static void Pack(float* b, nint bDepth, nint bColumn, int depth, int columns, float* panel, int width)
    {
        if (bColumn == 1)
        {
            for (int k = 0; k < depth; k++)
                new ReadOnlySpan<float>(b + k * bDepth, columns).CopyTo(new Span<float>(panel + k * width, columns));
        }
        else
        {
            Transpose(b, bColumn, depth, columns, panel, width);
        }
        if (columns < width)
        {
            for (int k = 0; k < depth; k++)
                new Span<float>(panel + k * width + columns, width - columns).Clear();
        }
    }

    private static void Transpose(float* b, nint bColumn, int depth, int columns, float* panel, int width)
    {
        int column = 0;
        for (; Sse.IsSupported && column + 4 <= columns; column += 4)
        {
            float* source = b + column * bColumn, target = panel + column;
            int k = 0;
            for (; k + 4 <= depth; k += 4)
            {
                Vector128<float> s0 = Vector128.Load(source + k), s1 = Vector128.Load(source + bColumn + k);
                Vector128<float> s2 = Vector128.Load(source + 2 * bColumn + k), s3 = Vector128.Load(source + 3 * bColumn + k);
                Vector128<float> low01 = Sse.UnpackLow(s0, s1), low23 = Sse.UnpackLow(s2, s3);
                Vector128<float> high01 = Sse.UnpackHigh(s0, s1), high23 = Sse.UnpackHigh(s2, s3);
                Sse.MoveLowToHigh(low01, low23).Store(target + k * width);
                Sse.MoveHighToLow(low23, low01).Store(target + (k + 1) * width);
                Sse.MoveLowToHigh(high01, high23).Store(target + (k + 2) * width);
                Sse.MoveHighToLow(high23, high01).Store(target + (k + 3) * width);
            }
            for (; k < depth; k++)
            {
                for (int i = 0; i < 4; i++)
                    target[k * width + i] = source[i * bColumn + k];
            }
        }
        for (; column < columns; column++)
        {
            for (int k = 0; k < depth; k++)
                panel[k * width + column] = b[column * bColumn + k];
        }
    }
}
