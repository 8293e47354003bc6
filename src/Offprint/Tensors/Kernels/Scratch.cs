using System.Runtime.InteropServices;

namespace Offprint.Tensors.Kernels;

/// <summary>Memory of the current thread for intermediate results, aligned to cache lines and kept from call to call.</summary>
internal static unsafe class Scratch
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static float[]?[]? t_buffers;

    /// <summary>What a buffer is used for: two uses never share one.</summary>
    internal enum Use
    {
        /// <summary>A packed panel of a product's right factor.</summary>
        Panel,

        /// <summary>Intermediate results of a pass that keeps none.</summary>
        Tape,

        /// <summary>Gradients of one layer's results.</summary>
        Gradient,

        /// <summary>Gradients of the next layer's results.</summary>
        OtherGradient,

        /// <summary>Rows of a member, chosen or computed apart.</summary>
        Rows,
    }

    /// <summary>A buffer of at least this many numbers; what it holds is unspecified.</summary>
    public static float* Rent(Use use, long count)
    {
        var buffers = t_buffers ??= new float[]?[5];
        float[]? buffer = buffers[(int)use];
        if (buffer is null || buffer.Length < count + Alignment / sizeof(float))
            buffers[(int)use] = buffer = GC.AllocateUninitializedArray<float>(checked((int)count) + Alignment / sizeof(float),
                pinned: true);
        return (float*)(((nint)Marshal.UnsafeAddrOfPinnedArrayElement(buffer, 0) + Alignment - 1) & -Alignment);
    }
}
