using Offprint.Datasets.Images;
using Offprint.Experiments;
using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Pretrained;

/// <summary>Options of <see cref="DigitClassifier"/>: everything that decides the trained network.</summary>
public sealed record DigitClassifierOptions
{
    /// <summary>The network's sizes.</summary>
    public ConvClassifierOptions Network { get; init; } = new();

    /// <summary>Optimizer steps. Default 1,500, our choice.</summary>
    public int Steps { get; init; } = 1500;

    /// <summary>Images a step. Default 64, our choice.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The learning rate, which falls along a cosine. Default 2·10⁻³, our choice.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>The largest shift of training images, in pixels, either way. Default 2.</summary>
    public int Shift { get; init; } = 2;

    /// <summary>Where parameters and batches are drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Raised when the training code changes what it computes.</summary>
    public int Version { get; init; } = 1;
}

/// <summary>
/// A classifier of the 28×28 digits: its features measure Fréchet distances, its labels the success of conditional samplers.
/// </summary>
public static class DigitClassifier
{
    private const string File = "parameters.npz";

    /// <summary>Loads the classifier, training it first if this machine has not done so.</summary>
    /// <param name="artifacts">Where trained networks are kept.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <param name="report">Receives steps done, steps in all and a detail while training.</param>
    /// <param name="cancellation">Stops the training, which resumes at the next call.</param>
    /// <returns>The network, owned by the caller.</returns>
    public static ConvClassifier LoadOrTrain(
        Artifacts artifacts, DigitClassifierOptions? options = null, Action<double, double, string?>? report = null,
        CancellationToken cancellation = default)
    {
        options ??= new DigitClassifierOptions();
        var network = new ConvClassifier(options.Network, new Seed((ulong)options.Seed));
        string folder = artifacts.GetOrCreate(ArtifactKey.Of("digit-classifier", options), partial =>
        {
            Train(network, options, Artifacts.ResumeFile(partial), report, cancellation);
            ParameterFile.Save(Path.Combine(partial, File), network.Parameters);
        }, cancellation);
        ParameterFile.Load(Path.Combine(folder, File), network.Parameters);
        return network;
    }

    /// <summary>Trains a classifier on the training part of the digits, pixels in [−1, 1], randomly shifted.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">The options.</param>
    /// <param name="resumeFile">Where the state is kept meanwhile.</param>
    /// <param name="report">Receives steps done, steps in all and the newest loss.</param>
    /// <param name="cancellation">Stops the training with its state saved.</param>
    /// <returns>The mean loss of each hundred steps.</returns>
    public static IReadOnlyList<double> Train(ConvClassifier network, DigitClassifierOptions options, string? resumeFile = null,
        Action<double, double, string?>? report = null, CancellationToken cancellation = default)
    {
        var digits = Digits.Load28();
        using var images = digits.ToTensor();
        using var padded = nn.functional.pad(images, [options.Shift, options.Shift, options.Shift, options.Shift], value: -1);
        using var labels = digits.LabelTensor();
        var training = new GradientTraining(network.Parameters, new GradientTrainingOptions
        {
            Steps = options.Steps,
            Adam = new AdamOptions(options.LearningRate, WeightDecay: 1e-2),
            WarmUp = 100,
        }, new Seed((ulong)options.Seed));
        return training.Run(random =>
        {
            var rows = random.Integers(digits.TrainCount, [options.BatchSize]);
            // One shift a batch: as good as one an image for a small network, and a single slice.
            var shift = random.Integers(2 * options.Shift + 1, [2]);
            var batch = padded.index_select(0, rows)
                .narrow(2, shift[0].ToInt64(), digits.Height).narrow(3, shift[1].ToInt64(), digits.Width);
            return nn.functional.cross_entropy(network.forward(batch), labels.index_select(0, rows));
        }, resumeFile, (step, loss) => report?.Invoke(step, options.Steps, $"training the digit classifier, loss {loss:F4}"), cancellation);
    }

    /// <summary>The share of images whose most likely class is the label.</summary>
    /// <param name="network">The classifier.</param>
    /// <param name="images">Images, <c>[B, 1, 28, 28]</c>, in [−1, 1].</param>
    /// <param name="labels">Classes, int64 <c>[B]</c>.</param>
    /// <returns>The accuracy in [0, 1].</returns>
    public static double Accuracy(ConvClassifier network, Tensor images, Tensor labels)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return network.forward(images).argmax(1).eq(labels).to(ScalarType.Float64).mean().ToDouble();
    }
}
