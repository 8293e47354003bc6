using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.Scores;

public class DenoisingScoreMatchingTests
{
    private const double Deviation = 0.5;

    /// <summary>
    /// On data N(0, s²) the best predictor is ε* = σ x / V with V = α² s² + σ², and c ε* has the loss 1 − (2c − c²) σ²/V: 1 for the zero
    /// predictor. The mean of 100 batches, five standard errors (false alarms below 10⁻⁶, fixed seed).
    /// </summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(0.6, false)]
    [InlineData(1.3, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void The_loss_on_Gaussian_data_is_the_closed_form(double factor, bool discrete)
    {
        NoiseSchedule schedule = discrete ? VpDiscreteSchedule.Ddpm() : new VpLinearSchedule();
        using var scope = NewDisposeScope();
        using var random = new TensorRandom(new Seed(11));
        var matching = new DenoisingScoreMatching(schedule);
        double[] losses = new double[100];
        for (int i = 0; i < losses.Length; i++)
        {
            using var batch = NewDisposeScope();
            losses[i] = matching.Loss((x, t) => factor * Best(schedule, x, t), random.Normal([128, 3]) * Deviation, random).ToDouble();
        }
        double mean = losses.Average(), error = Math.Sqrt(losses.Sum(l => (l - mean) * (l - mean)) / 99 / 100);
        Assert.InRange(error, 1e-5, 0.02);
        Assert.InRange(mean - Expected(schedule, factor), -5 * error, 5 * error);
    }

    [Fact]
    public void Times_cover_the_schedules_range_in_every_batch()
    {
        var schedule = new VpLinearSchedule();
        using var scope = NewDisposeScope();
        using var random = new TensorRandom(new Seed(11));
        float[] times = [];
        new DenoisingScoreMatching(schedule).Loss((x, t) =>
        {
            times = t.data<float>().ToArray();
            return x;
        }, zeros(50, 1, 2, 2), random);
        for (int i = 0; i < 50; i++) // one in each fiftieth
            Assert.InRange((times[i] - schedule.TEnd) / (schedule.T - schedule.TEnd), i / 50.0 - 1e-6, (i + 1) / 50.0 + 1e-6);
    }

    [Fact]
    public void Times_even_in_lambda_cover_its_range_for_every_member()
    {
        using var scope = NewDisposeScope();
        using var random = new TensorRandom(new Seed(12));
        float[] times = [];
        new DenoisingScoreMatching(DiffusionCases.Linear, new DenoisingOptions { Time = TimeLaw.UniformLambda }).PopulationLoss((x, t) =>
        {
            Assert.Equal([3, 40], t.shape);
            times = t.data<float>().ToArray();
            return x;
        }, zeros(3, 40, 2), random);
        double low = DiffusionCases.Linear.Lambda(1), high = DiffusionCases.Linear.Lambda(DiffusionCases.Linear.TEnd);
        for (int i = 0; i < 120; i++) // one in each fortieth
            Assert.InRange((DiffusionCases.Linear.Lambda(times[i]) - low) / (high - low), (i % 40) / 40.0 - 1e-4,
                (i % 40 + 1) / 40.0 + 1e-4);
    }

    /// <summary>For ε̂ = W x the penalty is μ|W − Wᵀ|²/D: exactly, for signs v, where D = 2.</summary>
    [Fact]
    public void The_symmetry_penalty_is_the_closed_form_for_a_linear_predictor()
    {
        using var scope = NewDisposeScope();
        var weights = tensor(new float[,] { { 1, 0.5f }, { -0.25f, 2 } });
        double plain = Loss(0), penalized = Loss(0.3);
        Assert.Equal(0.3 * 2 * 0.75 * 0.75 / 2, penalized - plain, 1e-5);

        double Loss(double penalty)
        {
            using var random = new TensorRandom(new Seed(13)); // the same times and noise: signs are drawn last
            return new DenoisingScoreMatching(DiffusionCases.Linear, new DenoisingOptions { SymmetryPenalty = penalty })
                .PopulationLoss((x, t) => x.matmul(weights.t()), ones(2, 8, 2), random).ToDouble();
        }
    }

    private static Tensor Best(NoiseSchedule schedule, Tensor x, Tensor t)
    {
        double[] slopes = [.. t.data<float>().Select(s => schedule.Sigma(s) / Variance(schedule, s))];
        return x * tensor(slopes, [slopes.Length, 1], ScalarType.Float32);
    }

    private static double Expected(NoiseSchedule schedule, double factor)
    {
        const int points = 20_000;
        double sum = 0;
        for (int i = 0; i < points; i++)
        {
            double t = schedule.TEnd + (schedule.T - schedule.TEnd) * (i + 0.5) / points;
            sum += 1 - (2 * factor - factor * factor) * Math.Pow(schedule.Sigma(t), 2) / Variance(schedule, t);
        }
        return sum / points;
    }

    private static double Variance(NoiseSchedule schedule, double t) =>
        Math.Pow(schedule.Alpha(t) * Deviation, 2) + Math.Pow(schedule.Sigma(t), 2);
}
