using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using Offprint.Tests.Numerics;
using TorchSharp;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.Solvers;

public class MomentumSamplingTests
{
    public MomentumSamplingTests() => LibTorch.EnsureLoaded(); // one thread, set before this thread's first tensor

    private static double Error(LinearMultistepOptions options, Func<int, TimeGrid> grid, int steps)
    {
        using var scope = NewDisposeScope();
        Tensor start = Normal(1, 16, 1);
        TimeGrid times = grid(steps);
        return Distance(
            new LinearMultistepSolver(options).Sample(Gaussian(Linear, 1, 0.5), start, times, new()
            {
                History = new(options.Order, t => GaussianFlow(Linear, 1, 0.5, start, 0.5, t)),
            }).X, GaussianFlow(Linear, 1, 0.5, start, 0.5, times.End));
    }

    private static TimeGrid Bar(int steps) => TimeGrid.UniformSigmaBar(Linear, steps, 0.5, 0.1);

    [Theory]
    [InlineData(MultistepKind.HeavyBall, 4, 0.8, 1, 1)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 1, 0.5, 1, 1)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 2, 0.5, 2, 2)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 3, 0.5, 2, 3)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 4, 0.5, 2, 4)]
    public void Orders_on_constant_steps_depend_on_the_start(MultistepKind kind, int r, double beta, int official, int exact)
    {
        var options = new LinearMultistepOptions(r, beta, kind);
        // A short range: the flow forgets its start, so that on a long one the start's error shows only with very many steps.
        TimeGrid Short(int steps) => TimeGrid.UniformSigmaBar(Linear, steps, 0.5, 0.35);
        Assert.Equal(official, Slopes.Last(n => Error(options, Short, n), 1280, 2560), 0.1);
        Assert.Equal(exact, Slopes.Last(n => Error(options with { StartUp = StartUp.ExactHistory }, Short, n), 80, 160), 0.15);
        Assert.Equal(exact, Slopes.Last(n => Error(options with { StartUp = StartUp.RungeKutta }, Short, n), 80, 160), 0.15);
    }

    [Fact]
    public void Steps_of_varying_length_cap_the_order_at_two()
    {
        foreach (int r in new[] { 3, 4 })
        {
            foreach (MultistepKind kind in new[] { MultistepKind.AdamsBashforth, MultistepKind.GeneralizedHeavyBall })
            {
                var options = new LinearMultistepOptions(r, kind == MultistepKind.AdamsBashforth ? 1 : 0.5, kind, StartUp.ExactHistory);
                Assert.Equal(2, Slopes.Last(n => Error(options, m => TimeGrid.UniformLambda(Linear, m, 0.5, 0.1), n), 1280, 2560), 0.1);
                Assert.Equal(2, Slopes.Last(n => Error(options, m => TimeGrid.UniformTime(Linear, m, 0.5, 0.1), n), 1280, 2560), 0.1);
            }
        }
    }

    [Fact]
    public void A_constant_field_is_exact_and_slopes_linear_in_the_noise_level_are_for_order_two()
    {
        using var scope = NewDisposeScope();
        Tensor start = Normal(1, 4, 2), noise = Normal(2, 4, 2);
        INoisePredictor constant = Predictors.FromFunction(Linear, Prediction.Noise, (_, _) => noise);
        INoisePredictor linear = Predictors.FromFunction(Linear, Prediction.Noise, (_, t) => noise * Linear.SigmaBar(t));
        double from = Linear.SigmaBar(0.5), to = Linear.SigmaBar(0.1), a = Linear.Alpha(0.5), b = Linear.Alpha(0.1);
        double Gap(MultistepKind kind, int r, double beta, INoisePredictor model, double integral) => Distance(
            new LinearMultistepSolver(new(r, beta, kind, StartUp.ExactHistory)).Sample(model, start, Bar(6), new()
            {
                History = new(r, t => (start / a + noise * (model == constant ? Linear.SigmaBar(t) - from
                    : (Math.Pow(Linear.SigmaBar(t), 2) - from * from) / 2)) * Linear.Alpha(t)),
            }).X, (start / a + noise * integral) * b);
        foreach (MultistepKind kind in new[] { MultistepKind.GeneralizedHeavyBall, MultistepKind.HeavyBall, MultistepKind.Nesterov })
        {
            for (int r = 1; r <= 4; r++)
            {
                Assert.True(Gap(kind, r, 0.6, constant, to - from) < 1e-11);
                bool exact = kind == MultistepKind.GeneralizedHeavyBall && r > 1;
                Assert.Equal(exact, Gap(kind, r, 0.6, linear, (to * to - from * from) / 2) < 1e-11);
            }
        }
    }

    [Fact]
    public void An_exact_start_without_history_is_refused()
    {
        using var scope = NewDisposeScope();
        var solver = new LinearMultistepSolver(new(3, StartUp: StartUp.ExactHistory));
        Assert.Contains("History", Assert.Throws<ArgumentException>(() =>
            solver.Sample(Gaussian(Linear, 1, 0.5), Normal(1, 2, 2), Bar(5))).Message);
        Assert.Throws<ArgumentException>(() => new SplittingSolver(new(4), new(1, Form: OdeForm.Data)));
        Assert.Throws<ArgumentException>(() => new SplittingSolver(new(4), new(1))
            .Sample(Gaussian(Linear, 1, 0.5), Normal(1, 2, 2), Bar(5)));
        Assert.Throws<ArgumentException>(() => new MomentumSolver(ExponentialSolver.DpmSolver(), 0.8)
            .Sample(Gaussian(Linear, 1, 0.5), Normal(1, 2, 2), Bar(5)));
    }

    [Fact]
    public void Splitting_without_guidance_is_the_main_method()
    {
        using var scope = NewDisposeScope();
        INoisePredictor model = Gaussian(Linear, 1, 0.5);
        Tensor start = Normal(1, 5, 2), expected = new LinearMultistepSolver(new(4)).Sample(model, start, Bar(8)).X;
        Assert.True(Distance(new SplittingSolver(new(4), new(1)).Sample(Predictors.Guided(model, model, 5), start, Bar(8)).X,
            expected) < 1e-12);
    }

    /// <summary>
    /// Acceptance of the paper's central claim on an exact model: 16 dimensions, 40 centers in two classes, guidance 15, 10 steps.
    /// </summary>
    [Fact]
    public void Momentum_suppresses_divergence_artifacts_of_a_guided_mixture()
    {
        using var scope = NewDisposeScope();
        using var mixture = new GaussianMixture(ones(40), Normal(3, 40, 16), tensor(0.3), arange(40).remainder(2));
        using GaussianMixture half = mixture.Class(0);
        GuidedPredictor model = Predictors.Guided(mixture.Predictor(Linear), half.Predictor(Linear), 15);
        Tensor start = Normal(4, 300, 16), data = mixture.Sample(4000, new Seed(5).Stream()).X;
        double[] mean = data.mean([0L]).data<double>().ToArray(), std = data.var(0).sqrt().data<double>().ToArray();
        var score = new MagnitudeScore(mean, std);
        Tensor reference = new ProbabilityFlow(new() { SubSteps = 400 }).Solve(model, start, 1, 1e-3);
        (double Score, double Error) Measure(double number, MultistepKind kind)
        {
            Tensor x = new LinearMultistepSolver(LinearMultistepOptions.FromMomentumNumber(number, kind))
                .Sample(model, start, TimeGrid.UniformLambda(Linear, 10)).X;
            return (score.Score(x), Math.Sqrt((x - reference).square().mean().ToDouble()));
        }
        (double Score, double Error)[] heavy = [.. new[] { 4, 3.9, 3.8 }.Select(a => Measure(a, MultistepKind.HeavyBall))];
        (double Score, double Error)[] general =
            [.. new[] { 4, 3.9, 3.8, 2.5 }.Select(a => Measure(a, MultistepKind.GeneralizedHeavyBall))];
        foreach (var series in new[] { heavy, general })
        {
            for (int i = 1; i < series.Length; i++)
                Assert.True(series[i].Score < series[i - 1].Score && series[i].Error < series[i - 1].Error, string.Join("; ", series));
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"reference {score.Score(reference):F2}; HB {string.Join("; ", heavy)}; GHVB {string.Join("; ", general)}");
    }
}
