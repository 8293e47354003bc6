using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Offprint.Tensors.Kernels;

/// <summary>
/// The arithmetic behind multilayer perceptrons: products, activations and normalizations whose bits are a contract. Every result is one
/// chain of fused multiply-adds in the order of the summed index, begun by the bias or by what is added to; sums across lanes have sixteen
/// partial sums (one for each index modulo 16), added in pairs 8, 4, 2 and 1 apart. So a result depends on neither the vector width, the
/// rows beside it nor the population's size.
/// </summary>
public static class NetworkKernels
{
    /// <summary>
    /// The version of the numerics: raised when a change moves the bits of a network's outputs or gradients. It enters the digests of
    /// experiments and artifacts that train networks, so that results of another version do not count as current.
    /// </summary>
    public const int Version = 2; // 1: libtorch's batched products

    [ThreadStatic]
    private static int? t_forced;

    /// <summary>The widest vectors that are worth using here, in bits.</summary>
    internal static int Widest { get; } = Avx512F.IsSupported && Vector512.IsHardwareAccelerated ? 512 : Fma.IsSupported
        && Avx2.IsSupported ? 256 : 128;

    /// <summary>The width in use on this thread, in bits; zero for libtorch's operations instead.</summary>
    internal static int Width => t_forced ?? Widest;

    /// <summary>How the kernels run on this machine, in one line.</summary>
    /// <returns>The line.</returns>
    public static string Describe() => $"network kernels version {Version}, vectors of {Widest} bits";

    /// <summary>Makes this thread use another width, so that tests and benchmarks see all of them on one machine.</summary>
    /// <param name="bits">
    /// 128, 256 or 512: where the instructions are missing .NET computes the same in software. Zero for libtorch's operations.
    /// </param>
    /// <returns>Ends it.</returns>
    internal static IDisposable Force(int bits)
    {
        t_forced = bits;
        return new Forced();
    }

    private sealed class Forced : IDisposable
    {
        public void Dispose() => t_forced = null;
    }
}
