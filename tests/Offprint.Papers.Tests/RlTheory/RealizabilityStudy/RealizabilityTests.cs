using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Papers.RlTheory.RealizabilityStudy;

namespace Offprint.Papers.Tests.RlTheory.RealizabilityStudy;

public class RealizabilityTests
{
    private static readonly RunContext s_context = new([1], Artifacts.Default, null, CancellationToken.None);

    [Theory]
    [InlineData(0)]
    [InlineData(0.195)]
    [InlineData(0.712)]
    [InlineData(0.981)]
    public void Two_functions_have_the_incompleteness_asked_for(double beta)
    {
        FiniteInstance instance = RealizabilityInstances.TwoFunctions(beta);
        Assert.Equal(beta, BellmanGeometry.Finite(instance.Problem, instance.Functions).Incompleteness, 1e-12);
        Assert.Equal(0, instance.Functions.IndexOfTruth(instance.Problem));
        FiniteInstance four = RealizabilityInstances.TwoFunctions(beta, copies: 2);
        Assert.Equal(4, four.Functions.Count);
        Assert.Equal(beta, BellmanGeometry.Finite(four.Problem, four.Functions).Incompleteness, 1e-12);
    }

    [Fact]
    public void The_pole_of_two_functions_is_where_the_sheet_has_it()
    {
        Assert.Equal(0, RealizabilityInstances.ValueOf(0, 0.8, 0.9));
        Assert.Equal(0.606674, RealizabilityInstances.ValueOf(1, 0.8, 0.9), 1e-6);
        Assert.Contains("[0, 1]", Assert.Throws<ArgumentException>(() => RealizabilityInstances.ValueOf(1.1, 0.8, 0.9)).Message);
    }

    /// <summary>Measured by an independent program: n = 16 at β = 0.47, 171 at 0.851.</summary>
    [Theory]
    [InlineData(0.47, 13, 19)]
    [InlineData(0.851, 155, 190)]
    public void Two_functions_need_the_rows_that_another_program_found(double beta, int least, int most)
    {
        ThresholdResult result = new ThresholdStudy().Run(new("test", new(beta, 0.8, 0.9, 0.15, 4000, 10_000), [1]), s_context);
        Assert.InRange(result.Rows!.Value, least, most);
        Assert.Equal(1.10, RealizabilityClaims.GaussianConstant(0.15), 0.001);
    }

    [Fact]
    public void The_rare_state_has_the_closed_forms()
    {
        foreach (double share in (double[])[0.001, 0.1])
        {
            LinearInstance instance = RealizabilityInstances.RareState(share);
            OffPolicyFactors factors = BellmanGeometry.Linear(instance.Problem, instance.Features);
            Assert.Equal(share / ((1 - share) * 0.81 + share), factors.Margin, 1e-9);
            Assert.Equal(0.81 / share, factors.Concentrability, 1e-6 / share);
            Assert.Equal(0, factors.Misfit, 1e-9);
        }
    }

    [Fact]
    public void Random_problems_are_realizable_and_orthonormal()
    {
        LinearInstance instance = RealizabilityInstances.Random(0.9, new Seed(4));
        PolicyEvaluationProblem problem = instance.Problem;
        OffPolicyFactors factors = BellmanGeometry.Linear(problem, instance.Features);
        Assert.Equal(0, factors.Misfit, 1e-9);
        Assert.InRange(factors.Incompleteness, 0.01, 0.99999);
        int d = instance.Features.Dimension;
        for (int i = 0; i < d * d; i++)
        {
            double inner = 0;
            for (int s = 0; s < 50; s++)
                inner += problem.Law[s] * instance.Features.Features[s, i / d] * instance.Features.Features[s, i % d];
            Assert.Equal(i / d == i % d ? 1 : 0, inner, 1e-10);
        }
    }

    [Fact]
    public void Radial_features_keep_the_value_in_the_class()
    {
        var settings = new FeatureSettings(20, 0.9, 0.8, 4, [], 100, 1);
        LinearInstance instance = settings.Instance();
        Assert.Equal(9, instance.Features.Dimension);
        Assert.Equal(0, BellmanGeometry.Linear(instance.Problem, instance.Features).Misfit, 1e-9);
    }

    /// <summary>Rewards are defined so that the network is the value: its Bellman error is zero, up to float32.</summary>
    [Fact]
    public void The_random_walk_is_realizable_by_construction()
    {
        var settings = new NetworkSettings(50, 0.9, 8, 100, 0.5, 1, 1, 1, 1e-3);
        PolicyEvaluationProblem problem = settings.Problem();
        Assert.Equal(problem.Value, problem.StateValues[25], 1e-9);
        Assert.True(problem.Norm(problem.QPi) > 0.1);
        Assert.Equal(16 * 50, settings.Inputs().Length);
        Assert.Equal(problem.QPi, settings.Problem().QPi);
    }

    /// <summary>The lengths that are drawn are the theorem's: I/‖E‖ is the library's β, by Pythagoras.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.2)]
    [InlineData(-0.7)]
    public void The_picture_has_the_library_s_incompleteness(double value)
    {
        Cards.LineFigure figure = BellmanPicture.OneFeature(value);
        double Length(int i) => Math.Sqrt(Math.Pow(figure.Series[i].X[1] - figure.Series[i].X[0], 2)
            + Math.Pow(figure.Series[i].Y[1] - figure.Series[i].Y[0], 2));
        LinearInstance instance = RealizabilityInstances.OneFeature(value);
        Assert.Equal(BellmanGeometry.Linear(instance.Problem, instance.Features).Incompleteness, Length(2) / Length(1), 1e-9);
        Assert.Equal(instance.Problem.Norm(instance.Problem.BellmanError([1, value, 0])), Length(1), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => BellmanPicture.OneFeature(3));
    }

    [Fact]
    public void Estimators_are_found_by_their_options()
    {
        LinearErrors errors = new SizeStudy().Run(new("test", new(100, 0.5, [new(new Lstd()), new(new Lstd(), true)], 5), [1]), s_context);
        Assert.Equal(new Lstd(), errors.Of<Lstd>().Method.Estimator);
        Assert.True(errors.Of(m => m.Tabular).Method.Tabular);
        Assert.Contains("tabular LSTD", Assert.Throws<MissingResultsException>(() => errors.Of<BellmanResidual>()).Message);
    }

    [Fact]
    public void Medians_have_intervals_of_order_statistics()
    {
        double[] errors = [.. Enumerable.Range(1, 101).Select(i => (double)i).Reverse()];
        ErrorSummary summary = ErrorSummary.Of(errors);
        Assert.Equal((51, 41, 61), (summary.Median, summary.Low, summary.High));
        Assert.Equal((26, 76), (summary.LowerQuartile, summary.UpperQuartile));
    }
}
