using System.Text.Json;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Papers.Diffusion.GaugeFreedomStudy;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;

namespace Offprint.Papers.Tests.Diffusion.GaugeFreedomStudy;

public sealed class GaugeFreedomTests
{
    public GaugeFreedomTests() => LibTorch.EnsureLoaded();

    private static RunContext Context(params int[] seeds) => new(seeds, new Artifacts(Path.GetTempPath()), null, CancellationToken.None);

    /// <summary>Constant det C: for v = (1, 1) V = 1, so Θ = (c/2) ∫ β = (c/2)(β₀ + β₁)/2 over [0, 1].</summary>
    [Fact]
    public void The_turn_is_the_integral_of_the_rate()
    {
        var exact = new GaussianPredictor(new VpLinearSchedule(), [1, 1]);
        Assert.Equal(2 * (0.1 + 20) / 2 / 2, GaussianGauge.Turn(exact, 2, 0, 1), 1e-10);
    }

    [Fact]
    public void Gauge_terms_turn_a_Gaussian_by_the_closed_form_and_change_no_density()
    {
        var paper = Papers.GaugeFreedom;
        var cell = new Cell<GaussianGaugeSettings>("test", new GaussianGaugeSettings([0, 2], 0.05, 500, 20, 1e-9), [1]);
        var result = paper.Gaussian.Run(cell, Context(1));
        Assert.All(result.Rows, row => Assert.InRange(row.TurnError, 0, 1e-6));
        Assert.All(result.Rows, row => Assert.InRange(row.DensityError, 0, 1e-6));
        Assert.Equal(0, result.Rows[0].Displacement, 1e-12);
        // κ shrinks the standard deviations of every path by exp(−κ ∫β/2) and is a gradient.
        double factor = Math.Exp(-0.05 / 2 * (0.1 + 9.95 * 1 - 0.1 * 1e-3 - 9.95 * 1e-6));
        Assert.All(result.ContractionDeviation, d => Assert.Equal(factor, d, 1e-6));
        Assert.Equal(0, result.ContractionAsymmetry, 1e-12);
        Assert.True(result.WeakPlainError > 1e4 * result.WeakDensityError);
    }

    [Fact]
    public void A_run_repeats_bit_for_bit()
    {
        var cell = Papers.GaugeFreedom.Dimension.Cells(Profile.Smoke)[1];
        var small = cell with { Settings = cell.Settings with { Training = cell.Settings.Training with { Steps = 30 }, Points = 4,
            Intervals = 3 } };
        var first = Papers.GaugeFreedom.Dimension.Run(small, Context(1, 2));
        var second = Papers.GaugeFreedom.Dimension.Run(small, Context(1, 2));
        Assert.Equal(first.Losses, second.Losses);
        Assert.Equal(first.Rows[0].Quantiles.SelectMany(q => q), second.Rows[0].Quantiles.SelectMany(q => q));
        Assert.InRange(first.Asymmetry.Max(), 0, 1e-8); // ∇|ψ|²
        Assert.Equal(first.Rows[0].Estimates, second.Rows[0].Estimates);
        Assert.InRange(first.Rows[0].Estimates.Sum(), 1, 8); // hardly trained, ∇|ψ|² drives some paths away
    }

    [Fact]
    public void An_exact_plane_keeps_its_dimension_under_gauge_terms()
    {
        var cell = new Cell<GaugeDimensionSettings>("plane", new GaugeDimensionSettings(ExactGeometry.Plane, [0, 5], 8, 20, 10), [1]);
        var result = Papers.GaugeFreedom.GaugeDimension.Run(cell, Context(1));
        Assert.All(result.Rows, row => Assert.Equal([1], row.Accuracy));
        Assert.InRange(result.OracleError!.Value, 0, 6e-4); // numbers are stored to four digits
        double[] slopes = [.. result.Rows[0].Slopes];
        Assert.All(slopes[..2], slope => Assert.InRange(slope, -0.01, 0.01)); // tangent
        Assert.All(slopes[2..], slope => Assert.InRange(slope, 0.95, 1.01)); // normal: as σ_t
    }

    [Fact]
    public void Solvers_of_the_flow_are_read_back_as_they_were_written()
    {
        Assert.Equal(["Euler", "Heun", "RK4", "DDIM", "DPM-Solver++(2M)"], MixtureGauge.Solvers.Select(s => s.Label));
        Assert.Equal(MixtureGauge.Solvers, MixtureGauge.Solvers.Select(s =>
            JsonSerializer.Deserialize<FlowSolver>(JsonSerializer.Serialize(s, StoreJson.Options), StoreJson.Options)));
    }

    /// <summary>
    /// A short training leaves a remainder; the decomposition of its error is orthogonal, and the gradient part is sampled as such.
    /// </summary>
    [Fact]
    public void A_learned_field_is_decomposed()
    {
        var settings = new LearnedDecompositionSettings(new ScoreTrainingSettings(ScoreForm.Unconstrained, 0, 16, 60, 64),
            [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 32, 100, new DpmSolverPlusPlusOptions(), 4, LearnedDecomposition.Fields);
        var result = Papers.GaugeFreedom.Decomposition.Run(new Cell<LearnedDecompositionSettings>("test", settings, [1]), Context(1));
        Assert.All(result.Rows, row => Assert.InRange(row.Pythagoras[0], 0, 0.02));
        Assert.All(result.Rows, row => Assert.True(row.Remainder[0] > 0 && row.Remainder[0] < row.Error[0]));
        Assert.Equal(LearnedDecomposition.Fields, result.Distances.Select(d => d.Field));
        Assert.True(result.Distances[0].Distance[0] < result.Distances[1].Distance[0]); // the true score is better
        Assert.All(result.Pictures[0].Field.Zip(result.Pictures[0].Gradient, (s, g) => s - g).Zip(result.Pictures[0].Remainder),
            pair => Assert.Equal(pair.Second, pair.First, 2e-4));
    }
}
