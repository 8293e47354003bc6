using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Estimators.Dimension;

/// <summary>Estimates of intrinsic dimension from a diffusion model's score at a low noise level.</summary>
public static class ScoreDimension
{
    /// <summary>
    /// The normal bundle (Stanczuk et al. 2024): scores at noisy copies of a point lie in the normal space; D minus the rank of their
    /// matrix,
    /// which is where its singular values drop most.
    /// </summary>
    /// <param name="model">The predictor.</param>
    /// <param name="points">Clean points [B, D].</param>
    /// <param name="t">The time of the low noise.</param>
    /// <param name="random">Where noise is drawn from.</param>
    /// <param name="copies">Noisy copies a point; <see langword="null"/> for 4 D, which is few where D is small.</param>
    /// <returns>One estimate a point, 1 to D − 1.</returns>
    public static int[] NormalBundle(INoisePredictor model, Tensor points, double t, TensorRandom random, int? copies = null)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var (b, d) = (points.shape[0], points.shape[1]);
        long n = copies ?? 4 * d;
        var noisy = points.unsqueeze(1) * model.Schedule.Alpha(t) + random.Normal([b, n, d], points.dtype) * model.Schedule.Sigma(t);
        var scores = model.Predict(noisy.reshape(b * n, d), t).reshape(b, n, d).to(ScalarType.Float64);
        double[] values = [.. linalg.svdvals(scores).contiguous().data<double>()];
        return [.. Enumerable.Range(0, (int)b).Select(i => (int)d - LargestDrop(values.AsSpan(i * (int)d, (int)d)))];
    }

    /// <summary>
    /// FLIPD (Kamkari et al. 2024): how the log-density of the noisy data grows as the noise falls, D + σ² (div s + |s|²) at α x.
    /// </summary>
    /// <param name="model">The predictor.</param>
    /// <param name="points">Clean points [B, D].</param>
    /// <param name="t">The time of the low noise.</param>
    /// <returns>One estimate a point, not rounded; it may fall below 0.</returns>
    public static double[] Flipd(IDifferentiablePredictor model, Tensor points, double t)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var x = points * model.Schedule.Alpha(t);
        var divergence = Derivatives.Trace(model.Jacobian(x, t)) * -model.Schedule.Sigma(t); // σ² div s
        return [.. (points.shape[1] + divergence + model.Predict(x, t).Squared().sum(1)).to(ScalarType.Float64).data<double>()];
    }

    // The difference, not the ratio: scores along the manifold are nearly equal, so that their own singular values span many orders.
    private static int LargestDrop(ReadOnlySpan<double> falling)
    {
        int best = 1;
        for (int i = 2; i < falling.Length; i++)
        {
            if (falling[i - 1] - falling[i] > falling[best - 1] - falling[best])
                best = i;
        }
        return best;
    }
}
