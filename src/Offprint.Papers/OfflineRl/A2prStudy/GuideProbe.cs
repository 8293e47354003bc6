using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Probes;
using Offprint.Datasets.Transitions;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Options of <see cref="GuideProbe"/>.</summary>
/// <param name="Rows">Rows that are looked at, the same for all seeds.</param>
[Kind("a2pr-guide")]
public sealed record GuideProbeOptions(int Rows = 1000) : ProbeOptions
{
    /// <inheritdoc/>
    public override IProbe Create(ProbeSetup setup)
    {
        if (setup.Learner is not A2pr agent)
            throw new ArgumentException($"A {setup.Learner.GetType().Name} has no guide.", nameof(setup));
        return new GuideProbe(agent, setup.FixedRows(Rows), setup.Seeds);
    }
}

/// <summary>
/// Gates and guides on fixed rows, always with the same noise; by how much the guide at least gains over the log is asked of the critic
/// anew.
/// </summary>
internal sealed class GuideProbe(A2pr agent, Batch rows, IReadOnlyList<Seed> seeds) : IProbe
{
    public const string GoodShare = "good share of fixed rows";
    public const string ModelShare = "model share of fixed rows";
    public const string OpenShare = "open share of fixed rows";
    public const string LeastGain = "least gain of the guide";

    public IReadOnlyDictionary<string, double[]> Measure(ILearner learner)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var random = new PopulationRandom([.. seeds.Select(seed => seed.Derive("guide probe"))]);
        GuideChoice choice = agent.Guide(rows.Observations, rows.Actions, agent.Actor.Actions(rows.Observations), random);
        Tensor gain = agent.Critics.Frozen(rows.Observations, choice.Actions, 1) - agent.Critics.Frozen(rows.Observations, rows.Actions, 1);
        return new Dictionary<string, double[]>
        {
            [GoodShare] = Mean(choice.LoggedAdvantage.gt(0)),
            [ModelShare] = choice.FromModel.mean([1, 2]).PerMember(),
            [OpenShare] = Mean(choice.Gate.gt(0)),
            [LeastGain] = gain.squeeze(0).amin([1, 2]).PerMember(),
        };
    }

    private static double[] Mean(Tensor condition) => condition.to_type(ScalarType.Float32).mean([1, 2]).PerMember();
}
