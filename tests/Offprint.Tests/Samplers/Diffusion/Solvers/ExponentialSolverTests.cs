using System.Text.Json;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using Offprint.Tests.Numerics;
using TorchSharp;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.Solvers;

public class ExponentialSolverTests
{
    public ExponentialSolverTests() => LibTorch.EnsureLoaded(); // one thread, set before this thread's first tensor

    private static double Order(ExponentialSolver solver, int exactSteps, int steps)
    {
        using var scope = NewDisposeScope();
        Tensor start = Normal(1, 32, 1);
        double Error(int n) => Distance(
            solver.Sample(Gaussian(Linear, 1, 0.5), start, TimeGrid.UniformLambda(Linear, n, 0.5, 0.1), new()
            {
                History = exactSteps == 0 ? null : new(exactSteps, t => GaussianFlow(Linear, 1, 0.5, start, 0.5, t)),
            }).X, GaussianFlow(Linear, 1, 0.5, start, 0.5, 0.1));
        return Slopes.Last(Error, steps / 2, steps);
    }

    [Fact]
    public void Orders_on_an_interior_range_are_those_of_theory()
    {
        Assert.Equal(1, Order(ExponentialSolver.Ddim(), 0, 640), 0.05);
        Assert.Equal(2, Order(ExponentialSolver.DpmSolverPlusPlus(), 0, 640), 0.05);
        Assert.Equal(2, Order(ExponentialSolver.Deis(2), 0, 640), 0.05);
        Assert.Equal(2, Order(ExponentialSolver.DpmSolver(2), 0, 320), 0.1);
        Assert.Equal(2, Order(ExponentialSolver.UniPc(1), 0, 640), 0.05);
        Assert.Equal(3, Order(ExponentialSolver.UniPc(2), 0, 320), 0.1);
        Assert.Equal(3, Order(ExponentialSolver.DpmSolver(3), 0, 160), 0.1);
    }

    [Fact]
    public void The_third_order_needs_more_than_one_low_order_step_at_the_start()
    {
        Assert.Equal(2, Order(ExponentialSolver.DpmSolverPlusPlus(3), 0, 2560), 0.1);
        Assert.Equal(2, Order(ExponentialSolver.Deis(3), 0, 2560), 0.1);
        Assert.Equal(3, Order(ExponentialSolver.DpmSolverPlusPlus(3), 2, 1280), 0.1);
        Assert.Equal(3, Order(ExponentialSolver.Deis(3), 2, 1280), 0.1);
        Assert.Equal(4, Order(ExponentialSolver.Deis(4), 3, 160), 0.2);
        Assert.Equal(3, Order(ExponentialSolver.UniPc(3, UniPcVariant.Varying), 0, 1280), 0.15);
        Assert.Equal(4, Order(ExponentialSolver.UniPc(3), 2, 160), 0.2);
    }

    [Fact]
    public void A_point_mass_is_reached_in_one_step_of_the_data_form_and_constant_noise_in_one_of_the_noise_form()
    {
        using var scope = NewDisposeScope();
        Tensor start = Normal(1, 8, 2), noise = Normal(2, 8, 2);
        foreach (int steps in new[] { 1, 2, 5 })
        {
            TimeGrid grid = TimeGrid.UniformTime(Linear, steps);
            Tensor exact = GaussianFlow(Linear, 0.7, 0, start, 1, 1e-3);
            foreach (ExponentialSolver solver in new[] { ExponentialSolver.Ddim(), ExponentialSolver.DpmSolverPlusPlus(3),
                ExponentialSolver.UniPc(3), ExponentialSolver.DpmSolver(3, Prediction.Data) })
                Assert.True(Distance(solver.Sample(Gaussian(Linear, 0.7, 0), start, grid).X, exact) < 1e-12, solver.Name);
            INoisePredictor constant = Predictors.FromFunction(Linear, Prediction.Noise, (_, _) => noise);
            Tensor line = (start - Linear.Sigma(1) * noise) * (Linear.Alpha(1e-3) / Linear.Alpha(1)) + Linear.Sigma(1e-3) * noise;
            foreach (ExponentialSolver solver in new[] { ExponentialSolver.Ddim(Prediction.Noise), ExponentialSolver.Deis(4),
                ExponentialSolver.DpmSolver(3) })
                Assert.True(Distance(solver.Sample(constant, start, grid).X, line) < 1e-9, solver.Name);
        }
    }

