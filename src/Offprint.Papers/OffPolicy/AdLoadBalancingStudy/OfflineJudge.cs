using Offprint.Datasets.Bandits;
using Offprint.Environments.Marketplace;
using Offprint.Estimators.OffPolicy.Feedback;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Numerics;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>Judges policies on users from whom they have not learned: one log, several metrics, the same weights.</summary>
internal sealed class OfflineJudge
{
    private const int Actions = AdLoadMarketplace.Actions, Revenue = 1, Return = 2;

    private readonly AdLoadLog _log;
    private readonly double[][] _rewards, _predictions;
    private readonly int[] _choose, _test;
    private readonly double[] _mixture, _truth;
    private readonly BootstrapInterval _bootstrap;
    private readonly double[] _revenue, _return; // of static 2, row by row

    public OfflineJudge(AdLoadLog log, double[][] rewards, double[][] predictions, int[] choose, int[] test, double weight, double[] truth,
        Seed seed)
    {
        (_log, _rewards, _predictions, _choose, _test, _truth) = (log, rewards, predictions, choose, test, truth);
        _mixture = [weight, 1 - weight, 0];
        _bootstrap = new() { Resamples = 200, RequireClusters = true, Seed = seed };
        double[] baseline = log.Laws(DeploymentStudy.Baseline);
        (_revenue, _return) = (Robust(baseline, Revenue), Robust(baseline, Return));
    }

    public PolicyNumbers Judge(int learner, string name, double weight, double[] laws, DeploymentResult deployed)
    {
        (BanditFeedback feedback, double[] predictions) = Mixed();
        TargetPolicy target = feedback.Target(name, Part(laws, _test), Actions, predictions);
        OffPolicyEstimator[] estimators = [EstimatorStudy.Robust, EstimatorStudy.SelfNormalized];
        PolicyReport report = OffPolicyEvaluation.Evaluate(feedback.ToLog(), [target], estimators,
            new() { Interval = _bootstrap }).Policies[0];
        return new(learner, name, weight, Measured.Of(report.Values[0]), Measured.Of(report.Values[1]),
            PolicyValues.Of(laws, _truth, _test, _log.User), Measured.Digits(report.Weights.EffectiveSampleSize),
            Gain(Robust(laws, Revenue), _revenue), Gain(Robust(laws, Return), _return), deployed);
    }

    /// <summary>The test users' rows with the common mixture of rewards.</summary>
    private (BanditFeedback, double[]) Mixed()
    {
        double[] rewards = [.. _test.Select(i => _mixture[0] * _rewards[0][i] + _mixture[1] * _rewards[1][i])];
        double[] predictions = [.. Part(_predictions[0], _test).Zip(Part(_predictions[1], _test),
            (s, r) => _mixture[0] * s + _mixture[1] * r)];
        var all = new BanditFeedback(_log.Context, _log.Actions, _rewards[0], _log.Propensities) { Clusters = _log.User };
        BanditFeedback rows = all.Select(_test);
        return (new(rows.Features!, rows.Actions, rewards, rows.Propensities) { Clusters = rows.Clusters }, predictions);
    }

    /// <summary>The doubly robust parts of one metric on the choosing users' rows.</summary>
    private double[] Robust(double[] laws, int metric)
    {
        double[] parts = new double[_choose.Length];
        for (int k = 0; k < parts.Length; k++)
        {
            int i = _choose[k], taken = i * Actions + _log.Actions[i];
            parts[k] = laws[taken] / _log.Propensities[i] * (_rewards[metric][i] - _predictions[metric][taken]);
            for (int a = i * Actions; a < (i + 1) * Actions; a++)
                parts[k] += laws[a] * _predictions[metric][a];
        }
        return parts;
    }

    private Measured Gain(double[] policy, double[] baseline)
    {
        var parts = new Contributions(policy.Length, 1, [.. policy.Zip(baseline, (p, b) => p - b)], null);
        return Measured.Of(new(parts.Value, new StudentInterval().Of(parts, [.. _choose.Select(i => _log.User[i])])));
    }

    private static double[] Part(double[] table, int[] rows)
    {
        double[] part = new double[rows.Length * Actions];
        for (int k = 0; k < rows.Length; k++)
            table.AsSpan(rows[k] * Actions, Actions).CopyTo(part.AsSpan(k * Actions));
        return part;
    }
}
