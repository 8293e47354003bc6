using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Tensors;
using TorchSharp;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.NoisePrediction;

public class PredictorTests
{
    public PredictorTests() => LibTorch.EnsureLoaded(); // one thread, set before this thread's first tensor

    [Fact]
    public void All_predictions_of_one_model_are_one_noise()
    {
        using var scope = NewDisposeScope();
        foreach (NoiseSchedule s in new NoiseSchedule[] { Linear, new VeSchedule(0.01, 10) })
        {
            INoisePredictor noise = Gaussian(s, 0.3, 0.6);
            double t = 0.3;
            Tensor x = Normal(1, 4, 3), e = noise.Predict(x, t);
            double a = s.Alpha(t), b = s.Sigma(t);
            Tensor data = (x - b * e) / a;
            (Prediction, Tensor)[] cases = [(Prediction.Noise, e), (Prediction.Data, data), (Prediction.Score, e / -b),
                (Prediction.Velocity, a * e - b * data)];
            foreach (var (kind, output) in cases)
                Assert.True(Distance(Predictors.FromFunction(s, kind, (_, _) => output).Predict(x, t), e) < 1e-12, kind.ToString());
        }
    }

    [Fact]
    public void A_network_sees_labels_of_its_own()
    {
        using var scope = NewDisposeScope();
        Tensor? seen = null;
        INoisePredictor predictor = Predictors.FromNetwork(Linear, Prediction.Noise, (x, t) =>
        {
            seen = t.clone().DetachFromDisposeScope();
            return x;
        }, TimeLabels.Discrete());
        predictor.Predict(ones(3, 2), 0.5);
        Assert.Equal([3], seen!.shape);
        Assert.Equal(499, seen[0].ToDouble(), 1e-3);
        Assert.Equal(999, TimeLabels.Continuous(1));
        Assert.Equal(999, TimeLabels.Scaled()(1), 1e-9);
    }

    [Fact]
    public void Guidance_interpolates_and_splits()
    {
        using var scope = NewDisposeScope();
        INoisePredictor free = Gaussian(Linear, 0, 1), conditional = Gaussian(Linear, 1, 0.5);
        Tensor x = Normal(2, 5, 2), e = free.Predict(x, 0.4), c = conditional.Predict(x, 0.4);
        GuidedPredictor guided = Predictors.Guided(free, conditional, 7.5);
        Assert.True(Distance(guided.Predict(x, 0.4), e + 7.5 * (c - e)) < 1e-12);
        Assert.True(Distance(guided.Guidance(x, 0.4), 7.5 * (c - e)) < 1e-12);
        ClassifierGuidedPredictor classifier = Predictors.ClassifierGuided(free, (y, _) => y * 2, 3);
        Assert.True(Distance(classifier.Predict(x, 0.4), e - 3 * Linear.Sigma(0.4) * 2 * x) < 1e-12);
        Assert.True(Distance(classifier.Predict(x, 0.4), e + classifier.Guidance(x, 0.4)) < 1e-12);
        Assert.Throws<ArgumentException>(() => Predictors.Guided(free, Gaussian(new CosineSchedule(), 0, 1), 2));
        Assert.Throws<NotSupportedException>(() => guided.Jacobian(x, 0.4));
    }
}
