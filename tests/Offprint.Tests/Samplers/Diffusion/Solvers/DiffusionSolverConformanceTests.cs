using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using Offprint.Tests.Conformance;
using Offprint.Tests.Tensors;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.Solvers;

/// <summary>What every solver promises.</summary>
[Collection(nameof(TensorCounting))]
public class DiffusionSolverConformanceTests
{
    public DiffusionSolverConformanceTests() => LibTorch.EnsureLoaded(); // one thread, set before this thread's first tensor

    private static readonly IDiffusionSolver[] s_solvers =
    [
        new LinearMultistepSolver(new(1)),
        new LinearMultistepSolver(new(4)),
        new LinearMultistepSolver(new(4, 0.8, MultistepKind.HeavyBall)),
        new LinearMultistepSolver(new(4, 0.8, MultistepKind.GeneralizedHeavyBall)),
        new LinearMultistepSolver(new(3, 0.8, MultistepKind.GeneralizedHeavyBall, StartUp.RungeKutta)),
        new LinearMultistepSolver(new(3, 0.7, MultistepKind.Nesterov)),
        new LinearMultistepSolver(new(2, 0.5, MultistepKind.NaiveInterpolation)),
        new LinearMultistepSolver(new(3, 0.8, MultistepKind.HeavyBall, Form: OdeForm.Data)),
        ExponentialSolver.Ddim(),
        ExponentialSolver.Ddim(Prediction.Noise),
        ExponentialSolver.DpmSolverPlusPlus(),
        ExponentialSolver.DpmSolverPlusPlus(3, lowerOrderFinal: true),
        ExponentialSolver.UniPc(1, UniPcVariant.Bh1),
        ExponentialSolver.UniPc(2),
        ExponentialSolver.UniPc(3, UniPcVariant.Varying),
        ExponentialSolver.Deis(3),
        ExponentialSolver.DpmSolver(2),
        ExponentialSolver.DpmSolver(3, Prediction.Data),
        new MomentumSolver(ExponentialSolver.DpmSolverPlusPlus(), 0.8),
        new MomentumSolver(ExponentialSolver.UniPc(3), 0.9),
        new SplittingSolver(new(4), new(1, 0.8, MultistepKind.GeneralizedHeavyBall)),
        new ProbabilityFlow(new() { SubSteps = 2 }),
        new ProbabilityFlow(new() { Tolerance = 1e-8 }),
    ];

    public static TheoryData<int> Solvers => [.. Enumerable.Range(0, s_solvers.Length)];

    [Fact]
    public void No_solver_of_the_library_is_forgotten() => Implementations.AssertCovered<IDiffusionSolver>(
        typeof(IDiffusionSolver).Assembly, s_solvers, (typeof(ReverseSde), "It is stochastic: ReverseSdeTests."));

