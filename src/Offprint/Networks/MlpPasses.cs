using Offprint.Tensors;
using Offprint.Tensors.Kernels;

namespace Offprint.Networks;

/// <summary>
/// Forward and backward passes of an <see cref="Mlp"/>'s members over flat memory, without autograd. What a backward pass needs of the
/// forward pass stands on a tape: of each hidden layer, after one another, its normalized values with their scales (with layer
/// normalization), what enters its activation (where the derivative is not known from the output) and its output.
/// </summary>
internal sealed unsafe class MlpPasses
{
    private readonly MlpOptions _options;
    private readonly ParameterBuffer _parameters;
    private readonly int[] _widths;

    public MlpPasses(MlpOptions options, ParameterBuffer parameters)
    {
        (_options, _parameters) = (options, parameters);
        _widths = [options.Inputs, .. options.Hidden, options.Outputs];
    }

    public int Inputs => _options.Inputs;

    public int Outputs => _options.Outputs;

    private int Layers => _widths.Length - 1;

    private bool KeepsActivationInputs => _options.Activation is Activation.Silu or Activation.Gelu;

    /// <summary>The numbers on one member's tape.</summary>
    public long TapeLength(int rows) => Hidden(Layers - 1, null, rows).End;

    /// <summary>y = f(x) of one member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="x">[rows, in].</param>
    /// <param name="rows">The rows.</param>
    /// <param name="tape">Receives what a backward pass needs.</param>
    /// <param name="y">[rows, out].</param>
    public void Forward(int member, float* x, int rows, float* tape, float* y)
    {
        for (int layer = 0; layer < Layers - 1; layer++)
        {
            HiddenLayer hidden = Hidden(layer, tape, rows);
            int width = _widths[layer + 1];
            bool fuses = _options.Activation == Activation.Relu && !_options.LayerNorm;
            Linear(member, layer, x, rows, hidden.Linear, fuses ? Epilogue.Relu : Epilogue.None);
            if (_options.LayerNorm)
                Rows.Normalize(hidden.Linear, rows, width, Value(Gain(layer), member), Value(Gain(layer) + 1, member), hidden.Scales,
                    hidden.Before);
            if (!fuses)
                Activate(hidden.Before, hidden.Output, (nint)rows * width);
            x = hidden.Output;
        }
        Linear(member, Layers - 1, x, rows, y, Epilogue.None);
    }

    /// <summary>Gradients of one member: those of its parameters are added to the buffer's, that of its input goes to dx.</summary>
    /// <param name="member">The member.</param>
    /// <param name="x">[rows, in], the input; needed for the parameters' gradients.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="tape">The forward pass's tape.</param>
    /// <param name="d">[rows, out], the gradient of the output.</param>
    /// <param name="trains">Whether the parameters' gradients are wanted.</param>
    /// <param name="dx">[rows, in], or null.</param>
    /// <param name="adds">Whether the input's gradient is added to what stands in dx.</param>
    public void Backward(int member, float* x, int rows, float* tape, float* d, bool trains, float* dx, bool adds)
    {
        long size = (long)rows * _widths.Max();
        float* next = Scratch.Rent(Scratch.Use.Gradient, size), other = Scratch.Rent(Scratch.Use.OtherGradient, size);
        for (int layer = Layers - 1; layer >= 0; layer--)
        {
            HiddenLayer below = layer > 0 ? Hidden(layer - 1, tape, rows) : default;
            if (trains)
                AddParameterGradients(member, layer, layer > 0 ? below.Output : x, rows, d);
            if (layer == 0 && dx == null)
                return;
            bool masks = layer > 0 && _options.Activation == Activation.Relu;
            (int inputs, int outputs) = (_widths[layer], _widths[layer + 1]);
            Products.Run(new Product
            {
                Rows = rows, Columns = inputs, Depth = outputs, A = d, ARow = outputs, ADepth = 1,
                B = Value(2 * layer, member), BDepth = 1, BColumn = outputs, C = layer > 0 ? next : dx, CRow = inputs,
                Accumulates = layer == 0 && adds, Epilogue = masks ? Epilogue.ReluMask : Epilogue.None, Mask = below.Output,
            });
            if (layer == 0)
                return;
            d = next;
            next = other;
            other = d;
            ActivationGradient(below, d, (nint)rows * inputs);
            if (_options.LayerNorm)
                NormGradient(member, layer - 1, below, rows, d, trains);
        }
    }

    private void Linear(int member, int layer, float* x, int rows, float* y, Epilogue epilogue)
    {
        (int inputs, int outputs) = (_widths[layer], _widths[layer + 1]);
        float* weight = Value(2 * layer, member), bias = Value(2 * layer + 1, member);
        if (outputs == 1 && epilogue == Epilogue.None)
        {
            Rows.Dot(x, rows, inputs, weight, *bias, y);
            return;
        }
        Products.Run(new Product
        {
            Rows = rows, Columns = outputs, Depth = inputs, A = x, ARow = inputs, ADepth = 1, B = weight, BDepth = outputs, BColumn = 1,
            C = y, CRow = outputs, Bias = bias, Epilogue = epilogue,
        });
    }

