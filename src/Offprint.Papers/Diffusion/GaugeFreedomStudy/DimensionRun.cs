using Offprint.Estimators.Dimension;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>Trains networks on a manifold and asks them for its dimension.</summary>
internal sealed class DimensionRun(DimensionStudySettings settings, RunContext context)
{
    // The time of the low noise at which the estimators beside the paper's read the score: σ = 0.045.
    private const double LowNoise = 0.01;
    private const int BundleCopies = 200; // the source's 4 D are too few in five dimensions

    public DimensionStudyResult Run()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var manifold = ManifoldData.Of(settings.Manifold, settings.Dimension);
        var (network, losses) = ScoreTraining.Fit(settings.Training, manifold.Sample, settings.Dimension, context);
        using var trained = network;
        var model = network.Predictor();
        var start = cat([.. context.Seeds.Select(seed => Normal(settings.Points, settings.Dimension, seed))]);
        var rows = settings.Strengths.Select((strength, i) =>
        {
            context.Report(0.6 + 0.4 * i / settings.Strengths.Count, 1, "singular values");
            return Perturbed(model, strength, start, manifold.IntrinsicDimension);
        }).ToList();
        var points = cat([.. context.Seeds.Select(seed => manifold.Sample(settings.Points, seed.Derive("test points").Stream()))]);
        using var random = new TensorRandom(context.Seeds[0].Derive("normal bundle"));
        int[] bundle = ScoreDimension.NormalBundle(model, points, LowNoise, random, BundleCopies);
        double[] flipd = ScoreDimension.Flipd(model, points, LowNoise);
        return new DimensionStudyResult(losses, Asymmetry(model, points), rows,
            [.. bundle.Chunk(settings.Points).Select(own => own.Count(e => e == manifold.IntrinsicDimension) / (double)own.Length)],
            [.. flipd.Chunk(settings.Points).Select(own => own.Average())]);
    }

    private DimensionRow Perturbed(IDifferentiablePredictor model, double strength, Tensor start, int truth)
    {
        using var field = new GaugePerturbedField(ScoreFields.Score(model), GaugeDimension.Rotation(settings.Dimension), strength);
        var perturbed = strength == 0 ? model : ScoreFields.Predictor(model.Schedule, field);
        // Turning by a gauge term is as fast as it is strong: steps shrink with it.
        int steps = settings.SubSteps * (int)Math.Max(1, Math.Ceiling(strength));
        return FlowDimension.Follow(perturbed, start, context.Seeds.Count, strength, truth, settings.Intervals, steps,
            context.Cancellation);
    }

    private double[] Asymmetry(IDifferentiablePredictor model, Tensor points)
    {
        double[] skew = new double[context.Seeds.Count], size = new double[context.Seeds.Count];
        using var random = new TensorRandom(context.Seeds[0].Derive("asymmetry"));
        foreach (double t in TimeGrid.UniformLambda(model.Schedule, 10).Times)
        {
            using var scope = NewDisposeScope();
            var x = points * model.Schedule.Alpha(t) + random.Normal(points.shape, points.dtype) * model.Schedule.Sigma(t);
            var jacobian = model.Jacobian(x, t).reshape(skew.Length, -1, settings.Dimension, settings.Dimension);
            double[] odd = [.. (jacobian - jacobian.transpose(2, 3)).Squared().sum([1, 2, 3]).data<double>()];
            double[] all = [.. jacobian.Squared().sum([1, 2, 3]).data<double>()];
            for (int m = 0; m < skew.Length; m++)
                (skew[m], size[m]) = (skew[m] + odd[m], size[m] + all[m]);
        }
        return [.. skew.Zip(size, (odd, all) => odd / all)];
    }

    private static Tensor Normal(int count, int dimension, Seed seed)
    {
        double[] values = new double[count * dimension];
        seed.Derive("paths").Stream().FillNormal(values);
        return tensor(values, [count, dimension]);
    }
}
