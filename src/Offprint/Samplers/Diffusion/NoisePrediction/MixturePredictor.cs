using Offprint.Samplers.Diffusion.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.NoisePrediction;

/// <summary>The exact noise prediction of a <see cref="GaussianMixture"/> under a schedule, with its Jacobian and density.</summary>
public sealed class MixturePredictor : IDifferentiablePredictor, IDisposable
{
    private readonly GaussianMixture _mixture;
    private readonly Tensor? _excluded; // [B, K]: components of other classes

    internal MixturePredictor(GaussianMixture mixture, NoiseSchedule schedule, Tensor? labels = null)
    {
        (_mixture, Schedule) = (mixture, schedule);
        if (labels is null)
            return;
        if (mixture.Labels is null)
            throw new ArgumentException("This mixture has no labels.", nameof(labels));
        using var scope = NewDisposeScope();
        Tensor excluded = labels.to(ScalarType.Int64).reshape(-1, 1).ne(mixture.Labels.unsqueeze(0));
        Tensor empty = excluded.all(1);
        if (empty.any().ToBoolean())
            throw new ArgumentException($"No component has the label {labels.reshape(-1)[empty.nonzero()[0, 0].ToInt64()].ToInt64()}.",
                nameof(labels));
        _excluded = excluded.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public NoiseSchedule Schedule { get; }

    /// <inheritdoc/>
    /// <remarks>In the type of <paramref name="x"/>, whatever the mixture's; rows may have any shape of D elements.</remarks>
    public Tensor Predict(Tensor x, double t)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return MixtureKernel.Noise(_mixture, Rows(x), Schedule.Alpha(t), Schedule.Sigma(t), _excluded).reshape(x.shape)
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <remarks>In one pass where the overhead of operations would count: small mixtures without labels.</remarks>
    public Tensor Predict(Tensor x, IReadOnlyList<double> times)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (_excluded is not null || (x.size(1) + _mixture.Dimension) * _mixture.Components > MixtureKernel.MaxJoinedGroup)
            return stack([.. times.Select((t, group) => Predict(x.select(0, group), t))]).MoveToOuterDisposeScope();
        var rows = x.reshape(x.size(0), x.size(1), _mixture.Dimension);
        return MixtureKernel.Noise(_mixture, rows, [.. times.Select(Schedule.Alpha)], [.. times.Select(Schedule.Sigma)]).reshape(x.shape)
            .MoveToOuterDisposeScope();
    }

    /// <summary>log p_t(x) of the diffused mixture.</summary>
    /// <param name="x">[B, D].</param>
    /// <param name="t">The time.</param>
    /// <returns>[B].</returns>
    public Tensor LogDensity(Tensor x, double t)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return MixtureKernel.LogDensity(_mixture, Rows(x), Schedule.Alpha(t), Schedule.Sigma(t), _excluded).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Jacobian(Tensor x, double t)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return MixtureKernel.Jacobian(_mixture, Rows(x), Schedule.Alpha(t), Schedule.Sigma(t), _excluded).MoveToOuterDisposeScope();
    }

    /// <summary>(∂ε/∂x) u without the Jacobian.</summary>
    /// <param name="x">[B, D].</param>
    /// <param name="direction">u [B, D].</param>
    /// <param name="t">The time.</param>
    /// <returns>[B, D].</returns>
    public Tensor JacobianVector(Tensor x, Tensor direction, double t)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return MixtureKernel.JacobianVector(_mixture, Rows(x), direction, Schedule.Alpha(t), Schedule.Sigma(t), _excluded)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Frees the class mask. The mixture itself belongs to its maker.</summary>
    public void Dispose() => _excluded?.Dispose();

    private Tensor Rows(Tensor x)
    {
        if (x.numel() != x.size(0) * _mixture.Dimension)
            throw new ArgumentException(
                $"The mixture has dimension {_mixture.Dimension}; the samples are [{string.Join(", ", x.shape)}].", nameof(x));
        if (_excluded is not null && _excluded.size(0) != x.size(0))
            throw new ArgumentException($"This predictor has labels for {_excluded.size(0)} rows; there are {x.size(0)} samples.",
                nameof(x));
        return x.reshape(x.size(0), _mixture.Dimension);
    }
}
