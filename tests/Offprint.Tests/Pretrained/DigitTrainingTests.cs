using Offprint.Experiments;
using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Pretrained;
using Offprint.Tensors;
using Offprint.Tests.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tests.Pretrained;

/// <summary>The networks that papers share: trained once, resumed after an interruption, reused.</summary>
public sealed class DigitTrainingTests : IDisposable
{
    private static readonly DigitClassifierOptions s_classifier = new() { Steps = 200, BatchSize = 16 };

    private static readonly DigitDenoiserOptions s_denoiser = new()
    {
        Network = new UNetOptions { Classes = 10, Patch = 4, ImageSize = 28, Widths = [16], EmbeddingWidth = 16 },
        Steps = 200,
        BatchSize = 16,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_classifier_learns_resumes_to_the_same_bits_and_is_reused()
    {
        using var whole = new ConvClassifier(s_classifier.Network, new Seed(1));
        var losses = DigitClassifier.Train(whole, s_classifier);
        Assert.Equal(2, losses.Count);
        Assert.InRange(losses[1], 0, 0.7 * losses[0]);
        Check(whole.Parameters, (artifacts, report, stop) =>
        {
            using var network = DigitClassifier.LoadOrTrain(artifacts, s_classifier, report, stop);
            return network.Parameters.Hash();
        });
    }

    [Fact]
    public void A_denoiser_learns_resumes_to_the_same_bits_and_is_reused()
    {
        using var whole = new UNet(s_denoiser.Network, new Seed(1));
        var losses = DigitDenoiser.Train(whole, s_denoiser);
        Assert.Equal(2, losses.Count);
        Assert.InRange(losses[0], 0, 1.05); // the network starts as the zero predictor, whose loss is 1
        Assert.InRange(losses[1], 0, 0.8 * losses[0]);
        Check(whole.Parameters, (artifacts, report, stop) =>
        {
            using var network = DigitDenoiser.LoadOrTrain(artifacts, s_denoiser, report, stop);
            return network.Parameters.Hash();
        });
    }

    [Fact]
    public void Without_labels_a_denoiser_predicts_for_no_class()
    {
        using var scope = NewDisposeScope();
        using var network = new UNet(s_denoiser.Network, new Seed(1));
        using var random = new TensorRandom(new Seed(2));
        using (no_grad())
            network.Parameters.Values.add_(random.Normal([network.Parameters.Count]), 0.05);
        var x = random.Normal([2, 1, 28, 28]);
        var none = DigitDenoiser.Predictor(network, null).Predict(x, 0.5);
        var ten = DigitDenoiser.Predictor(network, tensor(new long[] { 10, 10 })).Predict(x, 0.5);
        var three = DigitDenoiser.Predictor(network, tensor(new long[] { 3, 3 })).Predict(x, 0.5);
        Assert.Equal(0, (none - ten).abs().max().ToDouble());
        Assert.True((none - three).abs().max().ToDouble() > 1e-3);
        Assert.Equal([2, 1, 28, 28], none.shape);
    }

    private void Check(ParameterBuffer expected, Func<Artifacts, Action<double, double, string?>?, CancellationToken, string> loadOrTrain)
    {
        var artifacts = new Artifacts(_folder["artifacts"]);
        using var stop = new CancellationTokenSource();
        var steps = new List<double>();
        Assert.ThrowsAny<OperationCanceledException>(() => loadOrTrain(artifacts, (done, _, _) =>
        {
            steps.Add(done);
            if (done == 130)
                stop.Cancel();
        }, stop.Token));
        Assert.Equal(130, steps[^1]);

        steps.Clear();
        Assert.Equal(expected.Hash(), loadOrTrain(artifacts, (done, total, detail) =>
        {
            Assert.Equal(200, total);
            Assert.Contains("loss", detail);
            steps.Add(done);
        }, CancellationToken.None));
        Assert.Equal([140, 150, 160, 170, 180, 190, 200], steps);
        Assert.Equal(expected.Hash(), loadOrTrain(artifacts, (_, _, _) => Assert.Fail("It is trained again."), CancellationToken.None));
    }
}
