using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Offprint.Tensors;

/// <summary>Where tensors keep their numbers.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>The first number of a contiguous float32 tensor on the CPU; valid while the tensor lives.</summary>
    /// <exception cref="InvalidOperationException">The tensor is not contiguous, or not on the CPU.</exception>
    public static float* Pointer(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
