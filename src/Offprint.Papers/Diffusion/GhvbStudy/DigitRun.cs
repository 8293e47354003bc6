using Offprint.Datasets.Images;
using Offprint.Experiments;
using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Pretrained;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>Samples digits with one method and compares them with real ones.</summary>
internal sealed class DigitRun(DigitSamplingSettings settings, RunContext context)
{
    private const int Batch = 100;
    private readonly ImageDataset _digits = Digits.Load28();
    private double _done;

    public DigitSamplingResult Run()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var classifier = DigitClassifier.LoadOrTrain(context.Artifacts, settings.Classifier, Training, context.Cancellation);
        using var denoiser = DigitDenoiser.LoadOrTrain(context.Artifacts, settings.Denoiser, Training, context.Cancellation);
        var training = GaussianFit.Of(Features(classifier, _digits.ToTensor()));
        var test = Features(classifier, _digits.ToTensor(DataSplit.Test));
        var fewer = new SampleMatrix(settings.Images, test.Columns, test.Values[..(settings.Images * test.Columns)]);
        // One channel: the mean and standard deviation of all pixels, so that |z| > 3 lies just above the legal white.
        var (mean, deviation) = _digits.ChannelMoments();
        var score = new MagnitudeScore(mean, deviation);
        var rows = settings.Steps.Select(steps => Row(steps, denoiser, classifier, training, test, score)).ToList();
        return new DigitSamplingResult(rows, SampleDistances.Frechet(GaussianFit.Of(fewer), training));
    }

    /// <summary>Training, where a network is not there yet, counts as no share of this cell: the networks are shared by all.</summary>
    private void Training(double done, double total, string? detail) => context.Report(0, 1, $"{detail}, {done / total:P0}");

    private DigitRow Row(int steps, UNet denoiser, ConvClassifier classifier, GaussianFit training, SampleMatrix test, MagnitudeScore score)
    {
        var (frechet, precision, recall, scores, accuracy) = (new List<double>(), new List<double>(), new List<double>(),
            new List<double>(), new List<double>());
        byte[] shown = [];
        double[] maps = [];
        foreach (var seed in context.Seeds)
        {
            using var scope = NewDisposeScope();
            var labels = arange(settings.Images, ScalarType.Int64) % 10;
            var images = Sample(steps, denoiser, labels, seed);
            var features = Features(classifier, images);
            var (p, r) = SampleDistances.PrecisionAndRecall(test, features);
            frechet.Add(SampleDistances.Frechet(GaussianFit.Of(features), training));
            precision.Add(p);
            recall.Add(r);
            scores.Add(score.Score(images));
            accuracy.Add(DigitClassifier.Accuracy(classifier, images, labels));
            if (shown.Length > 0)
                continue;
            var first = images.narrow(0, 0, 10);
            shown = (first.clamp(-1, 1) * 127.5 + 127.5).round().to(ScalarType.Byte).contiguous().data<byte>().ToArray();
            maps = [.. score.Map(first).to(ScalarType.Float64).contiguous().data<double>().Select(z => Math.Round(z, 3))];
        }
        return new DigitRow(steps, frechet, precision, recall, scores, accuracy, shown, maps);
    }

    private Tensor Sample(int steps, UNet denoiser, Tensor labels, Seed seed)
    {
        using var random = new TensorRandom(seed.Derive("digit noise")); // the same noise for every method and number of steps
        var grid = TimeGrid.UniformTime(DigitDenoiser.Schedule, steps);
        var solver = settings.Method.Create();
        double total = settings.Images * context.Seeds.Count * (double)settings.Steps.Sum();
        var batches = new List<Tensor>();
        for (int first = 0; first < settings.Images; first += Batch)
        {
            int count = Math.Min(Batch, settings.Images - first);
            context.Report(_done, total, $"{steps} steps");
            var own = labels.narrow(0, first, count);
            var guided = Predictors.Guided(DigitDenoiser.Predictor(denoiser, null), DigitDenoiser.Predictor(denoiser, own), settings.Scale);
            var noise = random.Normal([count, 1, _digits.Height, _digits.Width]);
            batches.Add(solver.Sample(guided, noise, grid, ct: context.Cancellation).X);
            context.Mark($"{steps} steps, images from {first}", batches[^1]);
            _done += count * steps;
        }
        return cat(batches);
    }

    /// <summary>Features of images as they would be stored: clipped to the legal range.</summary>
    private static SampleMatrix Features(ConvClassifier classifier, Tensor images)
    {
        using var scope = NewDisposeScope();
        return cat([.. images.clamp(-1, 1).split(500).Select(classifier.FeaturesOf)]).ToSampleMatrix();
    }
}
