using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>Random MDPs, one a seed, each with ten candidates and one log.</summary>
/// <param name="States">S.</param>
/// <param name="Actions">A.</param>
/// <param name="Branching">Successors of a pair.</param>
/// <param name="Horizon">T.</param>
/// <param name="Trajectories">n.</param>
/// <param name="Candidates">How many policies.</param>
/// <param name="Estimators">Who estimates.</param>
public sealed record RandomMdpSettings(
    [property: Range(2, 1000)] int States, [property: Range(2, 100)] int Actions, [property: Range(1, 1000)] int Branching,
    [property: Range(1, 1000)] int Horizon, [property: Range(2, 1_000_000)] int Trajectories, [property: Range(4, 1000)] int Candidates,
    IReadOnlyList<OffPolicyEstimator> Estimators) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("states", States, "n", Trajectories);
}

/// <summary>One MDP.</summary>
/// <param name="Behavior">J(π_b), the log's mean return.</param>
/// <param name="Truth">J of each candidate, exact.</param>
/// <param name="Estimates">Of each estimator.</param>
public sealed record RandomMdpTrial(double Behavior, IReadOnlyList<double> Truth, IReadOnlyList<CandidateEstimates> Estimates);

/// <summary>All MDPs.</summary>
/// <param name="Trials">One a seed.</param>
public sealed record RandomMdpResult([property: PerSeed] IReadOnlyList<RandomMdpTrial> Trials);

/// <summary>
/// The benchmark's stand-in that takes seconds: random MDPs, where values and ratios come from counts, and truth is exact.
/// </summary>
public sealed class RandomMdpStudy : Experiment<RandomMdpSettings, RandomMdpResult>
{
    /// <inheritdoc/>
    public override string Name => "random-mdps";

    /// <inheritdoc/>
    public override string Title => "Estimators rank the candidates of random MDPs";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RandomMdpSettings>> Cells(Profile profile) =>
    [
        Cell.Of(new RandomMdpSettings(20, 3, 3, 10, 200, 10,
        [
            .. TaskTable.Estimators, new TrajectoryImportanceSampling(), new TrajectoryImportanceSampling { SelfNormalized = true },
            new PerDecisionImportanceSampling(), new DoublyRobust(), new MarginalImportanceSampling(), new MarginalDoublyRobust(),
        ]), [.. Enumerable.Range(1, profile == Profile.Smoke ? 30 : 70)]),
    ];

    /// <inheritdoc/>
    public override RandomMdpResult Run(Cell<RandomMdpSettings> cell, RunContext context)
    {
        var trials = new List<RandomMdpTrial>();
        foreach (Seed seed in context.Seeds)
        {
            context.Report(trials.Count, context.Seeds.Count, "MDPs");
            trials.Add(One(cell.Settings, seed));
        }
        return new(trials);
    }

    private static RandomMdpTrial One(RandomMdpSettings s, Seed seed)
    {
        TabularMdp mdp = TabularMdps.Garnet(s.States, s.Actions, s.Branching, seed.Derive("mdp")).WithHorizon(s.Horizon);
        TabularPolicy behavior = Planned(mdp).Mix(TabularPolicy.Uniform(mdp), 0.5);
        TabularPolicy[] candidates = Candidates(s, mdp, seed.Derive("candidates").Stream());
        TabularDataset log = TabularDataset.Collect(mdp, behavior, s.Trajectories, seed.Derive("log"), s.Horizon);
        TransitionCounts counts = log.Counts();
        for (int pair = 0; pair < s.States * s.Actions; pair++)
        {
            (int state, int action) = (pair / s.Actions, pair % s.Actions);
            if (counts.N(state, action) == 0)
                counts.Add(state, action, state); // never seen: it stays and earns nothing
        }
        TabularMdp estimated = counts.ToMdp(mdp);
        var columns = new TabularColumns(log, behavior, s.Horizon);
        LoggedSteps steps = columns.Steps();
        double[][] estimates = [.. candidates.Select((policy, i) =>
            OffPolicyEvaluation.Values(steps, columns.Target(estimated, policy, $"{i}"), s.Estimators))];
        return new(steps.Returns().Average(), [.. candidates.Select(policy => PolicyEvaluation.Return(mdp, policy))],
            [.. s.Estimators.Select((e, i) => new CandidateEstimates(e, [.. estimates.Select(values => values[i])]))]);
    }

    /// <summary>Plans for rewards that are more and more somebody else's, with a share of random actions.</summary>
    private static TabularPolicy[] Candidates(RandomMdpSettings s, TabularMdp mdp, RandomStream random)
    {
        var policies = new TabularPolicy[s.Candidates];
        for (int i = 0; i < policies.Length; i++)
        {
            double foreign = (double)i / policies.Length;
            var rewards = StateActionTable.FromFunction(mdp,
                (state, action) => (1 - foreign) * mdp.Reward(state, action) + foreign * random.NextDouble());
            policies[i] = Planned(mdp.WithRewards(rewards)).Mix(TabularPolicy.Uniform(mdp), random.NextUniform(0, 0.7));
        }
        return policies;
    }

    /// <summary>The stationary policy that is optimal with γ = 0.9.</summary>
    private static TabularPolicy Planned(TabularMdp mdp) =>
        ValueIteration.Solve(mdp.WithDiscount(0.9)).Policy;
}
