using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Scores;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>A planar model whose remainder r is known at every time it is asked about; decompositions are kept.</summary>
internal sealed class DecomposedField(INoisePredictor model, Func<Func<Tensor, Tensor>, double, HelmholtzDecomposition> decompose)
{
    private readonly Dictionary<double, HelmholtzDecomposition> _parts = [];

    /// <summary>s + weight · r: the gradient part alone for −1, the remainder doubled for 1.</summary>
    public INoisePredictor Predictor(double weight) => Predictors.FromFunction(model.Schedule, Prediction.Score, (x, t) =>
        Score(x, t) + weight * At(t).Remainder(x));

    /// <summary>
    /// s with a gradient error of the remainder's size: a constant vector along or against the first axis with |e|² = E|r|².
    /// </summary>
    public INoisePredictor WithGradientError(int sign) => Predictors.FromFunction(model.Schedule, Prediction.Score, (x, t) =>
        Score(x, t) + tensor(new[] { sign * Math.Sqrt(At(t).SquaredRemainder), 0 }));

    private HelmholtzDecomposition At(double t)
    {
        if (!_parts.TryGetValue(t, out var parts))
            _parts[t] = parts = decompose(x => Score(x, t), t);
        return parts;
    }

    private Tensor Score(Tensor x, double t) => model.Predict(x, t) / -model.Schedule.Sigma(t);
}
