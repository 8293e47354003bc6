using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Probes;
using Offprint.Datasets.Transitions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Gates and guides on fixed rows, always with the same noise; by how much the guide at least gains over the log is asked of the critic anew.</summary>
internal sealed class GuideProbe(A2pr agent, Batch rows, IReadOnlyList<Seed> seeds) : IProbe
{
    public const string GoodShare = "good share of fixed rows";
    public const string ModelShare = "model share of fixed rows";
    public const string OpenShare = "open share of fixed rows";
    public const string LeastGain = "least gain of the guide";

    public IReadOnlyDictionary<string, double> Measure(ILearner _)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var random = new PopulationRandom([.. seeds.Select(seed => seed.Derive("guide probe"))]);
        GuideChoice choice = agent.Guide(rows.Observations, rows.Actions, agent.Actor.Actions(rows.Observations), random);
        Tensor gain = agent.Critics.Frozen(rows.Observations, choice.Actions, 1) - agent.Critics.Frozen(rows.Observations, rows.Actions, 1);
        return new Dictionary<string, double>
        {
            [GoodShare] = choice.LoggedAdvantage.gt(0).to_type(ScalarType.Float32).mean().item<float>(),
            [ModelShare] = choice.FromModel.mean().item<float>(),
            [OpenShare] = choice.Gate.gt(0).to_type(ScalarType.Float32).mean().item<float>(),
            [LeastGain] = gain.min().item<float>(),
        };
    }
}
