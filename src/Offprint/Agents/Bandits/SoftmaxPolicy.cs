using Offprint.Environments.Marketplace;
using Offprint.Numerics;

namespace Offprint.Agents.Bandits;

/// <summary>
/// π(a|x) = softmax of a linear function or of a perceptron with ReLU layers, over monomials of some of the context's features. Evaluated
/// one context at a time in plain loops: a simulator asks in between its steps. Not for two threads at once.
/// </summary>
public sealed class SoftmaxPolicy : IContextPolicy
{
    private readonly int[] _columns;
    private readonly int _degree;
    private readonly (float[] Weights, float[] Biases)[] _layers; // weights [in, out], row by row
    private readonly float[] _picked;
    private readonly double[] _monomials;
    private readonly float[][] _activations;

    /// <summary>Makes a policy of trained layers, which are not copied.</summary>
    /// <param name="label">The policy's name.</param>
    /// <param name="columns">The features of the context that it sees.</param>
    /// <param name="degree">Of the monomials, 1 or 2.</param>
    /// <param name="layers">Weights [in, out], row by row, and biases [out] of each layer.</param>
    /// <exception cref="ArgumentException">Layers do not fit each other.</exception>
    public SoftmaxPolicy(string label, int[] columns, int degree, IReadOnlyList<(float[] Weights, float[] Biases)> layers)
    {
        (Label, _columns, _degree, _layers) = (label, columns, degree, [.. layers]);
        int inputs = PolynomialFeatures.Count(columns.Length, degree);
        foreach (var (weights, biases) in _layers)
        {
            if (weights.Length != inputs * biases.Length)
                throw new ArgumentException(
                    $"A layer of {weights.Length} weights does not take {inputs} inputs to {biases.Length} outputs.");
            inputs = biases.Length;
        }
        _picked = new float[columns.Length];
        _monomials = new double[PolynomialFeatures.Count(columns.Length, degree)];
        _activations = [new float[_monomials.Length], .. _layers.Select(l => new float[l.Biases.Length])];
    }

    /// <inheritdoc/>
    public string Label { get; }

    /// <inheritdoc/>
    public void Law(ReadOnlySpan<float> context, Span<double> probabilities)
    {
        for (int k = 0; k < _columns.Length; k++)
            _picked[k] = context[_columns[k]];
        PolynomialFeatures.Fill(_picked, _degree, _monomials);
        for (int k = 0; k < _monomials.Length; k++)
            _activations[0][k] = (float)_monomials[k];
        for (int l = 0; l < _layers.Length; l++)
            Apply(_layers[l], _activations[l], _activations[l + 1], hidden: l + 1 < _layers.Length);
        float[] scores = _activations[^1];
        double greatest = scores.Max(), sum = 0;
        for (int a = 0; a < scores.Length; a++)
            sum += probabilities[a] = Math.Exp(scores[a] - greatest);
        foreach (ref double p in probabilities)
            p /= sum;
    }

    private static void Apply((float[] Weights, float[] Biases) layer, float[] input, float[] output, bool hidden)
    {
        layer.Biases.CopyTo(output.AsSpan());
        for (int i = 0; i < input.Length; i++)
        {
            if (input[i] != 0)
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(
                    layer.Weights.AsSpan(i * output.Length, output.Length), input[i], output, output);
        }
        if (hidden)
            System.Numerics.Tensors.TensorPrimitives.Max<float>(output, 0, output);
    }
}
