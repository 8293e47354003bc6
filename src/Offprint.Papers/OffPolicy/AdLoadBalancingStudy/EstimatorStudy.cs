using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Datasets.Bandits;
using Offprint.Environments.Marketplace;
using Offprint.Estimators.OffPolicy.Feedback;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>Where estimators get the logging policy's probabilities from.</summary>
public enum PropensitySource
{
    /// <summary>From the log, true.</summary>
    Logged,

    /// <summary>One fifth for each action, wrong.</summary>
    Uniform,

    /// <summary>From a multinomial logistic model of the log.</summary>
    Fitted,
}

/// <summary>Estimators of one policy's value on logs of one size.</summary>
/// <param name="Target">The policy.</param>
/// <param name="Sessions">n.</param>
/// <param name="Propensities">The probabilities.</param>
/// <param name="Weight">ω.</param>
/// <param name="Estimators">The estimators.</param>
/// <param name="Repetitions">Logs.</param>
/// <param name="TruthSessions">Sessions of the log whose branches give the truth.</param>
public sealed record EstimatorSettings(
    AdLoadRule Target, [property: Range(50, 1_000_000)] int Sessions, PropensitySource Propensities,
        [property: Range(0.0, 1.0)] double Weight,
    IReadOnlyList<OffPolicyEstimator> Estimators, int Repetitions, int TruthSessions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("n", Sessions, Propensities == PropensitySource.Logged ? null : Propensities);
}

/// <summary>An estimator's errors over logs.</summary>
/// <param name="Estimator">The estimator.</param>
/// <param name="Bias">Mean error; its interval includes the truth's own error.</param>
/// <param name="RootMeanSquare">√mean (V̂ − V)².</param>
/// <param name="Deviation">The estimates' standard deviation.</param>
/// <param name="Coverage">The share of clustered 95 % intervals that hold the truth.</param>
public sealed record EstimatorErrors(
    OffPolicyEstimator Estimator, Measured Bias, double RootMeanSquare, double Deviation, double Coverage);

/// <summary>All estimators' errors.</summary>
/// <param name="Truth">V, from branches.</param>
/// <param name="Errors">One an estimator.</param>
/// <param name="EffectiveShare">The mean effective sample size over rows.</param>
/// <param name="MeanWeight">The mean weight.</param>
public sealed record EstimatorResult(Measured Truth, IReadOnlyList<EstimatorErrors> Errors, double EffectiveShare, Measured MeanWeight)
{
    internal EstimatorErrors Of(OffPolicyEstimator estimator) => Errors.Single(e => e.Estimator.Equals(estimator));
}

/// <summary>Bias and error of estimators against the size of the log, and with wrong propensities.</summary>
public sealed class EstimatorStudy : Experiment<EstimatorSettings, EstimatorResult>
{
    private const double Normal = 1.959964;

    internal static InversePropensity Ips { get; } = new();

    internal static InversePropensity Clipped { get; } = new() { Weights = new Clip(3) };

    internal static InversePropensity SelfNormalized { get; } = new() { SelfNormalized = true };

    internal static DirectMethod Direct { get; } = new();

    internal static DoublyRobust Robust { get; } = new();

    internal static OffPolicyEstimator[] Estimators { get; } = [Ips, Clipped, SelfNormalized, Direct, Robust];

    /// <inheritdoc/>
    public override string Name => "estimators";

