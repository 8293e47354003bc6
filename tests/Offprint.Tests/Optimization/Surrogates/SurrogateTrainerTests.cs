using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Surrogates;

namespace Offprint.Tests.Optimization.Surrogates;

public sealed class SurrogateTrainerTests
{
    private static readonly SearchProblem s_problem = new(new Branin(1000).Visible);

    private static readonly SurrogateTrainingOptions s_options = new()
    {
        Network = new([16, 16]), Epochs = 3, BatchSize = 50, LearningRate = 3e-3, Validation = 100,
    };

    [Fact]
    public void Training_learns_and_a_member_goes_the_same_way_in_any_ensemble()
    {
        using SurrogateFit before = SurrogateTrainer.Fit(s_problem, s_options with { Epochs = 0 }, 1, new(1));
        using SurrogateFit alone = SurrogateTrainer.Fit(s_problem, s_options with { Epochs = 20 }, 1, new(1));
        using SurrogateFit three = SurrogateTrainer.Fit(s_problem, s_options with { Epochs = 20 }, 3, new(1), logEvery: 7);
        Assert.True(alone.Error(s_problem, alone.ValidationRows, Aggregation.First)
            < 0.5 * before.Error(s_problem, before.ValidationRows, Aggregation.First));
        Assert.Equal(20 * 16, alone.Steps); // 900 visible designs, 100 to validate
        Assert.Equal(alone.ValidationRows, three.ValidationRows);
        Assert.Empty(alone.ValidationRows.Intersect(alone.TrainingRows));
        SampleMatrix starts = s_problem.Starts(20);
        double[] one = alone.Surrogate.Predict(starts, Aggregation.First), first = three.Surrogate.Predict(starts, Aggregation.First);
        for (int i = 0; i < one.Length; i++)
            Assert.Equal(one[i], first[i], 1e-4);
        using SurrogateFit again = SurrogateTrainer.Fit(s_problem, s_options with { Epochs = 20 }, 3, new(1));
        Assert.Equal(three.Surrogate.Network.Parameters.Hash(), again.Surrogate.Network.Parameters.Hash());
        Assert.Equal(4, alone.Moments.Count);
        Assert.Equal(alone.Moments[0].Norms[0], three.Moments[0].Norms[0], 1e-6);
    }

    /// <summary>A multiplier of zero that does not move adds nothing, not a bit.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_weight_the_regularizer_changes_no_bit(bool bootstrap)
    {
        SurrogateTrainingOptions plain = s_options with { Bootstrap = bootstrap };
        using SurrogateFit one = SurrogateTrainer.Fit(s_problem, plain, 2, new(4));
        using SurrogateFit other = SurrogateTrainer.Fit(s_problem,
            plain with { GradientNorm = GradientNormOptions.Ignite with { InitialMultiplier = 0, MultiplierRate = 0 } }, 2, new(4));
        Assert.Equal(one.Surrogate.Network.Parameters.Hash(), other.Surrogate.Network.Parameters.Hash());
        using SurrogateFit regularized = SurrogateTrainer.Fit(s_problem, plain with { GradientNorm = GradientNormOptions.Ignite }, 2,
            new(4));
        Assert.NotEqual(one.Surrogate.Network.Parameters.Hash(), regularized.Surrogate.Network.Parameters.Hash());
    }

    /// <summary>Deterministic for the seed: the regularized norm is below the plain one under a strong multiplier.</summary>
    [Fact]
    public void A_strong_regularizer_lowers_the_norm()
    {
        using SurrogateFit plain = SurrogateTrainer.Fit(s_problem, s_options, 1, new(2));
        using SurrogateFit strong = SurrogateTrainer.Fit(s_problem,
            s_options with { GradientNorm = new(0.2, 0.2, 0, 5, 0) }, 1, new(2));
        double Norm(SurrogateFit fit) => Sharpness.GradientNorms(fit.Surrogate, s_problem.Rows(fit.TrainingRows))[0];
        Assert.True(Norm(strong) < 0.9 * Norm(plain), $"{Norm(strong)} against {Norm(plain)}");
    }

    [Fact]
    public void Resamples_change_what_members_learn()
    {
        using SurrogateFit all = SurrogateTrainer.Fit(s_problem, s_options, 2, new(3));
        using SurrogateFit resampled = SurrogateTrainer.Fit(s_problem, s_options with { Bootstrap = true }, 2, new(3));
        Assert.NotEqual(all.Surrogate.Network.Parameters.Hash(), resampled.Surrogate.Network.Parameters.Hash());
    }

    /// <summary>α rises while the ascent overestimates by more than the limit, and falls while by less; without a step x⁻ = x.</summary>
    [Theory]
    [InlineData(-1000)]
    [InlineData(1000)]
    public void The_weight_of_conservatism_moves_towards_its_limit(double limit)
    {
        SurrogateTrainingOptions options = s_options with
        {
            Network = new([16, 16], Activation.Relu, SurrogateLoss.SquaredError), Epochs = 1,
            Conservatism = new(Steps: 5, Limit: limit),
        };
        using SurrogateFit fit = SurrogateTrainer.Fit(s_problem, options, 1, new(1), logEvery: 1);
        Assert.Equal(limit < 0, fit.ConservatismWeights[0] > 0.1);
        Assert.All(fit.Moments, m => Assert.True(m.Overestimation[0] > 0)); // the ascent climbs
        using SurrogateFit still = SurrogateTrainer.Fit(s_problem,
            options with { Conservatism = new(Steps: 0, Limit: limit) }, 1, new(1), logEvery: 1);
        Assert.All(still.Moments, m => Assert.Equal(0, m.Overestimation[0]));
    }

    [Fact]
    public void Too_few_rows_are_refused() => Assert.Contains("900 rows",
        Assert.Throws<ArgumentException>(() => SurrogateTrainer.Fit(s_problem, s_options with { BatchSize = 801 }, 1, new(1))).Message);
}
