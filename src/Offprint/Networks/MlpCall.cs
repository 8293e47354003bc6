using Offprint.Tensors;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Networks;

/// <summary>
/// One evaluation of some members of an <see cref="Mlp"/> and its backward passes: tensors in, tensors out. Where there are fewer inputs
/// than members, members take them in turn.
/// </summary>
/// <param name="passes">The network.</param>
/// <param name="members">How many members.</param>
/// <param name="first">The first of them.</param>
/// <param name="reference">The same evaluation by libtorch's operations.</param>
internal sealed unsafe class MlpCall(MlpPasses passes, int members, int first, Func<Tensor, Tensor> reference)
{
    private long[] _shape = [];

    /// <summary>Whether the parameters' gradients are wanted.</summary>
    public bool Trains { get; set; }

    /// <summary>Whether the input's gradient is wanted.</summary>
    public bool NeedsInput { get; set; }

    /// <summary>What the forward pass left for backward passes: the input where parameters are trained, then each member's tape.</summary>
    public Tensor? Tape { get; private set; }

    /// <summary>The last backward pass's result.</summary>
    public Tensor? InputGradient { get; set; }

    private int Rows => (int)_shape[1];

    private int InputSize => Rows * passes.Inputs;

    private long InputLength => Trains ? (_shape[0] * _shape[1] * _shape[2] + 15) & ~15L : 0;

    /// <summary>Evaluates; makes a tape where gradients are wanted.</summary>
    /// <param name="x">[inputs, B, in].</param>
    /// <returns>[members, B, out].</returns>
    public Tensor Forward(Tensor x)
    {
        _shape = x.shape;
        using var copy = x.is_contiguous() ? null : x.contiguous();
        float* input = TensorMemory.Pointer(copy ?? x);
        long length = passes.TapeLength(Rows);
        bool keeps = Trains || NeedsInput;
        Tape = keeps ? empty(InputLength + members * length) : null;
        float* tape = keeps ? TensorMemory.Pointer(Tape!) : Scratch.Rent(Scratch.Use.Tape, length);
        if (Trains)
            Buffer.MemoryCopy(input, tape, InputLength * sizeof(float), x.NumberOfElements * sizeof(float));
        Tensor y = empty(members, Rows, passes.Outputs);
        float* output = TensorMemory.Pointer(y);
        for (int i = 0; i < members; i++)
        {
            float* own = tape + InputLength + (keeps ? i * length : 0);
            passes.Forward(first + i, input + InputOf(i), Rows, own, output + (long)i * Rows * passes.Outputs);
        }
        GC.KeepAlive(x);
        return y;
    }

    /// <summary>Adds to the parameters' gradients where they are trained.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="gradient">[members, B, out].</param>
    /// <param name="needsInput">Whether the input's gradient is wanted.</param>
    /// <returns>It, in the input's shape.</returns>
    public Tensor? Backward(Tensor tape, Tensor gradient, bool needsInput)
    {
        using var copy = gradient.is_contiguous() ? null : gradient.contiguous();
        float* memory = TensorMemory.Pointer(tape), d = TensorMemory.Pointer(copy ?? gradient);
        Tensor? result = needsInput ? empty(_shape) : null;
        float* dx = needsInput ? TensorMemory.Pointer(result!) : null;
        long length = passes.TapeLength(Rows);
        for (int i = 0; i < members; i++)
        {
            float* own = memory + InputLength + i * length, ownGradient = d + (long)i * Rows * passes.Outputs;
            // An input that serves several members has the sum of their gradients: what all share takes it up within the products, others
            // add what was computed apart, as libtorch sums over copies.
            bool again = needsInput && i >= _shape[0], apart = again && _shape[0] > 1;
            float* place = apart ? Scratch.Rent(Scratch.Use.Rows, InputSize) : needsInput ? dx + InputOf(i) : null;
            passes.Backward(first + i, memory + InputOf(i), Rows, own, ownGradient, Trains, place, adds: again && !apart);
            if (apart)
                Elementwise.Add(place, dx + InputOf(i), InputSize);
        }
        GC.KeepAlive(gradient);
        return result;
    }

    /// <summary>Where the input of a member begins.</summary>
    private long InputOf(int member) => member % _shape[0] * InputSize;

    /// <summary>The input's gradient with a graph of its own, by evaluating again with libtorch's operations.</summary>
    /// <param name="x">The input.</param>
    /// <param name="gradient">[members, B, out].</param>
    /// <returns>In the input's shape.</returns>
    public Tensor Reference(Tensor x, Tensor gradient) =>
        autograd.grad([reference(x)], [x], [gradient], retain_graph: true, create_graph: true)[0];
}