    /// <inheritdoc/>
    public override string Title => "Estimators against the size of the log";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<EstimatorSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        int[] sizes = smoke ? [300, 1000] : [300, 1000, 3000, 10_000, 30_000];
        IEnumerable<(int, PropensitySource)> all = sizes.Select(n => (n, PropensitySource.Logged));
        if (!smoke)
            all = all.Concat([(10_000, PropensitySource.Uniform), (10_000, PropensitySource.Fitted)]);
        return [.. all.Select(s => Cell.Of(new EstimatorSettings(new ToleranceRule(), s.Item1, s.Item2, 0.7, Estimators,
            smoke ? 10 : 60, smoke ? 5000 : 100_000), [1]))];
    }

    /// <inheritdoc/>
    public override EstimatorResult Run(Cell<EstimatorSettings> cell, RunContext context)
    {
        EstimatorSettings s = cell.Settings;
        var market = new AdLoadMarketplace();
        (Measured truth, Standardizers scales) = Truth(market, s, context);
        var errors = s.Estimators.Select(_ => new double[s.Repetitions]).ToArray();
        int[] covered = new int[s.Estimators.Count];
        double effective = 0;
        double[] weights = new double[s.Repetitions];
        for (int r = 0; r < s.Repetitions; r++)
        {
            context.Report(1 + r, 1 + s.Repetitions, "logs");
            AdLoadLog log = market.Log(new LoggingRule(), s.Sessions, context.Seeds[0].Derive("log").Derive((ulong)r));
            (LoggedSteps steps, TargetPolicy target) = Columns(log, s, scales, context.Seeds[0].Derive((ulong)r));
            EvaluationReport report = OffPolicyEvaluation.Evaluate(steps, [target], s.Estimators,
                new() { Interval = new StudentInterval { RequireClusters = true }, Support = SupportRule.Report });
            for (int e = 0; e < errors.Length; e++)
            {
                Estimate estimate = report.Policies[0].Values[e];
                errors[e][r] = estimate.Value - truth.Value;
                covered[e] += estimate.Interval.Contains(truth.Value) ? 1 : 0;
            }
            effective += report.Policies[0].Weights.EffectiveSampleSize / log.Rows / s.Repetitions;
            weights[r] = report.Policies[0].Weights.MeanWeight;
            context.Mark<double>($"log {r}", [.. errors.Select(e => e[r])]);
        }
        return new(truth, [.. s.Estimators.Select((e, i) => Summary(e, errors[i], truth, covered[i]))], Measured.Digits(effective),
            Measured.Of(MeanInterval.StudentT(weights)));
    }

    private static EstimatorErrors Summary(OffPolicyEstimator estimator, double[] errors, Measured truth, int covered)
    {
        double mean = errors.Average(), variance = errors.Sum(e => (e - mean) * (e - mean)) / (errors.Length - 1);
        double half = Normal * Math.Sqrt(variance / errors.Length + truth.Error * truth.Error);
        return new(estimator, new(Measured.Digits(mean), Measured.Digits(mean - half), Measured.Digits(mean + half)),
            Measured.Digits(Math.Sqrt(errors.Average(e => e * e))), Measured.Digits(Math.Sqrt(variance)),
            Measured.Digits(covered / (double)errors.Length));
    }

    /// <summary>The policy's value on the states of a long log, and the scales frozen on it.</summary>
    private static (Measured, Standardizers) Truth(AdLoadMarketplace market, EstimatorSettings s, RunContext context)
    {
        AdLoadLog log = market.Log(new LoggingRule(), s.TruthSessions, context.Seeds[0].Derive("truth"));
        Standardizers scales = Standardizers.Of(log, Enumerable.Range(0, log.Rows));
        double[] laws = log.Laws(s.Target);
        AdLoadBranches branches = market.Branch(log, new LoggingRule(), 4, context.Seeds[0].Derive("branches"),
            (row, a) => laws[row * AdLoadMarketplace.Actions + a] > 0, share => context.Report(share, 1 + s.Repetitions, "branches"));
        context.Mark<double>("truth", branches.Satisfaction);
        double[] rewards = scales.Mixed(s.Weight, branches.Satisfaction, branches.Revenue);
        return (PolicyValues.Of(laws, rewards, [.. Enumerable.Range(0, log.Rows)], log.User), scales);
    }

    private static (LoggedSteps, TargetPolicy) Columns(AdLoadLog log, EstimatorSettings s, Standardizers scales, Seed seed)
    {
        double[] rewards = scales.Mixed(s.Weight, log.Satisfaction, log.Revenue);
        var feedback = new BanditFeedback(log.Context, log.Actions, rewards, log.Propensities) { Clusters = log.User };
        double[] propensities = s.Propensities switch
        {
            PropensitySource.Uniform => [.. Enumerable.Repeat(1.0 / AdLoadMarketplace.Actions, log.Rows)],
            PropensitySource.Fitted => new PropensityModel().Fit(feedback, AdLoadMarketplace.Actions).Of(feedback),
            _ => log.Propensities,
        };
        double[] predictions = CrossFit.Rewards(feedback, AdLoadMarketplace.Actions, new RidgeRewards(), folds: 2, seed);
        return (LoggedSteps.OneStep(rewards, propensities, log.User),
            feedback.Target(s.Target.Label, log.Laws(s.Target), AdLoadMarketplace.Actions, predictions));
    }
}

/// <summary>True one-step values.</summary>
internal static class PolicyValues
{
    /// <summary>The mean of Σ_a π(a|x) r(x, a) over rows, with an interval clustered by user.</summary>
    public static Measured Of(double[] laws, double[] rewards, int[] rows, int[] users)
    {
        int actions = AdLoadMarketplace.Actions;
        double[] values = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            values[i] = SpanValue(laws, rewards, rows[i] * actions, actions);
        var parts = new Contributions(rows.Length, 1, values, null);
        return Measured.Of(new(parts.Value, new StudentInterval().Of(parts, [.. rows.Select(i => users[i])])));
    }

    private static double SpanValue(double[] laws, double[] rewards, int start, int actions)
    {
        double sum = 0;
        for (int a = start; a < start + actions; a++)
            sum += laws[a] * rewards[a];
        return sum;
    }
}
