using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Tensors;
using TorchSharp;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.Scores;

public sealed class ScoreNetworkTests : IDisposable
{
    private static readonly Seed[] s_seeds = [new(1), new(2)];
    private readonly IDisposable _scope;

    public ScoreNetworkTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    private static ScoreNetwork Make(ScoreForm form, params Seed[] seeds) =>
        new(new ScoreNetworkOptions { Dimension = 3, Form = form, Hidden = [16, 16] }, Linear, seeds.Length > 0 ? seeds : s_seeds);

    [Theory]
    [InlineData(ScoreForm.SquaredNorm, true)]
    [InlineData(ScoreForm.Energy, true)]
    [InlineData(ScoreForm.Unconstrained, false)]
    public void Gradient_forms_have_symmetric_Jacobians_and_others_do_not(ScoreForm form, bool symmetric)
    {
        using var network = Make(form);
        var jacobian = network.Predictor().Jacobian(Normal(1, 12, 3), 0.2);
        double skew = Distance(jacobian, jacobian.transpose(1, 2)) / jacobian.abs().max().ToDouble();
        Assert.True(symmetric ? skew < 1e-5 : skew > 0.1, $"{skew}");
    }

    [Theory]
    [InlineData(ScoreForm.SquaredNorm)]
    [InlineData(ScoreForm.Energy)]
    [InlineData(ScoreForm.Unconstrained)]
    public void The_Jacobian_is_that_of_the_prediction(ScoreForm form)
    {
        using var network = Make(form);
        var model = network.Predictor();
        Tensor x = Normal(2, 6, 3), jacobian = model.Jacobian(x, 0.2);
        const double h = 0.01; // single precision: central differences of a smooth function
        for (int j = 0; j < 3; j++)
        {
            Tensor step = zeros(1, 3, dtype: ScalarType.Float64);
            step[0, j] = h;
            Tensor difference = (model.Predict(x + step, 0.2) - model.Predict(x - step, 0.2)) / (2 * h);
            Assert.InRange(Distance(jacobian.select(2, j), difference), 0, 1e-3);
        }
    }

    [Fact]
    public void Members_are_independent_and_equal_alone_and_in_training()
    {
        using var network = Make(ScoreForm.SquaredNorm);
        using var alone = Make(ScoreForm.SquaredNorm, s_seeds[1]);
        Tensor x = Normal(3, 8, 3);
        Tensor all = network.Predictor().Predict(x, 0.4);
        Assert.InRange(Distance(all.narrow(0, 4, 4), network.Predictor(1).Predict(x.narrow(0, 4, 4), 0.4)), 0, 1e-6);
        Assert.InRange(Distance(all.narrow(0, 4, 4), alone.Predictor(0).Predict(x.narrow(0, 4, 4), 0.4)), 0, 1e-6);
        Tensor trained = network.Noise(x.to(ScalarType.Float32).reshape(2, 4, 3), full([2, 4], 0.4f));
        Assert.True(trained.requires_grad);
        Assert.InRange(Distance(all, trained.detach().to(ScalarType.Float64).reshape(8, 3)), 0, 1e-5);
    }

    [Fact]
    public void Forms_have_equally_many_parameters_within_five_percent()
    {
        double[] counts = [.. Enum.GetValues<ScoreForm>().Select(form =>
        {
            using var network = new ScoreNetwork(new ScoreNetworkOptions { Dimension = 5, Form = form }, Linear, s_seeds);
            return (double)network.Parameters.Count;
        })];
        Assert.InRange(counts.Max() / counts.Min(), 1, 1.05);
    }

    [Fact]
    public void A_checkpoint_for_another_architecture_is_refused_by_name_and_shape()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.npz");
        using var network = Make(ScoreForm.Unconstrained);
        ParameterFile.Save(file, network.Parameters);
        using var energy = Make(ScoreForm.Energy);
        var failure = Assert.Throws<InvalidDataException>(() => ParameterFile.Load(file, energy.Parameters));
        Assert.Contains("belongs to another network: 'layer2.weight' is [2, 16, 3] there and [2, 16, 1] here", failure.Message,
            StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public void Wrong_shapes_and_members_are_refused()
    {
        using var network = Make(ScoreForm.Unconstrained);
        Assert.Contains("[2·B, 3], not [5, 3]", Assert.Throws<ArgumentException>(() =>
            network.Predictor().Predict(Normal(4, 5, 3), 0.1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Predictor(2));
    }

    /// <summary>
    /// Each form learns the score of N(0, 1/4) to a few percent of what the zero prediction leaves, inside a scope without gradients.
    /// </summary>
    [Theory]
    [InlineData(ScoreForm.SquaredNorm)]
    [InlineData(ScoreForm.Unconstrained)]
    public void Training_reaches_the_loss_of_the_true_score(ScoreForm form)
    {
        using var guard = no_grad();
        using var network = Make(form, s_seeds[0]);
        var matching = new DenoisingScoreMatching(Linear, new DenoisingOptions { Time = TimeLaw.UniformLambda });
        var training = new GradientTraining(network.Parameters,
            new GradientTrainingOptions { Steps = 400, Adam = new AdamOptions(1e-2), AverageDecay = 0.98 }, new Seed(5));
        training.Run(random => matching.PopulationLoss(network.Noise, random.Normal([1, 128, 3]) * 0.5, random));
        using var test = new TensorRandom(new Seed(6));
        double loss = 0, best = 0;
        for (int i = 0; i < 20; i++)
        {
            using var scope = NewDisposeScope();
            var data = test.Normal([1, 256, 3]) * 0.5;
            byte[] state = test.Save();
            loss += matching.MemberLosses(network.Noise, data, test)[0].ToDouble() / 20;
            test.Load(state); // the same noise
            best += matching.MemberLosses(Exact, data, test)[0].ToDouble() / 20;
        }
        Assert.InRange(loss - best, -0.005, 0.06);

        static Tensor Exact(Tensor x, Tensor t)
        {
            float[] slopes = [.. t.data<float>()
                .Select(s => (float)(Linear.Sigma(s) / (Math.Pow(Linear.Alpha(s), 2) / 4 + Math.Pow(Linear.Sigma(s), 2))))];
            return x * tensor(slopes, [1, slopes.Length, 1]);
        }
    }
}
