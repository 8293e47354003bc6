using Offprint.Tensors;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Networks;

/// <summary>
/// The least output of the members of an <see cref="Mlp"/> that share an input. Nothing of the forward pass is kept but the outputs: a
/// backward pass evaluates each member again on the rows whose minimum it gave, a share 1/N of them on average.
/// </summary>
/// <param name="passes">The network, of one output.</param>
/// <param name="uses">N, how many members share an input: they take inputs in turn.</param>
/// <param name="reference">The same by libtorch's operations.</param>
internal sealed unsafe class MlpLeast(MlpPasses passes, int uses, Func<Tensor, Tensor> reference)
{
    /// <summary>The outputs of all members, [N, inputs, B], as the last evaluation left them.</summary>
    public Tensor? All { get; private set; }

    /// <summary>The last backward pass's result.</summary>
    public Tensor? InputGradient { get; set; }

    /// <summary>The input's gradient with a graph of its own, by evaluating again with libtorch's operations.</summary>
    /// <param name="x">[inputs, B, in].</param>
    /// <param name="gradient">Of the least outputs, [inputs, B, 1].</param>
    /// <returns>[inputs, B, in].</returns>
    public Tensor Reference(Tensor x, Tensor gradient) =>
        autograd.grad([reference(x)], [x], [gradient], retain_graph: true, create_graph: true)[0];

    /// <summary>Evaluates.</summary>
    /// <param name="x">[inputs, B, in].</param>
    /// <returns>[inputs, B, 1].</returns>
    public Tensor Forward(Tensor x)
    {
        (int inputs, int rows) = ((int)x.shape[0], (int)x.shape[1]);
        using var copy = x.is_contiguous() ? null : x.contiguous();
        float* input = TensorMemory.Pointer(copy ?? x), tape = Scratch.Rent(Scratch.Use.Tape, passes.TapeLength(rows));
        Tensor least = empty(inputs, rows, 1);
        All = empty(uses, inputs, rows);
        float* values = TensorMemory.Pointer(All), minimum = TensorMemory.Pointer(least);
        int count = inputs * rows;
        for (int member = 0; member < uses * inputs; member++)
            passes.Forward(member, input + (long)(member % inputs) * rows * passes.Inputs, rows, tape, values + (long)member * rows);
        for (int i = 0; i < count; i++)
        {
            minimum[i] = values[i];
            for (int use = 1; use < uses; use++)
                minimum[i] = MathF.Min(minimum[i], values[(long)use * count + i]);
        }
        GC.KeepAlive(x);
        return least;
    }

    /// <summary>The input's gradient.</summary>
    /// <param name="x">[inputs, B, in].</param>
    /// <param name="all">[N, inputs, B].</param>
    /// <param name="gradient">Of the least outputs, [inputs, B, 1].</param>
    /// <returns>[inputs, B, in].</returns>
    public Tensor Backward(Tensor x, Tensor all, Tensor gradient)
    {
        (int inputs, int rows, int width) = ((int)x.shape[0], (int)x.shape[1], passes.Inputs);
        using Tensor? copy = x.is_contiguous() ? null : x.contiguous();
        using Tensor? gradientCopy = gradient.is_contiguous() ? null : gradient.contiguous();
        Tensor result = zeros(inputs, rows, width);
        float* input = TensorMemory.Pointer(copy ?? x), values = TensorMemory.Pointer(all);
        float* d = TensorMemory.Pointer(gradientCopy ?? gradient), dx = TensorMemory.Pointer(result);
        float* tape = Scratch.Rent(Scratch.Use.Tape, passes.TapeLength(rows));
        float* chosenX = Scratch.Rent(Scratch.Use.Rows, (long)rows * (2 * width + 2));
        float* chosenGradient = chosenX + rows * width, chosenD = chosenGradient + rows * width, outputs = chosenD + rows;
        int[] chosen = new int[rows];
        for (int member = 0; member < uses * inputs; member++)
        {
            int first = member % inputs * rows, count = 0;
            for (int row = 0; row < rows; row++)
            {
                int ties = Ties(values + first + row, inputs * rows, member / inputs);
                if (ties == 0)
                    continue;
                chosenD[count] = d[first + row] / ties;
                Copy(input + (long)(first + row) * width, chosenX + count * width, width);
                chosen[count++] = row;
            }
            if (count == 0)
                continue;
            passes.Forward(member, chosenX, count, tape, outputs);
            passes.Backward(member, chosenX, count, tape, chosenD, trains: false, chosenGradient, adds: false);
            for (int i = 0; i < count; i++)
                Elementwise.Add(chosenGradient + i * width, dx + (long)(first + chosen[i]) * width, width);
        }
        GC.KeepAlive(x);
        GC.KeepAlive(all);
        GC.KeepAlive(gradient);
        return result;
    }

    /// <summary>How many uses have the least value of a row, if this one is among them; else 0.</summary>
    private int Ties(float* values, int step, int use)
    {
        float own = values[(long)use * step];
        int ties = 0;
        for (int other = 0; other < uses; other++)
        {
            float value = values[(long)other * step];
            if (value < own)
                return 0;
            ties += value == own ? 1 : 0;
        }
        return ties;
    }

    private static void Copy(float* from, float* to, int count) =>
        new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
}
