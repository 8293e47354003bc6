using Offprint.Numerics;
using Offprint.Papers.Diffusion.GhvbStudy;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>World 2: the kernel density of the 1,797 8×8 digits, with its exact score or a trained one. float32.</summary>
internal sealed class PixelProblem : IDisposable
{
    private const int ReferenceSteps = 60;
    private readonly GaussianMixture _density;
    private readonly MixturePredictor _exact;

    public PixelProblem(double bandwidth, PixelMlp? learned)
    {
        _density = MixtureProblems.DigitDensity(bandwidth);
        _exact = _density.Predictor(PlaneProblem.Noise);
        Model = learned is null ? _exact : Predictors.FromNetwork(PlaneProblem.Noise, Prediction.Noise, learned.Forward);
        using var scope = NewDisposeScope();
        Data = _density.Means.ToSampleMatrix();
    }

    public INoisePredictor Model { get; }

    /// <summary>The digits, 64 pixels each.</summary>
    public SampleMatrix Data { get; }

    /// <summary>Noise to start from; the caller's scope owns it.</summary>
    public static Tensor Start(Seed seed, int paths)
    {
        using var random = new TensorRandom(seed);
        return random.Normal([paths, 64]) * PlaneProblem.Noise.Sigma(PlaneProblem.Noise.T);
    }

    /// <summary>The endpoints of the model's own flow; the caller's scope owns them.</summary>
    public Tensor Reference(Tensor start, CancellationToken ct) =>
        new ProbabilityFlow(new ProbabilityFlowOptions { SubSteps = ReferenceSteps })
            .Solve(Model, start, PlaneProblem.Noise.T, PlaneProblem.Noise.TEnd, ct);

    public IScheduleObjective Endpoints(Tensor start, CancellationToken ct) => new EndpointObjective(Model, start, Reference(start, ct));

    public void Dispose()
    {
        _exact.Dispose();
        _density.Dispose();
    }
}
