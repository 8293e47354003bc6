using static TorchSharp.torch;

namespace Offprint.Tensors;

/// <summary>Arithmetic that TorchSharp lacks, or has in a form that is not safe.</summary>
public static class TensorArithmetic
{
    /// <summary>x², as a product.</summary>
    /// <remarks>
    /// TorchSharp's <c>square</c> is a power whose exponent is an object that nothing keeps alive during the call: on large tensors its
    /// finalizer may free the number before libtorch reads it ("Unknown scalar type"). The product has the same bits.
    /// </remarks>
    /// <param name="x">A tensor.</param>
    /// <returns>The squares, shaped like x.</returns>
    public static Tensor Squared(this Tensor x) => x * x;

    /// <summary>
    /// Columns of two tensors side by side; rows that all members share are repeated where the other tensor has a member's own.
    /// </summary>
    /// <param name="first">[P|1, n, a].</param>
    /// <param name="second">[P|1, n, b].</param>
    /// <returns>[P|1, n, a + b].</returns>
    public static Tensor Beside(this Tensor first, Tensor second)
    {
        long members = Math.Max(first.shape[0], second.shape[0]);
        if (first.shape[0] != second.shape[0])
            (first, second) = (first.expand(members, -1, -1), second.expand(members, -1, -1));
        return cat([first, second], 2);
    }

    /// <summary>Huber's loss: e²/2 within ±δ, δ(|e| − δ/2) beyond.</summary>
    /// <param name="error">e.</param>
    /// <param name="delta">δ.</param>
    /// <returns>The losses, shaped like e.</returns>
    public static Tensor Huber(this Tensor error, double delta)
    {
        Tensor size = error.abs(), inner = size.clamp_max(delta);
        return inner * (size - 0.5 * inner);
    }
}
