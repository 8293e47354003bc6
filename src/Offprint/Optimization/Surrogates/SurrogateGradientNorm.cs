using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Surrogates;

/// <summary>
/// The surrogate gradient norm as a regularizer of any loss (Dao et al. 2024, "Incorporating Surrogate Gradient Norm to Improve Offline
/// Optimization Techniques"), for a population: every member has its norm and its multiplier.
/// </summary>
/// <remarks>
/// With h(w) the mean output on a batch, u = ∇h/‖∇h‖ and H its Hessian,
/// $$\nabla \lambda\rho\,\|\nabla h\| = \lambda\rho\, H u \approx \lambda\,\frac{\rho}{r}\,\big(\nabla h(w + r u) - \nabla h(w)\big),
/// \qquad \lambda \leftarrow \lambda + \eta_\lambda (\rho\|\nabla h\| - \epsilon).$$
/// The gradient is by parameters, not by inputs; h is the mean of outputs, not of norms; ‖·‖ goes over all parameters of a member together.
/// Parameters that h does not touch have no part in it.
/// </remarks>
public sealed class SurrogateGradientNorm
{
    private readonly ParameterBuffer _parameters;
    private readonly float[] _values, _gradients;
    private readonly double[] _norms, _multipliers;

    /// <summary>Regularizes parameters.</summary>
    /// <param name="parameters">All that the optimizer trains.</param>
    /// <param name="options">The constraint.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public SurrogateGradientNorm(ParameterBuffer parameters, GradientNormOptions options)
    {
        options.Check();
        (_parameters, Options) = (parameters, options);
        (_values, _gradients) = (new float[parameters.Count], new float[parameters.Count]);
        (_norms, _multipliers) = (new double[parameters.Population], new double[parameters.Population]);
        Array.Fill(_multipliers, options.InitialMultiplier);
    }

    /// <summary>The constraint.</summary>
    public GradientNormOptions Options { get; }

    /// <summary>‖∇h‖ of each member in the last step, [P].</summary>
    public IReadOnlyList<double> Norms => _norms;

    /// <summary>λ of each member, [P].</summary>
    public IReadOnlyList<double> Multipliers => _multipliers;

    /// <summary>
    /// Replaces the buffer's gradients by the regularizer's, moves the multipliers, and leaves the values as they were to the last bit. The
    /// loss's own backward pass comes after it and adds to them.
    /// </summary>
    /// <param name="meanOutputs">h: the mean outputs of the members on clean inputs, [P], computed anew at each call and without any
    /// randomness of its own.</param>
    public void ReplaceGradients(Func<Tensor> meanOutputs)
    {
        Differentiate(_parameters, meanOutputs);
        _parameters.GradientNorms(_norms);
        Span<float> values = _parameters.ValueSpan, gradients = _parameters.GradientSpan;
        gradients.CopyTo(_gradients);
        values.CopyTo(_values);
        ForMembers(Perturb);
        Differentiate(_parameters, meanOutputs);
        _values.CopyTo(values);
        ForMembers(Scale);
        for (int p = 0; p < _multipliers.Length; p++)
        {
            double moved = _multipliers[p] + Options.MultiplierRate * (Options.Rho * _norms[p] - Options.Epsilon);
            _multipliers[p] = Options.Rule == MultiplierRule.NonNegative ? Math.Max(0, moved) : moved;
        }
    }

    /// <summary>‖∇h‖ of each member. The buffer's gradients are zero afterwards.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="meanOutputs">h, [P].</param>
    /// <returns>[P].</returns>
    public static double[] NormsOf(ParameterBuffer parameters, Func<Tensor> meanOutputs)
    {
        Differentiate(parameters, meanOutputs);
        double[] norms = new double[parameters.Population];
        parameters.GradientNorms(norms);
        parameters.ClearGradients();
        return norms;
    }

    private static void Differentiate(ParameterBuffer parameters, Func<Tensor> meanOutputs)
    {
        parameters.ClearGradients();
        using var scope = NewDisposeScope();
        meanOutputs().sum().backward();
    }

    /// <summary>w + r ∇h/‖∇h‖; a member whose gradient is zero stays where it is.</summary>
    private void Perturb((int Start, int Length) part, int member)
    {
        float step = _norms[member] > 0 ? (float)(Options.Radius / _norms[member]) : 0;
        Span<float> values = _parameters.ValueSpan.Slice(part.Start, part.Length);
        ReadOnlySpan<float> direction = _gradients.AsSpan(part.Start, part.Length);
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(direction, step, values, values);
    }

    /// <summary>λ (ρ/r) (∇h(w + r u) − ∇h(w)).</summary>
    private void Scale((int Start, int Length) part, int member)
    {
        float factor = (float)(_multipliers[member] * Options.Rho / Options.Radius);
        Span<float> gradients = _parameters.GradientSpan.Slice(part.Start, part.Length);
        System.Numerics.Tensors.TensorPrimitives.Subtract(gradients, _gradients.AsSpan(part.Start, part.Length), gradients);
        System.Numerics.Tensors.TensorPrimitives.Multiply(gradients, factor, gradients);
    }

    private void ForMembers(Action<(int Start, int Length), int> action)
    {
        for (int parameter = 0; parameter < _parameters.Specs.Count; parameter++)
        {
            for (int member = 0; member < _parameters.Population; member++)
                action(_parameters.Place(parameter, member), member);
        }
    }
}
