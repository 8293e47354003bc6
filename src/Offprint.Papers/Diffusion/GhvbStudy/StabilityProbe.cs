using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Samplers.Diffusion.Solvers;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>Counts how often a sampler's steps leave its stability region: δλ below the region's limit on the negative real axis.</summary>
internal sealed class StabilityProbe(IDifferentiablePredictor predictor, double limit, TimeGrid grid)
{
    private double _outside;
    private long _count;

    /// <summary>The share of (path, step) whose stiffest direction is outside.</summary>
    public double Share => _count == 0 ? 0 : _outside / _count;

    public void Observe(Evaluation evaluation)
    {
        if (evaluation.Step >= grid.Steps)
            return;
        using var scope = NewDisposeScope();
        double step = predictor.Schedule.SigmaBar(grid.Times[evaluation.Step + 1]) -
            predictor.Schedule.SigmaBar(grid.Times[evaluation.Step]);
        var products = NoiseJacobian.Eigenvalues(predictor, evaluation.X, evaluation.Time) * step;
        _outside += products.amin([1]).lt(limit).to(ScalarType.Float64).sum().item<double>();
        _count += products.shape[0];
    }
}