    private void AddParameterGradients(int member, int layer, float* x, int rows, float* d)
    {
        (int inputs, int outputs) = (_widths[layer], _widths[layer + 1]);
        float* gradient = Gradient(2 * layer, member);
        // A weight of one column is the row d ᵀx.
        Products.Run(outputs == 1
            ? new Product
            {
                Rows = 1, Columns = inputs, Depth = rows, A = d, ADepth = 1, B = x, BDepth = inputs, BColumn = 1, C = gradient,
                    Accumulates = true,
            }
            : new Product
            {
                Rows = inputs, Columns = outputs, Depth = rows, A = x, ARow = 1, ADepth = inputs, B = d, BDepth = outputs, BColumn = 1,
                C = gradient, CRow = outputs, Accumulates = true,
            });
        AddColumnSums(d, rows, outputs, Gradient(2 * layer + 1, member));
    }

    /// <summary>A row of ones times d.</summary>
    private static void AddColumnSums(float* d, int rows, int width, float* sums)
    {
        float one = 1;
        Products.Run(new Product { Rows = 1, Columns = width, Depth = rows, A = &one, B = d, BDepth = width, BColumn = 1, C = sums,
            Accumulates = true });
    }

    private void Activate(float* before, float* after, nint count)
    {
        switch (_options.Activation)
        {
            case Activation.Relu: Elementwise.Apply<Relu>(before, before, after, count); break;
            case Activation.Tanh: Elementwise.Apply<Tanh>(before, before, after, count); break;
            case Activation.Silu: Elementwise.Apply<Silu>(before, before, after, count); break;
            case Activation.LeakyRelu: Elementwise.Apply<LeakyRelu>(before, before, after, count); break;
            default: Elementwise.Apply<Gelu>(before, before, after, count); break;
        }
    }

    private void ActivationGradient(HiddenLayer layer, float* d, nint count)
    {
        switch (_options.Activation)
        {
            case Activation.Relu: break; // in the product's epilogue
            case Activation.Tanh: Elementwise.Apply<TanhGradient>(layer.Output, layer.Output, d, count); break;
            case Activation.Silu: Elementwise.Apply<SiluGradient>(layer.Before, layer.Before, d, count); break;
            case Activation.LeakyRelu: Elementwise.Apply<LeakyReluGradient>(layer.Output, layer.Output, d, count); break;
            default: Elementwise.Apply<GeluGradient>(layer.Before, layer.Before, d, count); break;
        }
    }

    private void NormGradient(int member, int layer, HiddenLayer hidden, int rows, float* d, bool trains)
    {
        int width = _widths[layer + 1];
        if (trains)
        {
            Rows.AddProducts(d, hidden.Linear, rows, width, Gradient(Gain(layer), member));
            AddColumnSums(d, rows, width, Gradient(Gain(layer) + 1, member));
        }
        Rows.NormalizeGradient(d, hidden.Linear, rows, width, Value(Gain(layer), member), hidden.Scales);
    }

    /// <summary>Where a hidden layer stands on the tape; parts that are not kept share the place of what follows from them.</summary>
    private HiddenLayer Hidden(int layer, float* tape, int rows)
    {
        long end = 0;
        HiddenLayer hidden = default;
        for (int i = 0; i <= layer && i < Layers - 1; i++)
        {
            long size = (long)rows * _widths[i + 1];
            hidden.Linear = tape + end;
            hidden.Scales = hidden.Linear + Aligned(size);
            end += _options.LayerNorm ? Aligned(size) + Aligned(rows) : 0;
            hidden.Before = tape + end;
            end += KeepsActivationInputs ? Aligned(size) : 0;
            hidden.Output = tape + end;
            hidden.End = end += Aligned(size);
        }
        return hidden;
    }

    private static long Aligned(long count) => (count + 15) & ~15L;

    private int Gain(int layer) => 2 * Layers + 2 * layer;

    private float* Value(int parameter, int member) => _parameters.ValuePointer + _parameters.Place(parameter, member).Start;

    private float* Gradient(int parameter, int member) => _parameters.GradientPointer + _parameters.Place(parameter, member).Start;

    private struct HiddenLayer
    {
        /// <summary>
        /// [rows, width], the linear layer's output; what <see cref="Rows.Normalize"/> makes of it with layer normalization.
        /// </summary>
        public float* Linear;

        /// <summary>[rows], the normalization's scales.</summary>
        public float* Scales;

        /// <summary>[rows, width], what enters the activation.</summary>
        public float* Before;

        /// <summary>[rows, width].</summary>
        public float* Output;

        public long End;
    }
}
