using Offprint.Numerics;
using Offprint.Papers.Diffusion.GhvbStudy;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>
/// World 1: twelve unequal Gaussians in the plane, drawn from the seed, with starts to search on, other starts to test on, and the exact
/// flow's endpoints of both. float64.
/// </summary>
internal sealed class PlaneProblem : IDisposable
{
    private const int ReferenceSteps = 150; // of fourth order: its error is some 10⁻⁶, far below any schedule's
    private readonly GaussianMixture _mixture;

    public PlaneProblem(Seed seed, int trainPaths, int testPaths)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        _mixture = MixtureProblems.Twelve(seed);
        Model = _mixture.Predictor(Noise);
        TrainStart = Start(seed.Derive("train"), trainPaths);
        TestStart = Start(seed.Derive("test"), testPaths);
        TrainEnd = Reference(TrainStart);
        TestEnd = Reference(TestStart);
    }

    /// <summary>The linear variance-preserving schedule down to t = 10⁻³.</summary>
    public static NoiseSchedule Noise { get; } = new VpLinearSchedule();

    public MixturePredictor Model { get; }

    public Tensor TrainStart { get; }

    public Tensor TrainEnd { get; }

    public Tensor TestStart { get; }

    public Tensor TestEnd { get; }

    public EndpointObjective Train => new(Model, TrainStart, TrainEnd);

    public EndpointObjective Test => new(Model, TestStart, TestEnd);

    public void Dispose()
    {
        foreach (var tensor in new[] { TrainStart, TrainEnd, TestStart, TestEnd })
            tensor.Dispose();
        Model.Dispose();
        _mixture.Dispose();
    }

    private static Tensor Start(Seed seed, int paths)
    {
        using var random = new TensorRandom(seed);
        return (random.Normal([paths, 2], ScalarType.Float64) * Noise.Sigma(Noise.T)).DetachFromDisposeScope();
    }

    private Tensor Reference(Tensor start) =>
        new ProbabilityFlow(new ProbabilityFlowOptions { SubSteps = ReferenceSteps }).Solve(Model, start, Noise.T, Noise.TEnd)
            .DetachFromDisposeScope();
}
