using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>The order study's diffusion problems, in float64.</summary>
internal sealed class DiffusionOrders(OrderStudySettings settings, RunContext context)
{
    private const int ReferenceSteps = 4000;
    private const int HistorySteps = 400; // over a few steps of a grid: as accurate there as the reference over the whole range
    private readonly NoiseSchedule _schedule = new VpLinearSchedule();

    public OrderStudyResult Run()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var data = settings.Problem == OrderProblem.Gaussian ? Gaussian() : MixtureProblems.Twelve(context.Seeds[0]);
        using var predictor = data.Predictor(_schedule);
        using var random = new TensorRandom(context.Seeds[0].Derive("paths"));
        double to = settings.To > 0 ? settings.To : _schedule.TEnd;
        // Paths that lie on the flow: noised data at the first time.
        var (clean, _) = data.Sample(settings.Paths, context.Seeds[0].Derive("data").Stream());
        var start = clean * _schedule.Alpha(settings.From) + random.Normal(clean.shape, ScalarType.Float64) *
            _schedule.Sigma(settings.From);
        var reference = Reference(predictor, start, settings.From, to);
        double total = settings.Methods.Count * (double)settings.Steps.Sum(), done = 0;
        return new OrderStudyResult([.. settings.Methods.Select(method => new OrderCurve(method, [.. settings.Steps.Select(steps =>
        {
            context.Report(done += steps, total, method.Label);
            return Error(method, predictor, start, reference, Grid(steps, to));
        })]))]);
    }

    private static GaussianMixture Gaussian() =>
        new(ones(1, ScalarType.Float64), tensor(new double[,] { { 1, -0.5 } }), full([1], 0.5, ScalarType.Float64));

    private double Error(LinearMultistepOptions method, MixturePredictor predictor, Tensor start, Tensor reference, TimeGrid grid)
    {
        using var scope = NewDisposeScope();
        var history = method.StartUp == StartUp.ExactHistory
            ? new ExactHistory(method.Method.HistoryLength, t => Reference(predictor, start, settings.From, t, HistorySteps))
            : null;
        var result = method.Create().Sample(predictor, start, grid, new SampleOptions { History = history },
            context.Cancellation);
        return (result.X - reference).abs().mean().item<double>();
    }

    /// <summary>The Gaussian's exact affine solution, or many Runge–Kutta steps for the mixture.</summary>
    private Tensor Reference(MixturePredictor predictor, Tensor start, double from, double to, int steps = ReferenceSteps)
    {
        if (settings.Problem == OrderProblem.Mixture)
            return new ProbabilityFlow(new ProbabilityFlowOptions { SubSteps = steps })
                .Solve(predictor, start, from, to, context.Cancellation);
        var mean = tensor(new[] { 1.0, -0.5 });
        return (start - mean * _schedule.Alpha(from)) * (Spread(to) / Spread(from)) + mean * _schedule.Alpha(to);

        double Spread(double t) => Math.Sqrt(Math.Pow(0.5 * _schedule.Alpha(t), 2) + Math.Pow(_schedule.Sigma(t), 2));
    }

    private TimeGrid Grid(int steps, double to) => settings.Grid switch
    {
        GridKind.SigmaBar => TimeGrid.UniformSigmaBar(_schedule, steps, settings.From, to),
        GridKind.Lambda => TimeGrid.UniformLambda(_schedule, steps, settings.From, to),
        _ => TimeGrid.UniformTime(_schedule, steps, settings.From, to),
    };
}
