using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Bandits;
using Offprint.Cards;
using Offprint.Statistics;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>What policies see of the context.</summary>
public enum FeatureSet
{
    /// <summary>User and session.</summary>
    All,

    /// <summary>The fetch's number and the ads seen.</summary>
    SessionOnly,

    /// <summary>Activity, tolerance and value of the user.</summary>
    UserOnly,
}

/// <summary>A learner with what it sees and the mixtures of rewards for which it learns a policy each.</summary>
/// <param name="Options">The learner.</param>
/// <param name="Weights">ω.</param>
/// <param name="Features">What it sees.</param>
public sealed record Learner(OffPolicyLearnerOptions Options, IReadOnlyList<double> Weights, FeatureSet Features = FeatureSet.All)
    : ILabeled
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Label => Options.Objective switch
    {
        PolicyObjective.InversePropensity => double.IsPositiveInfinity(Options.Clip) ? "IPS" : "clipped IPS",
        PolicyObjective.SelfNormalized => "SNIPS",
        PolicyObjective.Direct => "DM",
        _ => "DR",
    } + (Options.Hidden > 0 ? "" : ", linear") + Features switch
    {
        FeatureSet.SessionOnly => ", session only",
        FeatureSet.UserOnly => ", user only",
        _ => "",
    };

    internal int[] Columns => Features switch { FeatureSet.SessionOnly => [3, 4], FeatureSet.UserOnly => [0, 1, 2], _ => [0, 1, 2, 3, 4] };

    internal bool Is(PolicyObjective objective, bool network = true, FeatureSet features = FeatureSet.All) =>
        Options.Objective == objective && Options.Hidden > 0 == network && Features == features && double.IsFinite(Options.Clip);

    /// <inheritdoc/>
    public bool Equals(Learner? other) => other is not null && Options == other.Options && Features == other.Features
        && Weights.SequenceEqual(other.Weights);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Options, Features, Weights.Count);
}

/// <summary>Learning from one log, evaluation off-line and by experiments.</summary>
/// <param name="Sessions">Logged sessions; 60 % of the users train, 20 % choose, 20 % test.</param>
/// <param name="Learners">The learners.</param>
/// <param name="EvaluationWeight">ω at which all policies are compared.</param>
/// <param name="FrontUsers">Users under every policy, the same for all.</param>
/// <param name="TestUsers">Users an arm of the final experiment.</param>
/// <param name="FixedUsers">Users an arm of the experiment at the fixed ω.</param>
public sealed record LearningSettings(
    [property: Range(500, 10_000_000)] int Sessions, IReadOnlyList<Learner> Learners, [property: Range(0.0, 1.0)] double EvaluationWeight,
    int FrontUsers, int TestUsers, int FixedUsers);

/// <summary>A policy's numbers.</summary>
/// <param name="Learner">Its learner's place in the settings; −1 for a written-down rule.</param>
/// <param name="Name">Its name.</param>
/// <param name="Weight">ω for which it was learned.</param>
/// <param name="Robust">DR on the test users, at the common ω.</param>
/// <param name="SelfNormalized">SNIPS there.</param>
/// <param name="Truth">The branch truth there.</param>
/// <param name="EffectiveSampleSize">Of its weights, in rows.</param>
/// <param name="RevenueGain">DR of the one-step revenue minus static 2's, on the choosing users.</param>
/// <param name="ReturnGain">DR of the next-day return minus static 2's, there.</param>
/// <param name="Deployed">What it brings when it acts in every fetch.</param>
public sealed record PolicyNumbers(
    int Learner, string Name, double Weight, Measured Robust, Measured SelfNormalized, Measured Truth, double EffectiveSampleSize,
    Measured RevenueGain, Measured ReturnGain, DeploymentResult Deployed);

/// <summary>A metric of an experiment.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Lift">Treatment over control minus one.</param>
/// <param name="P">The p-value.</param>
/// <param name="Adjusted">After Holm's correction over the table's metrics.</param>
public sealed record MetricLift(string Metric, Measured Lift, double P, double Adjusted)
{
    internal static MetricLift Of(Lift lift) =>
        new(lift.Metric, Measured.Of(lift.Relative), Measured.Digits(lift.P), Measured.Digits(lift.Adjusted));

    /// <summary>Whether the treatment is better, after the correction.</summary>
    internal bool Improves => Lift.Value > 0 && Adjusted < 0.05;
}

/// <summary>An experiment of a learned policy against static 2.</summary>
/// <param name="Learner">The learner's place in the settings.</param>
/// <param name="Weight">ω of the policy.</param>
/// <param name="Chosen">Whether ω was chosen by the guardrail; else it is the fixed one.</param>
/// <param name="Users">Users an arm.</param>
/// <param name="Metrics">Return, posts, exits, ad-load, revenue.</param>
public sealed record ExperimentOutcome(
    int Learner, double Weight, bool Chosen, int Users, IReadOnlyList<MetricLift> Metrics)
{
    internal MetricLift Of(string metric) => Metrics.Single(m => m.Metric == metric);
}

/// <summary>Ads by cohort and fetch, on the test users' contexts.</summary>
/// <param name="Name">The policy.</param>
/// <param name="Ads">Mean ads, [cohort][fetch − 1].</param>
public sealed record AdLoadMap(string Name, IReadOnlyList<IReadOnlyList<double>> Ads);

/// <summary>A histogram.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Edges">Where bins begin; the last has no end.</param>
/// <param name="Shares">The share of rows of each bin.</param>
public sealed record Histogram(string Name, IReadOnlyList<double> Edges, IReadOnlyList<double> Shares);

/// <summary>What was learned from one log.</summary>
/// <param name="Rows">Logged fetches.</param>
/// <param name="Policies">All policies.</param>
/// <param name="Experiments">The experiments.</param>
/// <param name="Maps">The logging policy's ad-load and the chosen DR policy's.</param>
/// <param name="Histograms">Propensities, and weights of the chosen DR policy.</param>
public sealed record LearningResult(
    int Rows, IReadOnlyList<PolicyNumbers> Policies, IReadOnlyList<ExperimentOutcome> Experiments, IReadOnlyList<AdLoadMap> Maps,
    IReadOnlyList<Histogram> Histograms);
