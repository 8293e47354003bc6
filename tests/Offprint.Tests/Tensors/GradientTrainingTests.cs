using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Tensors;

public sealed class GradientTrainingTests
{
    private static readonly MlpOptions s_options = new(2, 1, [16]);

    [Fact]
    public void Learns_a_line_and_leaves_the_averaged_parameters()
    {
        using var network = new Mlp(s_options, [new Seed(1)]);
        var losses = Train(network, 600, null, CancellationToken.None);
        Assert.Equal(6, losses.Count);
        Assert.InRange(losses[^1], 0, 0.02);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(250)]
    public void A_stopped_training_resumes_to_the_same_bits(int stopAt)
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.npz");
        using var whole = new Mlp(s_options, [new Seed(1)]);
        var expected = Train(whole, 500, null, CancellationToken.None);

        using var stopped = new Mlp(s_options, [new Seed(1)]);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Train(stopped, 500, file, stop.Token, step =>
        {
            if (step == stopAt)
                stop.Cancel();
        }));
        Assert.True(File.Exists(file));
        using var resumed = new Mlp(s_options, [new Seed(99)]); // another start: the file decides
        var losses = Train(resumed, 500, file, CancellationToken.None);
        Assert.Equal(whole.Parameters.Hash(), resumed.Parameters.Hash());
        Assert.Equal(expected, losses);
        using var loaded = new Mlp(s_options, [new Seed(98)]); // the file stays until what became of the training is stored
        Assert.Equal(expected, Train(loaded, 500, file, CancellationToken.None, _ => Assert.Fail("It is only loaded.")));
        Assert.Equal(whole.Parameters.Hash(), loaded.Parameters.Hash());
        File.Delete(file);
    }

    [Fact]
    public void A_file_that_is_no_state_of_this_training_is_named()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.npz");
        using var network = new Mlp(s_options, [new Seed(1)]);
        ParameterFile.Save(file, network.Parameters);
        string message = Assert.Throws<InvalidDataException>(() => Train(network, 10, file, CancellationToken.None)).Message;
        Assert.Contains(file, message);
        Assert.Contains("delete the file to train anew", message);
        File.Delete(file);
    }

    [Fact]
    public void A_loss_that_is_not_finite_names_its_step()
    {
        using var network = new Mlp(s_options, [new Seed(1)]);
        var training = new GradientTraining(network.Parameters, new GradientTrainingOptions { Steps = 5 }, new Seed(1));
        var error = Assert.Throws<ArithmeticException>(() => training.Run(_ => network.Forward(ones(1, 1, 2)).sum() / 0));
        Assert.Contains("step 0", error.Message);
    }

    private static IReadOnlyList<double> Train(Mlp network, int steps, string? file, CancellationToken cancellation,
        Action<int>? report = null)
    {
        var options = new GradientTrainingOptions { Steps = steps, Adam = new AdamOptions(1e-2), AverageDecay = 0.99, WarmUp = 10 };
        return new GradientTraining(network.Parameters, options, new Seed(5)).Run(random =>
        {
            var x = random.Normal([1, 64, 2]);
            return (network.Forward(x) - x.sum(2, keepdim: true)).square().mean();
        }, file, (step, _) => report?.Invoke(step), cancellation);
    }
}
