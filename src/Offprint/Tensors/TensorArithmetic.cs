using static TorchSharp.torch;

namespace Offprint.Tensors;

/// <summary>Arithmetic that TorchSharp has in a form that is not safe.</summary>
public static class TensorArithmetic
{
    /// <summary>x², as a product.</summary>
    /// <remarks>
    /// TorchSharp's <c>square</c> is a power whose exponent is an object that nothing keeps alive during the call: on large tensors its
    /// finalizer may
    /// free the number before libtorch reads it ("Unknown scalar type"). The product has the same bits.
    /// </remarks>
    /// <param name="x">A tensor.</param>
    /// <returns>The squares, shaped like x.</returns>
    public static Tensor Squared(this Tensor x) => x * x;
}
