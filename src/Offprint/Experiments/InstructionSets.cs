using System.Numerics;
using System.Runtime.Intrinsics;
using Offprint.Tensors;
using Arm = System.Runtime.Intrinsics.Arm;
using X86 = System.Runtime.Intrinsics.X86;

namespace Offprint.Experiments;

/// <summary>
/// With which instructions numbers were computed: other ones add up in another order, or round once where these round twice.
/// </summary>
/// <param name="DotNet">Those that the runtime uses, and the bits of its vectors.</param>
/// <param name="LibTorch">What libtorch calls its CPU capability.</param>
public sealed record InstructionSets(string DotNet, string LibTorch)
{
    private static readonly Lazy<InstructionSets> s_here = new(() => new(ReadDotNet(), LibTorchCapability.Read()));

    /// <summary>Those of this process.</summary>
    public static InstructionSets Here => s_here.Value;

    /// <inheritdoc/>
    public override string ToString() => $".NET {DotNet}; libtorch {LibTorch}";

    private static string ReadDotNet()
    {
        (string Name, bool Used)[] sets =
        [
            ("AVX", X86.Avx.IsSupported), ("AVX2", X86.Avx2.IsSupported), ("FMA", X86.Fma.IsSupported),
            ("AVX-512F", X86.Avx512F.IsSupported), ("AVX-512DQ", X86.Avx512DQ.IsSupported), ("AdvSimd", Arm.AdvSimd.IsSupported),
        ];
        int widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        return string.Join(' ', sets.Where(set => set.Used).Select(set => set.Name)
            .Append(string.Create(CultureInfo.InvariantCulture, $"vectors of {8 * Vector<byte>.Count} to {widest} bits")));
    }
}
