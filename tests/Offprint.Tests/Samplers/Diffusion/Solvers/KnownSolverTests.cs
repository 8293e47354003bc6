using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.Solvers;

/// <summary>The published solvers as schedules: what each is equal to, and what each refuses.</summary>
public class KnownSolverTests
{
    public KnownSolverTests() => LibTorch.EnsureLoaded(); // one thread, set before this thread's first tensor

    private static Tensor End(IDiffusionSolver solver, INoisePredictor model, Tensor start, TimeGrid grid) =>
        solver.Sample(model, start, grid).X;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Pndm_as_a_schedule_is_the_multistep_solver_on_any_grid(int order)
    {
        using var scope = NewDisposeScope();
        using GaussianMixture mixture = Planar();
        using MixturePredictor model = mixture.Predictor(Linear);
        Tensor start = Normal(9, 6, 2);
        foreach (TimeGrid grid in new[] { TimeGrid.UniformTime(Linear, 8), TimeGrid.Karras(Linear, 6) })
        {
            Tensor schedule = End(new ExponentialSolver(SolverSchedules.Pndm(grid, order)), model, start, grid);
            Assert.InRange(Distance(schedule, End(new LinearMultistepSolver(new(order)), model, start, grid)), 0, 1e-10);
        }
    }

    [Fact]
    public void With_even_points_Taylor_is_the_rule_of_constant_coefficients()
    {
        using var scope = NewDisposeScope();
        using GaussianMixture mixture = Planar();
        using MixturePredictor model = mixture.Predictor(Linear);
        TimeGrid grid = TimeGrid.UniformSigmaBar(Linear, 8);
        Tensor start = Normal(9, 6, 2);
        Tensor taylor = End(new ExponentialSolver(SolverSchedules.Deis(grid, 4, expansion: Expansion.Taylor)), model, start, grid);
        Assert.InRange(Distance(taylor, End(new LinearMultistepSolver(new(4)), model, start, grid)), 0, 1e-9);
    }

    /// <summary>ρAB of order 2 written out: the line through two noises, integrated over σ̄.</summary>
    [Fact]
    public void Deis_in_sigma_integrates_the_interpolating_line()
    {
        using var scope = NewDisposeScope();
        INoisePredictor model = Gaussian(Linear, 1, 0.5);
        TimeGrid grid = TimeGrid.UniformLambda(Linear, 5);
        Tensor start = Normal(9, 6, 1), bar = start / Linear.Alpha(grid.Start);
        Tensor? previous = null;
        for (int i = 0; i < grid.Steps; i++)
        {
            double t = grid.Times[i], s = Linear.SigmaBar(t), step = Linear.SigmaBar(grid.Times[i + 1]) - s;
            Tensor noise = model.Predict(bar * Linear.Alpha(t), t);
            Tensor slope = previous is null ? zeros_like(noise) : (noise - previous) / (s - Linear.SigmaBar(grid.Times[i - 1]));
            bar = bar + step * noise + step * step / 2 * slope;
            previous = noise;
        }
        Tensor schedule = End(new ExponentialSolver(SolverSchedules.Deis(grid, 2, expansion: Expansion.Taylor)), model, start, grid);
        Assert.InRange(Distance(schedule, bar * Linear.Alpha(grid.End)), 0, 1e-10);
    }

    /// <summary>Liu et al. 2022, appendix: improved Euler with DDIM as its transfer, then (3 ε_t − ε_{t−1})/2.</summary>
    [Fact]
    public void S_pndm_is_the_published_one()
    {
        using var scope = NewDisposeScope();
        using GaussianMixture mixture = Planar();
        using MixturePredictor model = mixture.Predictor(Linear);
        TimeGrid grid = TimeGrid.UniformTime(Linear, 6);
        Tensor x = Normal(9, 6, 2), start = x;
        Tensor Transfer(Tensor from, Tensor noise, double t, double next) =>
            Linear.Alpha(next) * ((from - Linear.Sigma(t) * noise) / Linear.Alpha(t)) + Linear.Sigma(next) * noise;
        Tensor? previous = null;
        for (int i = 0; i < grid.Steps; i++)
        {
            double t = grid.Times[i], next = grid.Times[i + 1];
            Tensor noise = model.Predict(x, t);
            Tensor slope = previous is null
                ? (noise + model.Predict(Transfer(x, noise, t, next), next)) / 2
                : (3 * noise - previous) / 2;
            (x, previous) = (Transfer(x, slope, t, next), noise);
        }
        SampleResult schedule = new ExponentialSolver(SolverSchedules.SecondOrderPndm(grid)).Sample(model, start);
        Assert.Equal(7, schedule.Evaluations);
        Assert.InRange(Distance(schedule.X, x), 0, 1e-10);
        Assert.Contains("two steps", Assert.Throws<ArgumentException>(() =>
            SolverSchedules.SecondOrderPndm(TimeGrid.UniformTime(Linear, 1))).Message);
    }

    [Fact]
    public void Every_known_solver_spends_what_it_is_given_and_comes_near_the_flow()
    {
        using var scope = NewDisposeScope();
        Tensor start = Normal(1, 16, 1);
        Tensor exact = GaussianFlow(Linear, 1, 0.5, start, 1, 1e-3);
        foreach (int evaluations in new[] { 3, 4, 5, 6, 10 })
        {
            foreach (KnownSolver solver in new KnownSolverSet().Of(evaluations))
            {
                SampleResult result = new ExponentialSolver(solver.Schedule(Linear, evaluations)).Sample(Gaussian(Linear, 1, 0.5), start);
                Assert.Equal(evaluations, result.Evaluations);
                if (evaluations == 10 && solver.Spacing == GridSpacing.Lambda)
                    Assert.True(Distance(result.X, exact) < 0.5, solver.ToString());
            }
        }
        var all = new KnownSolverSet().Of(10);
        Assert.Equal(all.Count, all.Select(s => s.Label).Distinct().Count());
        Assert.Equal(17 * 4 + 8 * 4, all.Count); // four grids; eight multistep solvers of order 2 or 3 with lower orders at the end
        Assert.All(new KnownSolverSet { Spacings = [GridSpacing.Time], LowerOrderFinal = false }.Of(2), s => Assert.Equal(
            (GridSpacing.Time, true), (s.Spacing, s.Solver.HighestOrder <= 2)));
    }

    [Fact]
    public void Orders_that_there_are_not_and_too_few_evaluations_are_named()
    {
        string message = Assert.ThrowsAny<ArgumentException>(() => new KnownSolver(new UniPcOptions(9)).Schedule(Linear, 10)).Message;
        Assert.Contains("orders 1 to 3", message);
        message = Assert.Throws<ArgumentException>(() => new KnownSolver(new UniPcOptions()).Schedule(Linear, 2)).Message;
        Assert.Contains("UniPC-3 needs 3 evaluations", message);
        Assert.Throws<ArgumentException>(() => SolverSchedules.DpmSolver(TimeGrid.UniformTime(Linear, 2), Linear, [1, 2, 3]));
    }
}
