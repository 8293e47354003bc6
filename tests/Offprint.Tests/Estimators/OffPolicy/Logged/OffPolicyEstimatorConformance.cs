using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Files;
using Offprint.Tests.Conformance;

namespace Offprint.Tests.Estimators.OffPolicy.Logged;

/// <summary>What every estimator from logs must satisfy.</summary>
public sealed class OffPolicyEstimatorConformance
{
    public static TheoryData<OffPolicyEstimator> OneStep =>
    [
        .. AnyHorizon, new InversePropensity(), new InversePropensity { SelfNormalized = true },
        new InversePropensity { Weights = new Clip(2) }, new BaselineImportanceSampling(),
            new BaselineImportanceSampling { Baseline = 0.5 },
        SlopeSelection.OfClips(100, 3, 1),
    ];

    public static TheoryData<OffPolicyEstimator> Trajectories => [.. AnyHorizon];

    public static TheoryData<OffPolicyEstimator> WithModels => [.. AnyHorizon.Where(e => e.Needs != TargetColumns.None)];

    private static OffPolicyEstimator[] AnyHorizon =>
    [
        new DirectMethod(), new TrajectoryImportanceSampling(), new TrajectoryImportanceSampling { SelfNormalized = true },
        new PerDecisionImportanceSampling(), new PerDecisionImportanceSampling { SelfNormalized = true },
        new PerDecisionImportanceSampling { Weights = new Clip(3) }, new DoublyRobust(), new DoublyRobust { SelfNormalized = true },
        new DoublyRobust { Weights = new Switch(3) }, new MarginalImportanceSampling(),
        new MarginalImportanceSampling { SelfNormalized = true, Ratio = new(States: true, Window: 2) },
        new MarginalDoublyRobust(), new MarginalDoublyRobust { SelfNormalized = true }, new DoubleReinforcementLearning(),
    ];

    [Fact]
    public void Every_estimator_is_in_the_list()
    {
        OffPolicyEstimator[] cases = [.. OneStep.Select(row => row.Data)];
        Implementations.AssertCovered<OffPolicyEstimator>(typeof(OffPolicyEstimator).Assembly, cases);
        Assert.Equal(cases.Length, cases.Select(c => c.Label).Distinct().Count());
        Assert.Equal(cases.Length, cases.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(OneStep))]
    public void It_is_a_value_that_can_be_stored(OffPolicyEstimator estimator)
    {
        string text = StoreJson.Text(estimator);
        var back = System.Text.Json.JsonSerializer.Deserialize<OffPolicyEstimator>(text, StoreJson.Options);
        Assert.Equal(estimator, back);
        Assert.Equal(text, StoreJson.Text(back));
        Assert.Equal(estimator.GetHashCode(), back!.GetHashCode());
        Assert.DoesNotContain("label", text, StringComparison.OrdinalIgnoreCase); // what follows from options is no part of a digest
        Assert.DoesNotContain("needs", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(OneStep))]
    public void It_does_not_depend_on_the_order_of_rows_or_on_company(OffPolicyEstimator estimator) => Check(estimator, steps: 1);

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void Nor_on_that_of_trajectories(OffPolicyEstimator estimator) => Check(estimator, steps: 12);

    /// <summary>Under the behavior itself weights are one: with Q̂ = V̂ = 0 all but the direct method give the mean return.</summary>
    [Theory]
    [MemberData(nameof(Trajectories))]
    public void The_behavior_is_worth_its_mean_return(OffPolicyEstimator estimator)
    {
        var (log, target) = EstimatorFormulaTests.Random(n: 300, steps: 7);
        double[] ones = [.. Enumerable.Repeat(1.0, log.Rows)], zeros = new double[log.Rows];
        target = target with
        {
            Probabilities = log.Propensities, StateActionRatio = ones, StateRatio = ones, Values = zeros, ActionValues = zeros,
        };
        Assert.Equal(estimator is DirectMethod ? 0 : log.Returns().Average(), estimator.Evaluate(log, target).Value, 1e-12);
    }

    [Theory]
    [MemberData(nameof(WithModels))]
    public void What_it_needs_is_asked_for(OffPolicyEstimator estimator)
    {
        var (log, target) = EstimatorFormulaTests.Random(n: 20, steps: 3);
        string message = Assert.Throws<ArgumentException>(() =>
            estimator.Evaluate(log, new TargetPolicy("bare", target.Probabilities))).Message;
        Assert.Contains("'bare' has no ", message);
    }

    private static void Check(OffPolicyEstimator estimator, int steps)
    {
        var (log, target) = EstimatorFormulaTests.Random(n: 1500, steps: steps);
        Contributions parts = estimator.Evaluate(log, target);
        double[] reversedRewards = Reversed(log.Rewards), reversedPropensities = Reversed(log.Propensities);
        var backwards = new LoggedSteps(log.Trajectories, steps, reversedRewards, reversedPropensities, log.Discount);
        var other = new TargetPolicy("backwards", Reversed(target.Probabilities))
        {
            Values = Reversed(target.Values!), ActionValues = Reversed(target.ActionValues!),
            StateActionRatio = Reversed(target.StateActionRatio!), StateRatio = Reversed(target.StateRatio!),
        };
        Assert.Equal(parts.Value, estimator.Evaluate(backwards, other).Value, 1e-11);
        Assert.Equal(parts.Value, estimator.Evaluate(log, target).Value); // the same bits
        Assert.Equal(parts.Value, OffPolicyEvaluation.Values(log, target, [new DirectMethod(), estimator])[1], 1e-11);
        Assert.Equal(parts.Value, parts.Linearized().Average(), 1e-10);
        int[] clusters = [.. Enumerable.Range(0, log.Trajectories).Select(n => n / 7)];
        Assert.Equal(parts.Value, parts.ByCluster(clusters).Value, 1e-10);

        double[] Reversed(double[] column) => [.. Enumerable.Range(0, column.Length).Select(i =>
            column[i / log.Trajectories * log.Trajectories + log.Trajectories - 1 - i % log.Trajectories])];
    }
}
