using Offprint.Experiments;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Statistics;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>Trains planar score networks, decomposes them at several times and along a sampler, and compares samples.</summary>
internal sealed class DecompositionRun(LearnedDecompositionSettings settings, RunContext context)
{
    private readonly NoiseSchedule _schedule = new VpLinearSchedule();
    private readonly GaussianMixture _data = MixtureGauge.SixGaussians();

    public LearnedDecompositionResult Run()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var owned = _data;
        using var exact = _data.Predictor(_schedule);
        var (network, losses) = ScoreTraining.Fit(settings.Training, (count, random) => _data.Sample(count, random).X, 2, context);
        using var trained = network;
        var models = Enumerable.Range(0, context.Seeds.Count).Select(network.Predictor).ToList();
        var rows = settings.Times.Select(t => Row(exact, models, t)).ToList();
        var pictures = new[] { settings.Times[3], settings.Times[5] }.Select(t => Picture(exact, models[0], t)).ToList();
        var bySeed = models.Select((model, seed) => Distances(exact, model, seed)).ToList();
        return new LearnedDecompositionResult(losses, ExactLoss(exact), rows, pictures,
            [.. settings.Fields.Select((field, i) => new FieldDistance(field, [.. bySeed.Select(distances => distances[i])]))]);
    }

    private DecompositionRow Row(MixturePredictor exact, IReadOnlyList<IDifferentiablePredictor> models, double t)
    {
        using var scope = NewDisposeScope();
        var (errors, gradients, remainders, residuals) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var score = ScoreAt(exact, t);
        double size = Decompose(exact, exact, t).SquaredField;
        foreach (var model in models)
        {
            var parts = Decompose(exact, model, t);
            double error = parts.FieldError(score), gradient = parts.GradientError(score);
            errors.Add(error);
            gradients.Add(gradient);
            remainders.Add(parts.SquaredRemainder);
            residuals.Add(Math.Abs(error - gradient - parts.SquaredRemainder) / error);
        }
        return new DecompositionRow(t, size, errors, gradients, remainders, residuals);
    }

    private HelmholtzDecomposition Decompose(MixturePredictor exact, INoisePredictor model, double t)
    {
        double half = HalfWidth(t);
        return HelmholtzDecomposition.Of(ScoreAt(model, t), x =>
            exact.LogDensity(x, t), -half, half, new HelmholtzOptions { Cells = settings.Cells });
    }

    /// <summary>The farthest mean and six standard deviations.</summary>
    private double HalfWidth(double t)
    {
        double alpha = _schedule.Alpha(t), sigma = _schedule.Sigma(t), std = _data.Std[0].ToDouble();
        return alpha * _data.Means.abs().max().ToDouble() + 6 * Math.Sqrt(alpha * alpha * std * std + sigma * sigma);
    }

    private Func<Tensor, Tensor> ScoreAt(INoisePredictor model, double t) => x => model.Predict(x, t) / -_schedule.Sigma(t);

    private FieldPicture Picture(MixturePredictor exact, INoisePredictor model, double t)
    {
        using var scope = NewDisposeScope();
        const int side = 15;
        double reach = 0.75 * HalfWidth(t);
        double[] lattice = [.. Enumerable.Range(0, side).Select(i => reach * (2.0 * i / (side - 1) - 1))];
        var x = tensor(lattice.SelectMany(b => lattice.SelectMany(a => new[] { a, b })).ToArray(), [side * side, 2]);
        var density = exact.LogDensity(x, t);
        x = x.index_select(0, (density > density.max() - 6).nonzero().reshape(-1));
        Tensor field = ScoreAt(model, t)(x), remainder = Decompose(exact, model, t).Remainder(x);
        return new FieldPicture(t, Numbers(x.select(1, 0)), Numbers(x.select(1, 1)), Numbers(field), Numbers(field - remainder),
            Numbers(remainder));
    }

    /// <summary>Sliced W2 of each field's samples to the same fresh data, from the same noise.</summary>
    private double[] Distances(MixturePredictor exact, INoisePredictor model, int seed)
    {
        using var scope = NewDisposeScope();
        var grid = TimeGrid.UniformLambda(_schedule, settings.Steps);
        var solver = settings.Solver.Create();
        var parts = new DecomposedField(model, (score, t) =>
        {
            context.Report(1 + (seed + (double)grid.Times.ToList().IndexOf(t) / grid.Steps) / context.Seeds.Count, 2,
                $"decomposing, seed {seed + 1}");
            double half = HalfWidth(t);
            return HelmholtzDecomposition.Of(score, x => exact.LogDensity(x, t), -half, half,
                new HelmholtzOptions { Cells = settings.Cells, Tolerance = 1e-6 });
        });
        var random = context.Seeds[seed].Derive("samples").Stream();
        var fresh = _data.Sample(settings.Points, random).X;
        double[] values = new double[2 * settings.Points];
        random.FillNormal(values);
        Tensor start = tensor(values, [settings.Points, 2]);
        INoisePredictor Field(SampledField field) => field switch
        {
            SampledField.TrueScore => exact,
            SampledField.Network => model,
            SampledField.GradientPart => parts.Predictor(-1),
            SampledField.RemainderDoubled => parts.Predictor(1),
            SampledField.GradientErrorAdded => parts.WithGradientError(1),
            _ => parts.WithGradientError(-1),
        };
        return [.. settings.Fields.Select(field => SampleDistances.SlicedWasserstein(
            solver.Sample(Field(field), start, grid, ct: context.Cancellation).X.ToSampleMatrix(), fresh.ToSampleMatrix(),
            context.Seeds[seed]))];
    }

    /// <summary>The loss of the true score, over the same law of noise levels.</summary>
    private double ExactLoss(MixturePredictor exact)
    {
        const int levels = 200, points = 1000;
        using var scope = NewDisposeScope();
        var random = context.Seeds[0].Derive("exact loss").Stream();
        double sum = 0;
        foreach (double t in TimeGrid.UniformLambda(_schedule, levels).Times)
        {
            using var inner = NewDisposeScope();
            double[] values = new double[2 * points];
            random.FillNormal(values);
            Tensor noise = tensor(values, [points, 2]);
            var x = _data.Sample(points, random).X * _schedule.Alpha(t) + noise * _schedule.Sigma(t);
            sum += (exact.Predict(x, t) - noise).Squared().mean().ToDouble();
        }
        return sum / (levels + 1);
    }

    private static double[] Numbers(Tensor values) =>
        [.. values.to(ScalarType.Float64).reshape(-1).contiguous().data<double>().Select(v => Math.Round(v, 4))];
}
