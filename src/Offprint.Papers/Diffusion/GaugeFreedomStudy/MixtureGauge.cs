using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>One gauge strength on the mixture of six Gaussians.</summary>
/// <param name="Strength">c.</param>
/// <param name="Points">Samples a seed for distances and likelihoods.</param>
/// <param name="Paths">Paths a seed for errors of solvers.</param>
/// <param name="Solvers">Solvers of the flow.</param>
/// <param name="Evaluations">Evaluations of the model by each solver.</param>
/// <param name="StochasticSteps">Steps of the reverse SDE.</param>
/// <param name="Tolerance">Of the reference flow.</param>
public sealed record MixtureGaugeSettings(double Strength, int Points, int Paths, IReadOnlyList<FlowSolver> Solvers,
    IReadOnlyList<int> Evaluations, int StochasticSteps, double Tolerance) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("c", Strength);
}

/// <summary>Errors of one solver.</summary>
/// <param name="Solver">The solver.</param>
/// <param name="Errors">Root mean square distance to the exact end points of the same field, one a number of evaluations; 10⁶ where larger
/// or not finite.</param>
public sealed record SolverErrors(FlowSolver Solver, IReadOnlyList<double> Errors);

/// <summary>One strength.</summary>
/// <param name="Distance">Sliced W2 between end points of the flow and fresh data, one a seed.</param>
/// <param name="StochasticDistance">The same for the reverse SDE.</param>
/// <param name="LogLikelihood">Mean log-density of fresh data under the model, one a seed.</param>
/// <param name="TrueLogLikelihood">The same under the exact law.</param>
/// <param name="Solvers">Errors on time-uniform grids.</param>
public sealed record MixtureGaugeResult([property: PerSeed] IReadOnlyList<double> Distance, IReadOnlyList<double> StochasticDistance,
    [property: PerSeed] IReadOnlyList<double> LogLikelihood,
    IReadOnlyList<double> TrueLogLikelihood, IReadOnlyList<SolverErrors> Solvers);

/// <summary>Part 2: gauge terms on an exact mixture change no law, but every solver pays for them.</summary>
public sealed class MixtureGauge : Experiment<MixtureGaugeSettings, MixtureGaugeResult>
{
    /// <summary>Errors are cut off here: a solver that has left the data this far has diverged.</summary>
    public const double Ceiling = 1e6;

    /// <summary>DDIM, whose errors a claim is about.</summary>
    public static FlowSolver Ddim { get; } = new DiffusionFlowSolver(LinearMultistepOptions.Ddim);

    /// <summary>The solvers: the classical ones integrate dx/dt, the others the transformed equation.</summary>
    public static IReadOnlyList<FlowSolver> Solvers { get; } =
    [
        new ClassicalFlowSolver(ClassicalRule.Euler), new ClassicalFlowSolver(ClassicalRule.Heun),
        new ClassicalFlowSolver(ClassicalRule.RK4), Ddim, new DiffusionFlowSolver(new DpmSolverPlusPlusOptions()),
    ];

    /// <summary>c of the cells.</summary>
    public static IReadOnlyList<double> Strengths { get; } = [0, 0.3, 1, 3];

    /// <inheritdoc/>
    public override string Name => "mixture-gauge";

    /// <inheritdoc/>
    public override string Title => "Gauge terms on an exact mixture, and solvers";

    /// <summary>Six Gaussians of standard deviation 0.3 on an ellipse, float64, owned by the caller.</summary>
    /// <returns>The mixture.</returns>
    public static GaussianMixture SixGaussians()
    {
        double[] means = [.. Enumerable.Range(0, 6).SelectMany(k => new[] { 1.5 * Math.Cos(Math.PI * k / 3), Math.Sin(Math.PI * k / 3) })];
        return new GaussianMixture(tensor(new double[] { 3, 1, 2, 1, 2, 3 }), tensor(means, [6, 2]),
            tensor(0.3, dtype: ScalarType.Float64));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<MixtureGaugeSettings>> Cells(Profile profile) => [.. Strengths.Select(strength =>
    {
        var settings = profile == Profile.Smoke
            ? new MixtureGaugeSettings(strength, 500, 200, Solvers, [20, 200], 100, 1e-6)
            : new MixtureGaugeSettings(strength, 5000, 500, Solvers, [10, 20, 50, 100, 200, 500], 3000, 1e-8);
        return Cell.Of(settings, profile == Profile.Smoke ? [1, 2, 3] : [1, 2, 3, 4, 5], 1 + strength);
    })];

    /// <inheritdoc/>
    public override MixtureGaugeResult Run(Cell<MixtureGaugeSettings> cell, RunContext context)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var settings = cell.Settings;
        using var data = SixGaussians();
        var schedule = new VpLinearSchedule();
        using var exact = data.Predictor(schedule);
        using var field = new GaugePerturbedField(ScoreFields.Score(exact), GaugePerturbedField.Quarter(2), settings.Strength);
        var model = ScoreFields.Predictor(schedule, field);
        var flow = new ProbabilityFlow(new ProbabilityFlowOptions { Tolerance = settings.Tolerance });
        var grid = TimeGrid.UniformLambda(schedule, settings.StochasticSteps);
        var (distance, stochastic, likelihood, truth) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (int i = 0; i < context.Seeds.Count; i++)
        {
            using var inner = NewDisposeScope();
            context.Report(i, context.Seeds.Count + 2, $"c = {settings.Strength}, seed {i + 1}");
            // The same draws for every strength: differences between cells are differences of fields.
            var random = context.Seeds[i].Derive("mixture gauge").Stream();
            var fresh = NoisyData(data, schedule, settings.Points, random);
            var start = Normal(settings.Points, random);
            var ends = flow.Solve(model, start, schedule.T, schedule.TEnd, context.Cancellation);
            context.Mark($"seed {i + 1}, flow", ends);
            distance.Add(SampleDistances.SlicedWasserstein(ends.ToSampleMatrix(), fresh.ToSampleMatrix(), context.Seeds[i]));
            var wandered = new ReverseSde(context.Seeds[i]).Sample(model, start, grid, ct: context.Cancellation).X;
            context.Mark($"seed {i + 1}, reverse SDE", wandered);
            stochastic.Add(SampleDistances.SlicedWasserstein(wandered.ToSampleMatrix(), fresh.ToSampleMatrix(), context.Seeds[i]));
            var few = fresh.narrow(0, 0, settings.Points / 5);
            likelihood.Add(flow.LogDensity(model, few, schedule.TEnd, x => exact.LogDensity(x, schedule.T), context.Cancellation).mean()
                .ToDouble());
            truth.Add(exact.LogDensity(few, schedule.TEnd).mean().ToDouble());
        }
        var solvers = SolverStudy.Errors(settings.Solvers, model, Normal(settings.Paths, context.Seeds[0].Derive("solver paths").Stream()),
            settings.Evaluations, flow, context.Cancellation);
        return new MixtureGaugeResult(distance, stochastic, likelihood, truth, solvers);
    }

    private static Tensor NoisyData(GaussianMixture data, NoiseSchedule schedule, int count, RandomStream random) =>
        data.Sample(count, random).X * schedule.Alpha(schedule.TEnd) + Normal(count, random) * schedule.Sigma(schedule.TEnd);

    private static Tensor Normal(int count, RandomStream random)
    {
        double[] values = new double[2 * count];
        random.FillNormal(values);
        return tensor(values, [count, 2]);
    }
}
