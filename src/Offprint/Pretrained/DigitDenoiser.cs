using Offprint.Datasets.Images;
using Offprint.Experiments;
using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Pretrained;

/// <summary>Options of <see cref="DigitDenoiser"/>: everything that decides the trained network.</summary>
public sealed record DigitDenoiserOptions
{
    /// <summary>The network's sizes.</summary>
    public UNetOptions Network { get; init; } = new() { Classes = 10 };

    /// <summary>Optimizer steps. Default 6,000, our choice.</summary>
    public int Steps { get; init; } = 6000;

    /// <summary>Images a step. Default 64, our choice.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The learning rate after the warm-up of 200 steps; it falls along a cosine. Default 2·10⁻³, our choice.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>The decay of the parameters' average. Default 0.999.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>The share of labels replaced by "no class", for classifier-free guidance (Ho and Salimans 2022). Default 0.1.</summary>
    public double LabelDropout { get; init; } = 0.1;

    /// <summary>Where parameters, batches and noise are drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Raised when the training code changes what it computes.</summary>
    public int Version { get; init; } = 1;
}

/// <summary>A class-conditional noise predictor for the 28×28 digits, trained once and shared by all papers that need one.</summary>
public static class DigitDenoiser
{
    private const string File = "parameters.npz";

    /// <summary>The schedule that the network is trained with: DDPM's thousand linear steps (Ho, Jain and Abbeel 2020).</summary>
    public static NoiseSchedule Schedule { get; } = VpDiscreteSchedule.Ddpm();

    /// <summary>The network as a noise predictor.</summary>
    /// <param name="network">The network.</param>
    /// <param name="labels">Classes, int64 <c>[B]</c>, owned by the caller; <see langword="null"/> for "no class".</param>
    /// <returns>The predictor for batches of B.</returns>
    public static INoisePredictor Predictor(UNet network, Tensor? labels) =>
        Predictors.FromNetwork(Schedule, Prediction.Noise, (x, t) =>
        {
            using var none = labels is null ? full([x.shape[0]], network.Options.Classes, dtype: ScalarType.Int64) : null;
            return network.forward(x, t, labels ?? none);
        });

    /// <summary>Loads the network, training it first if this machine has not done so.</summary>
    /// <param name="artifacts">Where trained networks are kept.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <param name="report">Receives steps done, steps in all and a detail while training.</param>
    /// <param name="cancellation">Stops the training, which resumes at the next call.</param>
    /// <returns>The network, owned by the caller.</returns>
    public static UNet LoadOrTrain(
        Artifacts artifacts, DigitDenoiserOptions? options = null, Action<double, double, string?>? report = null,
        CancellationToken cancellation = default)
    {
        options ??= new DigitDenoiserOptions();
        var network = new UNet(options.Network, new Seed((ulong)options.Seed));
        string folder = artifacts.GetOrCreate(ArtifactKey.Of("digit-denoiser", options), partial =>
        {
            Train(network, options, Artifacts.ResumeFile(partial), report, cancellation);
            ParameterFile.Save(Path.Combine(partial, File), network.Parameters);
        }, cancellation);
        ParameterFile.Load(Path.Combine(folder, File), network.Parameters);
        return network;
    }

    /// <summary>Trains a network on the training part of the digits, pixels in [−1, 1].</summary>
    /// <param name="network">The network; it is left with its averaged parameters.</param>
    /// <param name="options">The options.</param>
    /// <param name="resumeFile">Where the state is kept meanwhile.</param>
    /// <param name="report">Receives steps done, steps in all and the newest loss.</param>
    /// <param name="cancellation">Stops the training with its state saved.</param>
    /// <returns>The mean loss of each hundred steps.</returns>
    public static IReadOnlyList<double> Train(UNet network, DigitDenoiserOptions options, string? resumeFile = null,
        Action<double, double, string?>? report = null, CancellationToken cancellation = default)
    {
        var digits = Digits.Load28();
        using var images = digits.ToTensor();
        using var labels = digits.LabelTensor();
        var matching = new DenoisingScoreMatching(Schedule);
        var training = new GradientTraining(network.Parameters, new GradientTrainingOptions
        {
            Steps = options.Steps,
            Adam = new AdamOptions(options.LearningRate, MaxGradientNorm: 1),
            WarmUp = 200,
            FinalRate = 0.02,
            AverageDecay = options.AverageDecay,
        }, new Seed((ulong)options.Seed));
        return training.Run(random =>
        {
            var rows = random.Integers(digits.TrainCount, [options.BatchSize]);
            var dropped = random.Uniform([options.BatchSize]) < options.LabelDropout;
            var classes = labels.index_select(0, rows).masked_fill(dropped, options.Network.Classes);
            return matching.Loss((x, t) => network.forward(x, t, classes), images.index_select(0, rows), random);
        }, resumeFile, (step, loss) => report?.Invoke(step, options.Steps, $"training the digit denoiser, loss {loss:F4}"), cancellation);
    }
}
