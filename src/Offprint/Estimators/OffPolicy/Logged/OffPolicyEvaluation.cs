using System.Numerics.Tensors;
using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>What happens where a policy acts outside the log's support.</summary>
public enum SupportRule
{
    /// <summary>Estimators with weights refuse, and say how much mass is outside.</summary>
    Refuse,

    /// <summary>They estimate; the report's diagnostics name the mass.</summary>
    Report,
}

/// <summary>How an evaluation is done.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The intervals; none are computed if null, which is much faster.</summary>
    public IntervalRule? Interval { get; init; } = new BootstrapInterval();

    /// <summary>What happens outside the log's support.</summary>
    public SupportRule Support { get; init; }
}

/// <summary>Evaluates policies by estimators on one log.</summary>
public static class OffPolicyEvaluation
{
    /// <summary>Estimates the values of all policies by all estimators.</summary>
    /// <param name="log">The log.</param>
    /// <param name="targets">The policies.</param>
    /// <param name="estimators">The estimators.</param>
    /// <param name="options">Settings; the defaults if null.</param>
    /// <returns>Estimates and diagnostics.</returns>
    /// <exception cref="LogException">The log does not support a policy, weights overflow, or clusters are missing.</exception>
    /// <exception cref="ArgumentException">A column that an estimator needs is missing or of the wrong length.</exception>
    public static EvaluationReport Evaluate(
        LoggedSteps log, IReadOnlyList<TargetPolicy> targets, IReadOnlyList<OffPolicyEstimator> estimators,
            EvaluationOptions? options = null)
    {
        options ??= new();
        List<PolicyReport> reports = [];
        foreach (TargetPolicy target in targets)
        {
            var diagnostics = WeightDiagnostics.Of(log, target);
            if (options.Support == SupportRule.Refuse && estimators.Any(e => e.UsesWeights))
                diagnostics.RequireSupport(target.Label);
            Estimate[] values = options.Interval is null
                ? [.. Values(log, target, estimators).Select(v => new Estimate(v, NoInterval))]
                : [.. estimators.Select(e => WithInterval(e.Evaluate(log, target), log, options.Interval))];
            reports.Add(new(target.Label, values, diagnostics));
        }
        return new([.. estimators], reports);
    }

    /// <summary>The values alone: all estimators pass over the log together, block by block.</summary>
    /// <param name="log">The log.</param>
    /// <param name="target">The policy.</param>
    /// <param name="estimators">The estimators.</param>
    /// <returns>One value an estimator.</returns>
    /// <exception cref="ArgumentException">As <see cref="Evaluate"/>.</exception>
    public static double[] Values(LoggedSteps log, TargetPolicy target, IReadOnlyList<OffPolicyEstimator> estimators)
    {
        target.Check(log, estimators.Aggregate(TargetColumns.None, (needs, e) => needs | e.Needs));
        var block = new StepBlock(log, target);
        TermSums?[] sums = [.. estimators.Select(e => e is BlockEstimator b ? new TermSums(b, log, block.Capacity) : null)];
        for (int start = 0; block.MoveTo(start); start += block.Count)
        {
            foreach (TermSums? sum in sums)
                sum?.Add(block);
        }
        return [.. estimators.Select((e, i) => sums[i]?.Value(log.Trajectories) ?? e.Evaluate(log, target).Value)];
    }

    private static Interval NoInterval => new(double.NaN, double.NaN, 0.95, "none");

    private static Estimate WithInterval(Contributions parts, LoggedSteps log, IntervalRule rule) =>
        new(parts.Value, rule.Of(parts, log.Clusters));

    /// <summary>Sums of one estimator's terms over blocks.</summary>
    private sealed class TermSums
    {
        private readonly BlockEstimator _estimator;
        private readonly int _stride;
        private readonly double[] _values, _weights, _valueSums, _weightSums;

        public TermSums(BlockEstimator estimator, LoggedSteps log, int capacity)
        {
            estimator.RequireSteps(log);
            int terms = estimator.Terms(log.Steps);
            (_estimator, _stride, _valueSums, _weightSums) = (estimator, capacity, new double[terms], new double[terms]);
            _values = new double[terms * capacity];
            _weights = estimator.IsNormalized ? new double[terms * capacity] : [];
        }

        public void Add(StepBlock block)
        {
            var terms = new TermSpans(_values, _weights, _stride, 0, block.Count);
            _estimator.Fill(block, terms);
            for (int k = 0; k < _valueSums.Length; k++)
            {
                _valueSums[k] += TensorPrimitives.Sum<double>(terms.Values(k));
                if (_estimator.IsNormalized)
                    _weightSums[k] += TensorPrimitives.Sum<double>(terms.Weights(k));
            }
        }

        public double Value(int trajectories)
        {
            double value = 0;
            for (int k = 0; k < _valueSums.Length; k++)
                value += Contributions.Quotient(_valueSums[k], _estimator.IsNormalized ? _weightSums[k] : trajectories);
            return value;
        }
    }
}

/// <summary>One policy's estimates.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Values">One estimate an estimator, in the report's order.</param>
/// <param name="Weights">What the log says about the policy.</param>
public sealed record PolicyReport(string Policy, IReadOnlyList<Estimate> Values, WeightDiagnostics Weights);

/// <summary>Estimates of policies' values.</summary>
/// <param name="Estimators">The estimators.</param>
/// <param name="Policies">The policies.</param>
public sealed record EvaluationReport(IReadOnlyList<OffPolicyEstimator> Estimators, IReadOnlyList<PolicyReport> Policies) : IDescribable
{
    /// <summary>An estimate.</summary>
    /// <param name="policy">The policy's place.</param>
    /// <param name="estimator">The estimator, found by its options.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ArgumentException">The estimator is not in the report.</exception>
    public Estimate this[int policy, OffPolicyEstimator estimator]
    {
        get
        {
            int place = Estimators.ToList().IndexOf(estimator);
            return place >= 0 ? Policies[policy].Values[place]
                : throw new ArgumentException($"{estimator.Label} is not in the report; it has: {string.Join(", ", Estimators)}.");
        }
    }

    /// <inheritdoc/>
    public Card Describe() => new("Off-policy estimates")
    {
        Tables =
        [
            CardTable.Of("Estimates with the effective sample size of the policy's weights", Policies,
            [
                ("policy", p => p.Policy),
                .. Estimators.Select((e, i) => (e.Label, (Func<PolicyReport, TableCell>)(p => p.Values[i]))),
                ("ESS", p => p.Weights.EffectiveSampleSize), ("max w", p => p.Weights.MaximumWeight),
                ("mean w", p => p.Weights.MeanWeight),
            ]),
        ],
    };
}
