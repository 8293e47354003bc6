using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.NoisePrediction;

/// <summary>
/// The exact predictor of data N(0, diag(v)): with V_t = α_t² v + σ_t², ε = σ_t x/V_t. Variances of zero make it the predictor of a normal
/// law on a plane.
/// </summary>
public sealed class GaussianPredictor : IDifferentiablePredictor
{
    private readonly double[] _variances;

    /// <summary>Makes a predictor.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="variances">v [D], not negative.</param>
    /// <exception cref="ArgumentException">A variance is negative or not finite.</exception>
    public GaussianPredictor(NoiseSchedule schedule, IReadOnlyList<double> variances)
    {
        if (variances.Count == 0 || !variances.All(v => v >= 0 && double.IsFinite(v)))
            throw new ArgumentException($"Variances are finite and not negative: [{string.Join(", ", variances)}].", nameof(variances));
        (Schedule, _variances) = (schedule, [.. variances]);
    }

    /// <inheritdoc/>
    public NoiseSchedule Schedule { get; }

    /// <summary>V_t: the variances of the noisy data.</summary>
    /// <param name="t">The time.</param>
    /// <returns>[D].</returns>
    public double[] Variances(double t)
    {
        double alpha = Schedule.Alpha(t), sigma = Schedule.Sigma(t);
        return Array.ConvertAll(_variances, v => alpha * alpha * v + sigma * sigma);
    }

    /// <inheritdoc/>
    public Tensor Predict(Tensor x, double t)
    {
        using var slopes = Slopes(x, t);
        return x * slopes;
    }

    /// <inheritdoc/>
    public Tensor Jacobian(Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        return diag(Slopes(x, t)).unsqueeze(0).expand(x.shape[0], -1, -1).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>log p_t(x).</summary>
    /// <param name="x">[B, D].</param>
    /// <param name="t">The time.</param>
    /// <returns>[B].</returns>
    public Tensor LogDensity(Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        double[] variances = Variances(t);
        double constant = variances.Sum(v => Math.Log(2 * Math.PI * v)) / -2;
        return ((x.Squared() / tensor(variances, dtype: x.dtype)).sum(1) / -2 + constant).MoveToOuterDisposeScope();
    }

    private Tensor Slopes(Tensor x, double t) => x.shape[^1] == _variances.Length
        ? tensor(Array.ConvertAll(Variances(t), v => Schedule.Sigma(t) / v), dtype: x.dtype)
        : throw new ArgumentException($"The law has dimension {_variances.Length}; the samples are [{string.Join(", ", x.shape)}].",
            nameof(x));
}
