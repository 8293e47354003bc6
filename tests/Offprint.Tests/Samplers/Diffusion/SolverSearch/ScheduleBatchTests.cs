using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using Offprint.Tests.Tensors;
using TorchSharp;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.SolverSearch;

/// <summary>Many schedules in one pass are the same schedules one by one.</summary>
[Collection(nameof(TensorCounting))]
public class ScheduleBatchTests
{
    public ScheduleBatchTests() => LibTorch.EnsureLoaded(); // one thread, set before this thread's first tensor

    /// <summary>All known solvers and as many random schedules.</summary>
    private static SolverSchedule[] Schedules(int evaluations)
    {
        var space = new ScheduleSpace(Linear);
        RandomStream random = new Seed(3).Stream();
        SolverSchedule[] known = [.. new KnownSolverSet().Of(evaluations).Select(solver => solver.Schedule(Linear, evaluations))];
        return [.. known, .. known.Select(_ => space.Random(evaluations, random))];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void A_batch_gives_what_each_schedule_gives_alone(int evaluations)
    {
        using var scope = NewDisposeScope();
        using GaussianMixture mixture = Planar();
        using MixturePredictor model = mixture.Predictor(Linear);
        Tensor start = Normal(1, 7, 2);
        SolverSchedule[] schedules = Schedules(evaluations);
        CountingPredictor counted = Predictors.Counting(model);
        Tensor ends = new ScheduleBatch(counted).Sample(schedules, start);
        Assert.Equal(evaluations, counted.Evaluations);
        Assert.Equal([schedules.Length, 7, 2], ends.shape);
        for (int m = 0; m < schedules.Length; m++)
        {
            // Random schedules may enlarge rounding as they enlarge everything else.
            Tensor alone = new ExponentialSolver(schedules[m]).Sample(model, start).X;
            Assert.InRange(Distance(ends[m], alone), 0, m < schedules.Length / 2 ? 1e-9 : 1e-7 * (1 + alone.abs().max().ToDouble()));
        }
        // Few rows at a time: other blocks, the same ends.
        Assert.InRange(Distance(ends, new ScheduleBatch(model, 2 * schedules.Length).Sample(schedules, start)), 0, 1e-12);
    }

    [Fact]
    public void Implicit_correctors_and_first_steps_without_the_model_are_in_the_plan()
    {
        using var scope = NewDisposeScope();
        using GaussianMixture mixture = Planar();
        using MixturePredictor model = mixture.Predictor(Linear);
        Tensor start = Normal(1, 7, 2), mean = Normal(2, 2);
        SolverSchedule uniPc = SolverSchedules.UniPc(TimeGrid.UniformLambda(Linear, 6)),
            pndm = SolverSchedules.SecondOrderPndm(TimeGrid.UniformTime(Linear, 5));
        SolverSchedule[] six =
        [
            uniPc, pndm,
            new(1, SolverSchedules.UniPc(TimeGrid.UniformLambda(Linear, 7)).Steps, FirstStep.ZeroData),
            new(1, SolverSchedules.UniPc(TimeGrid.UniformLambda(Linear, 7)).Steps, FirstStep.DataMean),
        ];
        Tensor ends = new ScheduleBatch(model).Sample(six, start, mean);
        for (int m = 0; m < six.Length; m++)
            Assert.InRange(Distance(ends[m], new ExponentialSolver(six[m]).Sample(model, start, new SampleOptions { DataMean = mean }).X),
                0, 1e-9);
    }

    [Fact]
    public void Starting_from_the_mean_of_zero_is_starting_from_zero_and_a_missing_mean_is_named()
    {
        using var scope = NewDisposeScope();
        Tensor start = Normal(1, 7, 2);
        IReadOnlyList<StepDecision> steps = SolverSchedules.DpmSolverPlusPlus(TimeGrid.UniformLambda(Linear, 5)).Steps;
        var zero = new ExponentialSolver(new SolverSchedule(1, steps, FirstStep.ZeroData));
        var mean = new ExponentialSolver(new SolverSchedule(1, steps, FirstStep.DataMean));
        INoisePredictor model = Gaussian(Linear, 1, 0.5);
        Assert.True(Distance(zero.Sample(model, start).X, mean.Sample(model, start,
            new SampleOptions { DataMean = zeros(2, dtype: ScalarType.Float64) }).X) < 1e-14);
        Assert.Contains("DataMean", Assert.Throws<ArgumentException>(() => mean.Sample(model, start)).Message);
        Assert.Contains("mean", Assert.Throws<ArgumentException>(() => new ScheduleBatch(model).Sample([mean.Schedule!], start)).Message);
        // A point mass at the mean: the first prediction is exact already.
        SampleResult exact = mean.Sample(Gaussian(Linear, 0.7, 0), start,
            new SampleOptions { DataMean = full([2], 0.7, dtype: ScalarType.Float64) });
        Assert.True(Distance(exact.X, GaussianFlow(Linear, 0.7, 0, start, 1, 1e-3)) < 1e-12);
        Assert.Equal(4, exact.Evaluations);
    }

    [Fact]
    public void Groups_at_their_own_times_are_predicted_as_one_by_one()
    {
        using var scope = NewDisposeScope();
        double[] times = [0.9, 0.5, 0.01];
        using GaussianMixture mixture = Planar(labeled: true), density = GaussianMixture.KernelDensity(Normal(4, 30, 2), 0.2);
        using var network = new UNet(new UNetOptions { ImageSize = 4, Patch = 1, Widths = [8], EmbeddingWidth = 8 }, new Seed(1));
        using (var guard = no_grad())
            network.Parameters.Values.add_(0.01);
        using MixturePredictor plain = mixture.Predictor(Linear), labeled = mixture.Predictor(Linear, arange(5).remainder(2)),
            kernel = density.Predictor(Linear);
        INoisePredictor wide = Predictors.FromNetwork(Linear, Prediction.Noise, (x, t) => x * t.unsqueeze(1));
        INoisePredictor data = Predictors.FromNetwork(Linear, Prediction.Data, (x, t) => x * t.unsqueeze(1));
        foreach (INoisePredictor model in new[] { plain, labeled, kernel, wide, data, Gaussian(Linear, 1, 0.5) })
            Agree(model, Normal(5, 3, 5, 2));
        Agree(Predictors.FromNetwork(Linear, Prediction.Noise, (x, t) => network.forward(x, t, null)),
            Normal(5, 3, 5, 1, 4, 4).to(ScalarType.Float32), 1e-5);

        void Agree(INoisePredictor model, Tensor x, double tolerance = 1e-11)
        {
            Tensor together = model.Predict(x, times);
            for (int m = 0; m < times.Length; m++)
                Assert.InRange(Distance(together[m], model.Predict(x[m], times[m])), 0, tolerance);
        }
    }

    [Fact]
    public void Bad_input_is_named_and_nothing_leaks()
    {
        using var scope = NewDisposeScope();
        Tensor start = Normal(1, 7, 2);
        SolverSchedule four = SolverSchedules.Ddim(TimeGrid.UniformLambda(Linear, 4)),
            five = SolverSchedules.Ddim(TimeGrid.UniformLambda(Linear, 5));
        INoisePredictor broken = Predictors.FromFunction(Linear, Prediction.Noise, (x, t) => t < 0.3 ? x * double.NaN : x);
        var batch = new ScheduleBatch(broken);
        Assert.Contains("4 and of 5", Assert.Throws<ArgumentException>(() => batch.Sample([four, five], start)).Message);
        Assert.Throws<ArgumentException>(() => batch.Sample([], start));
        long before = TensorCounting.Settled();
        SolverSchedule late = SolverSchedules.Ddim(new TimeGrid([1, 0.9, 0.8, 0.2, 0.1]));
        var e = Assert.Throws<NonFinitePredictionException>(() =>
            batch.Sample([SolverSchedules.Ddim(new TimeGrid([1, 0.9, 0.8, 0.7, 0.6])), late], start));
        Assert.Equal((3, 0.2), (e.Step, e.Time));
        Assert.Contains("Schedule 1", e.Message);
        Assert.Equal(before, LibTorch.LiveTensors);
    }
}
