using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Agents.Probes;
using Offprint.Datasets.Transitions;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>Options of <see cref="SmoothnessProbe"/>.</summary>
/// <param name="Rows">Rows of the log that are looked at, the same for all seeds.</param>
/// <param name="Radius">ε of the neighbors, in the units that the agent sees.</param>
/// <param name="Neighbors">n, the neighbors of each row.</param>
[Kind("ro2o-smoothness")]
public sealed record SmoothnessProbeOptions(int Rows = 500, double Radius = 0.01, int Neighbors = 8) : ProbeOptions
{
    /// <inheritdoc/>
    public override IProbe Create(ProbeSetup setup) =>
        new SmoothnessProbe(setup.ActorCritic, setup.FixedRows(Rows), this, setup.Seeds);
}

/// <summary>
/// How much the critics disagree and how much critics and policy change beside logged states: always the same rows and noise.
/// </summary>
internal sealed class SmoothnessProbe(IActorCritic agent, Batch rows, SmoothnessProbeOptions options, IReadOnlyList<Seed> seeds) : IProbe
{
    /// <summary>The ensemble's deviation (of N − 1) at logged actions.</summary>
    public const string LoggedSpread = "spread, logged actions";

    /// <summary>The same at sampled actions of the policy beside logged states.</summary>
    public const string PolicySpread = "spread, policy's actions nearby";

    /// <summary>The same at uniform actions.</summary>
    public const string RandomSpread = "spread, uniform actions";

    /// <summary>E max_k |a(s + δ_k) − a(s)| of the deterministic action.</summary>
    public const string PolicyShift = "policy shift";

    /// <summary>E max_k mean_i |Q_i(s + δ_k, a) − Q_i(s, a)|.</summary>
    public const string ValueShift = "value shift";

    /// <summary>The mean over critics at sampled actions of the policy beside logged states.</summary>
    public const string PolicyValue = "value, policy's actions nearby";

    public IReadOnlyDictionary<string, double[]> Measure(ILearner learner)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var random = new PopulationRandom([.. seeds.Select(seed => seed.Derive("smoothness probe"))]);
        CriticEnsemble critics = agent.Critics;
        Tensor here = rows.Observations.expand(seeds.Count, -1, -1), logged = rows.Actions.expand(seeds.Count, -1, -1);
        Tensor near = StatePerturbation.UniformBox(here, options.Radius, options.Neighbors, random);
        Tensor act = learner.Policy.Act(here, ActMode.Deterministic, random),
            acts = learner.Policy.Act(near, ActMode.Deterministic, random);
        Tensor sampled = critics.Values(near, learner.Policy.Act(near, ActMode.Explore, random));
        Tensor values = critics.Values(here, logged), nearby = critics.Values(near, logged.repeat_interleave(options.Neighbors, 1));
        Tensor uniform = random.Uniform(rows.Size, logged.shape[2]) * 2 - 1;
        return new Dictionary<string, double[]>
        {
            [LoggedSpread] = Spread(values),
            [PolicySpread] = Spread(sampled),
            [RandomSpread] = Spread(critics.Values(here, uniform)),
            [PolicyShift] = Worst((acts - act.repeat_interleave(options.Neighbors, 1)).Squared().sum(2, keepdim: true).sqrt()),
            [ValueShift] = Worst((nearby - values.repeat_interleave(options.Neighbors, 2)).abs().mean([0])),
            [PolicyValue] = sampled.mean([0, 2, 3]).PerMember(),
        };
    }

    private static double[] Spread(Tensor values) => values.std([0], unbiased: true, keepdim: false).mean([1, 2]).PerMember();

    /// <summary>The mean over rows of the largest of the neighbors' numbers, [P, B n, 1].</summary>
    private double[] Worst(Tensor numbers) => numbers.view(seeds.Count, rows.Size, options.Neighbors).amax([2]).mean([1]).PerMember();
}