    /// <summary>Guided between two equal parts: the Gaussian itself, and splittable.</summary>
    private static GuidedPredictor Model(NoiseSchedule schedule) =>
        Predictors.Guided(Gaussian(schedule, 1, 0.5), Gaussian(schedule, 1, 0.5), 2);

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Converges_to_the_exact_flow_of_a_Gaussian(int index)
    {
        foreach (NoiseSchedule schedule in new NoiseSchedule[] { Linear, new CosineSchedule(), VpDiscreteSchedule.Ddpm(),
            new VeSchedule(0.01, 20) })
        {
            using var scope = NewDisposeScope();
            Tensor start = Normal(1, 16, 3) * schedule.Sigma(schedule.T);
            Tensor exact = GaussianFlow(schedule, 1, 0.5, start, schedule.T, schedule.TEnd);
            double Error(int steps) => Distance(
                s_solvers[index].Sample(Model(schedule), start, TimeGrid.UniformLambda(schedule, steps)).X, exact);
            double coarse = Error(40), fine = Error(160);
            Assert.True(fine < 0.1 && (fine < coarse / 2 || fine < 1e-6),
                $"{s_solvers[index].Name}, {schedule.GetType().Name}: {coarse}, {fine}");
        }
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Counts_every_evaluation(int index)
    {
        using var scope = NewDisposeScope();
        GuidedPredictor parts = Model(Linear);
        CountingPredictor free = Predictors.Counting(parts.Unconditional), conditional = Predictors.Counting(parts.Conditional);
        long seen = 0;
        SampleResult result = s_solvers[index].Sample(Predictors.Guided(free, conditional, 2), Normal(1, 4, 2),
            TimeGrid.UniformTime(Linear, 7),
            new() { Observe = _ => seen++ });
        Assert.Equal(seen, result.Evaluations);
        Assert.Equal(s_solvers[index] is SplittingSolver ? 14 + 7 : 2 * seen, free.Evaluations + conditional.Evaluations);
        long expected = s_solvers[index] switch
        {
            SplittingSolver => 14,
            ProbabilityFlow { Name: "Runge–Kutta 4, 2 steps" } => 7 * 8,
            ProbabilityFlow => seen,
            ExponentialSolver { Name: "DPM-Solver-2S" } => 14,
            ExponentialSolver { Name: "DPM-Solver++-3S" } => 21,
            LinearMultistepSolver { Options.StartUp: StartUp.RungeKutta } => 7 + 9,
            _ => 7,
        };
        Assert.Equal(expected, seen);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Follows_the_type_of_its_start_and_leaves_it_alone(int index)
    {
        using var scope = NewDisposeScope();
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            Tensor start = Normal(1, 4, 2).to(type), copy = start.clone();
            Tensor x = s_solvers[index].Sample(Model(Linear), start, TimeGrid.UniformLambda(Linear, 8)).X;
            Assert.Equal(type, x.dtype);
            Assert.Equal(start.shape, x.shape);
            Assert.True(Same(start, copy));
        }
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Keeps_the_trajectory_only_when_asked(int index)
    {
        using var scope = NewDisposeScope();
        TimeGrid grid = TimeGrid.UniformLambda(Linear, 6);
        Tensor start = Normal(1, 4, 2);
        SampleResult kept = s_solvers[index].Sample(Model(Linear), start, grid, new() { KeepTrajectory = true });
        SampleResult plain = s_solvers[index].Sample(Model(Linear), start, grid);
        int points = s_solvers[index].Name switch { "DPM-Solver-2S" => 13, "DPM-Solver++-3S" => 19, _ => 7 };
        Assert.Null(plain.Trajectory);
        Assert.Equal(points, kept.Trajectory!.Count);
        Assert.True(Same(kept.Trajectory[0], start));
        Assert.True(Same(kept.Trajectory[^1], kept.X));
        // Same bits with and without, and from call to call.
        Assert.True(Same(kept.X, plain.X));
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Leaks_nothing(int index)
    {
        using Tensor start = Normal(1, 4, 2);
        GuidedPredictor model = Model(Linear);
        TimeGrid grid = TimeGrid.UniformLambda(Linear, 9);
        s_solvers[index].Sample(model, start, grid).X.Dispose();
        long before = TensorCounting.Settled();
        for (int i = 0; i < 3; i++)
        {
            SampleResult result = s_solvers[index].Sample(model, start, grid, new() { KeepTrajectory = i == 1, DenoiseLast = i == 2 });
            Assert.Equal(before + (result.Trajectory?.Count ?? 1), LibTorch.LiveTensors);
            foreach (Tensor state in result.Trajectory ?? [result.X])
                state.Dispose();
        }
        Assert.Equal(before, LibTorch.LiveTensors);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Live_tensors_do_not_grow_with_steps(int index)
    {
        using Tensor start = Normal(1, 4, 2);
        var peak = new long[40];
        TensorCounting.Settled();
        using Tensor x = s_solvers[index].Sample(Model(Linear), start, TimeGrid.UniformLambda(Linear, 40), new()
        {
            Observe = e => peak[e.Step % 40] = Math.Max(peak[e.Step % 40], LibTorch.LiveTensors),
        }).X;
        Assert.InRange(peak[39] - peak[20], -12, 12);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Names_step_and_time_of_a_prediction_that_is_not_finite(int index)
    {
        using var scope = NewDisposeScope();
        TimeGrid grid = TimeGrid.UniformTime(Linear, 10);
        INoisePredictor broken = Predictors.FromFunction(Linear, Prediction.Noise, (x, t) => t < 0.45 ? x * double.NaN : x);
        GuidedPredictor model = Predictors.Guided(broken, broken, 1);
        long before = TensorCounting.Settled();
        using Tensor start = Normal(1, 4, 2);
        var e = Assert.Throws<NonFinitePredictionException>(() => s_solvers[index].Sample(model, start, grid));
        Assert.True(e.Time < 0.45 && e.Step > 3);
        Assert.Contains($"step {e.Step}, t = ", e.Message);
        Assert.Equal(before + 1, LibTorch.LiveTensors);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Stops_when_canceled(int index)
    {
        using var scope = NewDisposeScope();
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => s_solvers[index].Sample(Model(Linear), Normal(1, 4, 2),
            TimeGrid.UniformTime(Linear, 10),
            null, new CancellationToken(canceled: true)));
        int steps = 0;
        Assert.Throws<OperationCanceledException>(() => s_solvers[index].Sample(Model(Linear), Normal(1, 4, 2),
            TimeGrid.UniformTime(Linear, 10),
            new()
            {
                Observe = _ =>
                {
                    if (++steps == 4)
                        source.Cancel();
                },
            }, source.Token));
        Assert.Equal(4, steps);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Denoises_the_last_state_for_one_evaluation(int index)
    {
        using var scope = NewDisposeScope();
        TimeGrid grid = TimeGrid.UniformLambda(Linear, 8);
        Tensor start = Normal(1, 4, 2);
        SampleResult plain = s_solvers[index].Sample(Model(Linear), start, grid),
            denoised = s_solvers[index].Sample(Model(Linear), start, grid, new() { DenoiseLast = true });
        double t = grid.End;
        Tensor expected = (plain.X - Linear.Sigma(t) * Model(Linear).Predict(plain.X, t)) / Linear.Alpha(t);
        Assert.Equal(plain.Evaluations + 1, denoised.Evaluations);
        Assert.True(Distance(denoised.X, expected) < 1e-12);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Survives_a_model_that_returns_its_argument_or_keeps_its_answer(int index)
    {
        using var scope = NewDisposeScope();
        Tensor answer = Normal(3, 4, 2), copy = answer.clone(), start = Normal(1, 4, 2);
        TimeGrid grid = TimeGrid.UniformLambda(Linear, 8);
        SampleResult Run(Func<Tensor, double, Tensor> f)
        {
            INoisePredictor part = Predictors.FromFunction(Linear, Prediction.Noise, f);
            return s_solvers[index].Sample(Predictors.ClassifierGuided(part, (x, _) => f(x, 0), 0), start, grid);
        }
        Assert.True(Same(Run((x, _) => x).X, Run((x, _) => x.clone()).X));
        Assert.True(Same(Run((_, _) => answer).X, Run((_, _) => answer.clone()).X));
        Assert.True(Same(answer, copy));
        Assert.Throws<InvalidOperationException>(() => Run((x, _) => x.sum(1)));
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Describes_itself(int index)
    {
        Assert.Equal(s_solvers[index].Name, s_solvers[index].Describe().Title);
        Assert.Throws<ArgumentException>(() => s_solvers[index].Sample(Model(Linear), ones(3, dtype: ScalarType.Int64), new([1, 0.5])));
    }
}
