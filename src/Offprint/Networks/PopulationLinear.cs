using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Offprint.Networks;

/// <summary>A linear layer of every member: <c>y = x W + b</c> as one batched product.</summary>
/// <param name="name">The prefix of its parameters' names.</param>
/// <param name="inputs">The number of inputs.</param>
/// <param name="outputs">The number of outputs.</param>
public sealed class PopulationLinear(string name, int inputs, int outputs)
{
    private Tensor? _weight;
    private Tensor? _bias;

    /// <summary>Its parameters: a weight <c>[P, in, out]</c> and a bias <c>[P, 1, out]</c>.</summary>
    public IReadOnlyList<ParameterSpec> Specs { get; } = [new(name + ".weight", [inputs, outputs]), new(name + ".bias", [1, outputs])];

    /// <summary>Takes its place in a buffer.</summary>
    /// <param name="parameters">A buffer that was made with <see cref="Specs"/> among others.</param>
    public void Bind(ParameterBuffer parameters) => (_weight, _bias) = (parameters[Specs[0].Name], parameters[Specs[1].Name]);

    /// <summary>Draws weight and bias of a member uniformly within ±1/√in, as PyTorch's linear layer does.</summary>
    /// <param name="parameters">The buffer.</param>
    /// <param name="member">The member's number.</param>
    /// <param name="random">The member's stream.</param>
    public void Initialize(ParameterBuffer parameters, int member, RandomStream random)
    {
        double bound = 1 / Math.Sqrt(inputs);
        using var guard = no_grad();
        foreach (var spec in Specs)
        {
            float[] values = new float[spec.Size];
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)random.NextUniform(-bound, bound);
            using var row = parameters[spec.Name].select(0, member);
            using var fresh = tensor(values, spec.Shape);
            row.copy_(fresh);
        }
    }

    /// <summary>
    /// Draws an orthogonal weight of a member, W = g Q with QᵀQ = I or QQᵀ = I, whichever has room (Saxe et al. 2014), and sets its bias to
    /// zero.
    /// </summary>
    /// <param name="parameters">The buffer.</param>
    /// <param name="member">The member's number.</param>
    /// <param name="random">The member's stream.</param>
    /// <param name="gain">g.</param>
    public void InitializeOrthogonal(ParameterBuffer parameters, int member, RandomStream random, double gain)
    {
        (int count, int length) = (Math.Min(inputs, outputs), Math.Max(inputs, outputs));
        double[][] vectors = OrthonormalVectors(count, length, random);
        float[] values = new float[inputs * outputs];
        for (int i = 0; i < inputs; i++)
        {
            for (int o = 0; o < outputs; o++)
                values[i * outputs + o] = (float)(gain * (inputs < outputs ? vectors[i][o] : vectors[o][i]));
        }
        using var guard = no_grad();
        using var row = parameters[Specs[0].Name].select(0, member);
        using var fresh = tensor(values, Specs[0].Shape);
        row.copy_(fresh);
        using var bias = parameters[Specs[1].Name].select(0, member);
        bias.zero_();
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Inputs, <c>[P, B, in]</c> or <c>[1, B, in]</c>.</param>
    /// <returns>Outputs, <c>[P, B, out]</c>.</returns>
    /// <exception cref="ArgumentException">The inputs have another shape.</exception>
    public Tensor Forward(Tensor x) => Apply(x, Bound(_weight), Bound(_bias));

    /// <summary>Applies the layer of some members; gradients reach the inputs only.</summary>
    /// <param name="x">Inputs, <c>[members, B, in]</c> or <c>[1, B, in]</c>.</param>
    /// <param name="members">How many members.</param>
    /// <param name="first">The first of them. Default 0.</param>
    /// <returns>Outputs, <c>[members, B, out]</c>.</returns>
    public Tensor ForwardFrozen(Tensor x, int members, int first = 0)
    {
        using var weight = Part(Bound(_weight), first, members);
        using var bias = Part(Bound(_bias), first, members);
        return Apply(x, weight, bias);
    }

    private Tensor Apply(Tensor x, Tensor weight, Tensor bias)
    {
        long members = weight.shape[0];
        long[] shape = x.shape;
        if (shape is not [var leading, _, var features] || features != inputs || (leading != members && leading != 1))
        {
            throw new ArgumentException(
                $"The layer {name} takes [{members}, B, {inputs}] or [1, B, {inputs}], not [{string.Join(", ", shape)}].", nameof(x));
        }
        if (leading != members)
            x = x.expand(members, -1, -1);
        // Products of one column are slow in BLAS: a value network's last layer is five times as fast as a product of numbers and a sum.
        if (outputs == 1)
            return x.mul(weight.transpose(1, 2)).sum(2, keepdim: true).add_(bias);
        // TorchSharp's baddbmm adds its second argument: x.baddbmm(W, b) = b + x W, bias and product in one pass.
        return x.baddbmm(weight, bias);
    }

    /// <summary>
    /// Normal vectors made orthonormal one after another; twice, since once loses digits where a vector nearly lies in the span of others.
    /// </summary>
    internal static double[][] OrthonormalVectors(int count, int length, RandomStream random)
    {
        double[][] vectors = new double[count][];
        for (int k = 0; k < count; k++)
        {
            double[] vector = vectors[k] = new double[length];
            random.FillNormal(vector);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < k; j++)
                    TensorPrimitives.MultiplyAdd(vectors[j], -TensorPrimitives.Dot<double>(vectors[j], vector), vector, vector);
            }
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
        }
        return vectors;
    }

    /// <summary>The parameters of some members, cut off from their gradients.</summary>
    internal static Tensor Part(Tensor parameter, int first, int members)
    {
        using var guard = no_grad();
        return parameter.narrow(0, first, members);
    }

    private Tensor Bound(Tensor? parameter) =>
        parameter ?? throw new InvalidOperationException($"The layer {name} is not bound to a parameter buffer.");
}
