using Offprint.Tensors;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Networks;

/// <summary>Forward passes of all members of an <see cref="Mlp"/>, each followed by the backward pass of its squared errors.</summary>
/// <param name="passes">The network.</param>
/// <param name="members">How many members it has.</param>
internal sealed unsafe class MlpRegression(MlpPasses passes, int members)
{
    /// <summary>Evaluates, and adds to the parameters' gradients.</summary>
    /// <param name="x">[inputs, B, in], which members take in turn.</param>
    /// <param name="target">[targets, B, out], likewise.</param>
    /// <param name="weight">What each squared error counts.</param>
    /// <returns>[members, B, out].</returns>
    public Tensor Run(Tensor x, Tensor target, float weight)
    {
        (long inputs, int rows, long targets) = (x.shape[0], (int)x.shape[1], target.shape[0]);
        if (targets == 0 || members % targets != 0 || !target.shape.AsSpan(1).SequenceEqual([rows, passes.Outputs]))
        {
            throw new ArgumentException($"Targets are [{members}, {rows}, {passes.Outputs}] or fewer that members take in turn, not " +
                $"[{string.Join(", ", target.shape)}].", nameof(target));
        }
        using Tensor? copy = x.is_contiguous() ? null : x.contiguous(), targetCopy = target.is_contiguous() ? null : target.contiguous();
        float* input = TensorMemory.Pointer(copy ?? x), goal = TensorMemory.Pointer(targetCopy ?? target);
        int size = rows * passes.Outputs;
        float* tape = Scratch.Rent(Scratch.Use.Tape, passes.TapeLength(rows)), d = Scratch.Rent(Scratch.Use.Rows, size);
        Tensor y = empty(members, rows, passes.Outputs);
        float* output = TensorMemory.Pointer(y);
        for (int i = 0; i < members; i++, output += size)
        {
            float* own = input + i % inputs * rows * passes.Inputs;
            passes.Forward(i, own, rows, tape, output);
            ErrorGradient(output, goal + i % targets * size, weight, d, size);
            passes.Backward(i, own, rows, tape, d, trains: true, null, adds: false);
        }
        GC.KeepAlive(x);
        GC.KeepAlive(target);
        return y;
    }

    /// <summary>2 w (y − t), rounded as where a square is the product of a difference with itself.</summary>
    private static void ErrorGradient(float* y, float* target, float weight, float* d, int count)
    {
        for (int i = 0; i < count; i++)
        {
            float part = weight * (y[i] - target[i]);
            d[i] = part + part;
        }
    }
}
