using Offprint.Datasets.Images;
using Offprint.Experiments;
using Offprint.Networks;
using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Tensors;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>Options of <see cref="PixelMlp"/>: everything that decides the trained network.</summary>
public sealed record PixelMlpOptions
{
    /// <summary>Units of each of three hidden layers.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Features of the time.</summary>
    public int TimeFeatures { get; init; } = 64;

    /// <summary>Optimizer steps.</summary>
    public int Steps { get; init; } = 4000;

    /// <summary>Images a step.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>The learning rate, which falls along a cosine.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>The standard deviation of the noise on training images: the bandwidth of the exact density.</summary>
    public double Bandwidth { get; init; } = 0.1;

    /// <summary>Where parameters, batches and noise are drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Raised when the training code changes what it computes.</summary>
    public int Version { get; init; } = 1;
}

/// <summary>A trained noise predictor for the 8×8 digits: world 2 with a learned score in the exact one's place.</summary>
internal sealed class PixelMlp : IDisposable
{
    private const string File = "parameters.npz";
    private readonly Mlp _network;
    private readonly TimeEmbedding _time;

    private PixelMlp(PixelMlpOptions options)
    {
        _time = new TimeEmbedding(options.TimeFeatures);
        _network = new Mlp(new MlpOptions(64 + options.TimeFeatures, 64, [options.Width, options.Width, options.Width], Activation.Silu),
            [new Seed((ulong)options.Seed)]);
    }

    /// <summary>Loads the network, training it first if this machine has not done so.</summary>
    public static PixelMlp LoadOrTrain(Artifacts artifacts, PixelMlpOptions options, NoiseSchedule noise, Action<double, double,
        string?> report, CancellationToken ct)
    {
        var model = new PixelMlp(options);
        var parameters = model._network.Parameters;
        string folder = artifacts.GetOrCreate(ArtifactKey.Of("pixel-mlp", options, NetworkKernels.Version) with { IsOwn = true }, partial =>
        {
            model.Train(options, noise, Artifacts.ResumeFile(partial), report, ct);
            ParameterFile.Save(Path.Combine(partial, File), parameters);
        }, ct);
        ParameterFile.Load(Path.Combine(folder, File), parameters);
        return model;
    }

    /// <summary>ε of images [B, 64] at times [B].</summary>
    public Tensor Forward(Tensor x, Tensor t)
    {
        var features = cat([x, _time.Forward(t * 1000)], 1);
        return _network.Forward(features.unsqueeze(0)).squeeze(0);
    }

    public void Dispose() => _network.Dispose();

    private void Train(PixelMlpOptions options, NoiseSchedule noise, string resumeFile, Action<double, double, string?> report,
        CancellationToken ct)
    {
        using var images = Digits.Load8().ToTensor(DataSplit.All).flatten(1);
        var matching = new DenoisingScoreMatching(noise);
        var training = new GradientTraining(_network.Parameters, new GradientTrainingOptions
        {
            Steps = options.Steps,
            Adam = new AdamOptions(options.LearningRate, MaxGradientNorm: 1),
            WarmUp = 100,
            AverageDecay = 0.999,
        }, new Seed((ulong)options.Seed));
        training.Run(random =>
        {
            var batch = images.index_select(0, random.Integers(images.shape[0], [options.BatchSize]));
            return matching.Loss(Forward, batch + options.Bandwidth * random.Normal(batch.shape), random);
        }, resumeFile, (step, loss) => report(step, options.Steps, $"training the 8×8 score, loss {loss:F3}"), ct);
    }
}