    [Fact]
    public void Relaxations_have_their_closed_forms()
    {
        foreach (double h in new[] { 0.01, 0.7, 3 })
        {
            foreach (Prediction form in new[] { Prediction.Noise, Prediction.Data })
            {
                double z = form == Prediction.Data ? -h : h, e = Math.Exp(z);
                Assert.Equal(z / 2 * (e - 1) / (e - 1 - z), Relaxation.Bh2.Factor(form, h), 1e-10);
                Assert.Equal(z * z / 2 / (e - 1 - z), Relaxation.Bh1.Factor(form, h), 1e-10);
                Assert.Equal(1 + (e - 1) / 2, new Relaxation(RelaxationKind.HalfMore).Factor(form, h), 1e-12);
                Assert.Equal(1 - (e - 1) / 2, new Relaxation(RelaxationKind.HalfLess).Factor(form, h), 1e-12);
                Assert.Equal(1 + 0.3 * h, Relaxation.Linear(0.3).Factor(form, h), 1e-12);
                Assert.Equal(1, Relaxation.None.Factor(form, h));
            }
        }
    }

    [Fact]
    public void Evaluations_of_a_schedule_are_those_that_happen()
    {
        using var scope = NewDisposeScope();
        SolverSchedule plain = SolverSchedules.UniPc(TimeGrid.UniformLambda(Linear, 6));
        StepDecision[] steps = [.. plain.Steps.Select((s, i) => i < 2 ? s with { Corrector = Corrector.Implicit } : s)];
        (SolverSchedule Schedule, int Evaluations)[] cases =
            [(plain, 6), (new(1, steps), 8), (new(1, steps, FirstStep.ZeroData), 7), (new(1, plain.Steps, FirstStep.ZeroData), 5)];
        foreach (var (schedule, evaluations) in cases)
        {
            CountingPredictor model = Predictors.Counting(Gaussian(Linear, 1, 0.5));
            SampleResult result = new ExponentialSolver(schedule).Sample(model, Normal(1, 4, 2));
            Assert.Equal((evaluations, evaluations, evaluations), (schedule.Evaluations, (int)result.Evaluations, (int)model.Evaluations));
            Assert.True(result.X.isfinite().all().ToBoolean());
        }
    }

    [Fact]
    public void A_schedule_is_a_value_that_survives_JSON()
    {
        SolverSchedule schedule = SolverSchedules.UniPc(TimeGrid.Karras(Linear, 5)),
            same = SolverSchedules.UniPc(TimeGrid.Karras(Linear, 5));
        Assert.Equal(schedule, same);
        Assert.Equal(schedule.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(schedule, SolverSchedules.UniPc(TimeGrid.Karras(Linear, 5), variant: UniPcVariant.Bh1));
        Assert.Equal(schedule, JsonSerializer.Deserialize<SolverSchedule>(JsonSerializer.Serialize(schedule)));
        Assert.Equal(5, schedule.Describe().Tables[0].Rows.Count);
    }

    [Fact]
    public void A_searched_schedule_refuses_another_grid()
    {
        using var scope = NewDisposeScope();
        var solver = new ExponentialSolver(SolverSchedules.Ddim(TimeGrid.UniformTime(Linear, 4)), "searched");
        Tensor start = Normal(1, 2, 2);
        Assert.True(Same(solver.Sample(Gaussian(Linear, 1, 0.5), start).X,
            solver.Sample(Gaussian(Linear, 1, 0.5), start, TimeGrid.UniformTime(Linear, 4)).X));
        Assert.Contains("searched", Assert.Throws<ArgumentException>(() =>
            solver.Sample(Gaussian(Linear, 1, 0.5), start, TimeGrid.UniformTime(Linear, 5))).Message);
        Assert.Throws<InvalidOperationException>(() => ExponentialSolver.Ddim().Sample(Gaussian(Linear, 1, 0.5), start));
    }

    [Fact]
    public void Steps_that_cannot_be_taken_are_named()
    {
        void Refuses(string message, params StepDecision[] steps) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => new SolverSchedule(1, steps)).Message);
        var first = new StepDecision(0.5, Prediction.Data, 1, []);
        Refuses("Step 0", first with { Order = 2, Derivatives = [new([-2])] });
        Refuses("order 2 needs 1 derivative", first, first with { Time = 0.4, Order = 2 });
        Refuses("start point -2", first with { StartPoint = -2 });
        Refuses("start point among", first, new StepDecision(0.4, Prediction.Data, 2, [new([-1])]));
        Refuses("not among", first, new StepDecision(0.4, Prediction.Data, 2, [new([-3])]));
        Refuses("twice", first, new StepDecision(0.4, Prediction.Data, 2, [new([-2, -2])]));
        Refuses("form is Score", first with { Form = Prediction.Score });
        Refuses("last step has a corrector", first with { Corrector = Corrector.Pseudo });
        Refuses("does not decrease at index 2", first, first);
    }
}
