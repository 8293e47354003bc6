using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion;

/// <summary>
/// The training loss of diffusion models (Vincent 2011; Ho, Jain and Abbeel 2020):
/// <c>E ‖ε̂(α_t x₀ + σ_t ε, t) − ε‖²</c> per dimension, with t uniform between the schedule's ends.
/// </summary>
/// <param name="schedule">Its noise levels.</param>
public sealed class DenoisingScoreMatching(NoiseSchedule schedule)
{
    /// <summary>The loss of a batch.</summary>
    /// <param name="network">The noise prediction from noisy data <c>[B, …]</c> and times <c>[B]</c>.</param>
    /// <param name="data">Clean data, <c>[B, …]</c>, float32.</param>
    /// <param name="random">Where times and noise are drawn from.</param>
    /// <returns>A scalar.</returns>
    public Tensor Loss(Func<Tensor, Tensor, Tensor> network, Tensor data, TensorRandom random)
    {
        // Times in strata, one a row: each batch covers the whole range (a variance reduction, the law of a single time is uniform).
        long rows = data.shape[0];
        var strata = (arange(rows) + random.Uniform([rows])) / rows;
        var t = schedule.TEnd + (schedule.T - schedule.TEnd) * strata;
        var noise = random.Normal(data.shape);
        var (alpha, sigma) = Levels(t, data.dim());
        return (network(alpha * data + sigma * noise, t) - noise).square().mean();
    }

    private (Tensor Alpha, Tensor Sigma) Levels(Tensor t, long dimensions)
    {
        float[] times = t.data<float>().ToArray();
        long[] shape = [times.Length, .. Enumerable.Repeat(1L, (int)dimensions - 1)];
        return (tensor(Array.ConvertAll(times, s => (float)schedule.Alpha(s)), shape), tensor(Array.ConvertAll(times, s => (float)schedule.Sigma(s)), shape));
    }
}
