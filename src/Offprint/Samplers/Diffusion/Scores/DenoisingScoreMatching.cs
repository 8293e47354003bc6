using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Scores;

/// <summary>How times are drawn in training.</summary>
public enum TimeLaw
{
    /// <summary>Even in t.</summary>
    UniformTime,

    /// <summary>Even in λ: low noise, where the data's geometry shows, is seen as often as high noise.</summary>
    UniformLambda,
}

/// <summary>Options of <see cref="DenoisingScoreMatching"/>.</summary>
public sealed record DenoisingOptions
{
    /// <summary>How times are drawn. Default: even in t.</summary>
    public TimeLaw Time { get; init; }

    /// <summary>
    /// μ of the symmetry penalty μ E|J − Jᵀ|²/D with the Jacobian J of ε (the score's times σ, as the loss weights it). Default 0: none.
    /// </summary>
    public double SymmetryPenalty { get; init; }
}

/// <summary>
/// The training loss of diffusion models (Vincent 2011; Ho, Jain and Abbeel 2020):
/// <c>E ‖ε̂(α_t x₀ + σ_t ε, t) − ε‖²</c> per dimension, with t between the schedule's ends; optionally plus a penalty on what of the
/// prediction is no gradient.
/// </summary>
/// <param name="schedule">Its noise levels.</param>
/// <param name="options">Time law and penalty; <see langword="null"/> for the defaults.</param>
public sealed class DenoisingScoreMatching(NoiseSchedule schedule, DenoisingOptions? options = null)
{
    private readonly DenoisingOptions _options = options ?? new();

    /// <summary>The loss of a batch.</summary>
    /// <param name="network">The noise prediction from noisy data <c>[B, …]</c> and times <c>[B]</c>.</param>
    /// <param name="data">Clean data, <c>[B, …]</c>, float32.</param>
    /// <param name="random">Where times and noise are drawn from.</param>
    /// <returns>A scalar.</returns>
    public Tensor Loss(Func<Tensor, Tensor, Tensor> network, Tensor data, TensorRandom random) =>
        Terms(network, data, data.shape[..1], random).mean();

    /// <summary>The loss of a batch of a population, the mean over its members.</summary>
    /// <param name="network">The noise prediction from noisy data <c>[P, B, D]</c> and times <c>[P, B]</c>.</param>
    /// <param name="data">Clean data, <c>[P, B, D]</c>, float32.</param>
    /// <param name="random">Where times and noise are drawn from.</param>
    /// <returns>A scalar.</returns>
    public Tensor PopulationLoss(Func<Tensor, Tensor, Tensor> network, Tensor data, TensorRandom random) =>
        Terms(network, data, data.shape[..2], random).mean();

    /// <summary>The loss of each member of a population, for reporting.</summary>
    /// <inheritdoc cref="PopulationLoss"/>
    /// <returns><c>[P]</c>.</returns>
    public Tensor MemberLosses(Func<Tensor, Tensor, Tensor> network, Tensor data, TensorRandom random) =>
        Terms(network, data, data.shape[..2], random).mean([1, 2]);

    private Tensor Terms(Func<Tensor, Tensor, Tensor> network, Tensor data, long[] batch, TensorRandom random)
    {
        var t = Times(batch, random);
        var noise = random.Normal(data.shape);
        var (alpha, sigma) = Levels(t, [.. batch, .. Enumerable.Repeat(1L, (int)data.dim() - batch.Length)]);
        var noisy = alpha * data + sigma * noise;
        if (_options.SymmetryPenalty == 0)
            return (network(noisy, t) - noise).Squared();
        var (prediction, skew) = Derivatives.Asymmetry(x => network(x, t), noisy, Derivatives.Signs(noisy, random), createGraph: true);
        return (prediction - noise).Squared() + _options.SymmetryPenalty * skew.Squared();
    }

    /// <summary>
    /// Times in strata, one a row: each batch covers the whole range (a variance reduction, the law of a single time is kept).
    /// </summary>
    private Tensor Times(long[] batch, TensorRandom random)
    {
        var strata = (arange(batch[^1]) + random.Uniform(batch)) / batch[^1];
        if (_options.Time == TimeLaw.UniformTime)
            return schedule.TEnd + (schedule.T - schedule.TEnd) * strata;
        double low = schedule.Lambda(schedule.T), high = schedule.Lambda(schedule.TEnd);
        return tensor(Array.ConvertAll(strata.data<float>().ToArray(), u => (float)schedule.TimeOfLambda(low + (high - low) * u)), batch);
    }

    private (Tensor Alpha, Tensor Sigma) Levels(Tensor t, long[] shape)
    {
        float[] times = t.data<float>().ToArray();
        return (tensor(Array.ConvertAll(times, s => (float)schedule.Alpha(s)), shape),
            tensor(Array.ConvertAll(times, s => (float)schedule.Sigma(s)), shape));
    }
}
