using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Search;
using static TorchSharp.torch;

namespace Offprint.Tests.Optimization.Search;

/// <summary>Models from scores to designs: what they are asked for lies above everything visible.</summary>
public sealed class InversionTests
{
    /// <summary>Two coordinates, uniform; the score is the first, up to a little noise.</summary>
    private static readonly DesignDataset s_data = Slope(2000);

    private static readonly IOfflineSearch[] s_methods =
    [
        new ModelInversion { Hidden = [32, 32], Epochs = 40, CriticSteps = 3, LearningRate = 1e-3, Latent = 4 },
        new DiffusionInversion { Hidden = [64, 64], Epochs = 40, Steps = 50 },
    ];

    public static TheoryData<int> Methods() => [.. Enumerable.Range(0, s_methods.Length)];

    private static DesignDataset Slope(int rows)
    {
        RandomStream random = new Seed(5).Stream();
        float[] designs = [.. Enumerable.Range(0, 2 * rows).Select(_ => (float)random.NextUniform(-1, 1))];
        double[] scores = [.. Enumerable.Range(0, rows).Select(i => designs[2 * i] + 0.05 * random.NextNormal())];
        return new(new(rows, 2, designs), scores);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Designs_of_a_high_score_are_asked_for(int index)
    {
        IOfflineSearch method = s_methods[index];
        SampleMatrix designs = method.Propose(s_data, null, 64, new(1));
        Assert.Equal((64, 2), (designs.Rows, designs.Columns));
        double first = Enumerable.Range(0, 64).Average(i => (double)designs.Row(i)[0]);
        Assert.True(first > 0.7, $"{method.Label}: the mean of the first coordinate is {first}; of the visible designs it is 0.");
        Assert.Equal(designs.Values, method.Propose(s_data, null, 64, new(1)).Values);
        Assert.NotEqual(designs.Values, method.Propose(s_data, null, 64, new(2)).Values);
    }

    [Fact]
    public void Words_are_proposed_too()
    {
        WordTable words = TfBind8.Synthetic(new(1));
        DesignDataset data = words.Visible.Select([.. Enumerable.Range(0, 600)]);
        foreach (IOfflineSearch method in (IOfflineSearch[])[new ModelInversion { Hidden = [16], Epochs = 2, CriticSteps = 2 },
            new DiffusionInversion { Hidden = [16], Epochs = 2, Steps = 5 }])
        {
            SampleMatrix designs = method.Propose(data, words.Words, 16, new(1));
            Assert.Equal(16, words.Measure(designs).Length);
        }
    }

    /// <summary>The gradient penalty reaches the critic's parameters: its derivative by one weight against a difference quotient.</summary>
    [Fact]
    public void A_critic_learns_from_the_slope_of_its_own_value()
    {
        var method = new ModelInversion { Hidden = [8] };
        using var critic = new Mlp(new(3, 1, [8], Activation.Tanh), [new(1)]);
        using var random = new Offprint.Tensors.TensorRandom(new(2));
        using var scope = NewDisposeScope();
        Tensor x = random.Normal([1, 20, 2]), made = random.Normal([1, 20, 2]), y = random.Normal([1, 20, 1]);
        Tensor weights = random.Uniform([1, 20, 1]), places = random.Uniform([1, 20, 1]);
        double Loss() => method.CriticLoss(critic, x, made, y, weights, places).item<float>();
        method.CriticLoss(critic, x, made, y, weights, places).backward();
        float[] gradient = critic.Parameters.GradientSpan.ToArray();
        const float step = 1e-2f;
        for (int i = 0; i < gradient.Length; i += 5)
        {
            float old = critic.Parameters.ValueSpan[i];
            critic.Parameters.ValueSpan[i] = old + step;
            double above = Loss();
            critic.Parameters.ValueSpan[i] = old - step;
            double below = Loss();
            critic.Parameters.ValueSpan[i] = old;
            Assert.Equal((above - below) / (2 * step), gradient[i], 0.02 * Math.Max(1, Math.Abs(gradient[i])));
        }
    }

    /// <summary>Each bin counts e^{b/τ}/(share + K); the best tenth would count more than five times as much, and is held there.</summary>
    [Fact]
    public void Rare_good_scores_count_more()
    {
        float[] weights = ScoreWeights.Of([.. Enumerable.Range(0, 1000).Select(i => i < 500 ? 0f : i < 900 ? 0.5f : 1f)]);
        const double temperature = 0.45; // the 90th percentile is 0.55, a tenth of the way from 0.5 to 1
        Assert.Equal(Math.Exp(10 / 20.0 / temperature) * (0.5 + 1e-3) / (0.4 + 1e-3), weights[600] / weights[0], 1e-3);
        Assert.Equal(5, weights[950]);
        Assert.All(ScoreWeights.Of([3, 3, 3]), weight => Assert.Equal(1, weight));
    }
}
