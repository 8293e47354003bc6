using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Probes;
using Offprint.Datasets.Transitions;
using Offprint.Files;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>The spread of an implicit Q-learner's advantages on fixed rows of the log, from which a range of β is chosen.</summary>
/// <param name="Rows">Rows, the same for all seeds.</param>
[Kind("advantage-spread")]
public sealed record AdvantageSpreadOptions(int Rows = 5000) : ProbeOptions
{
    /// <summary>The distance between the quartiles of min Q̄ − V.</summary>
    internal const string Spread = "advantage spread";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The learner is no implicit Q-learner.</exception>
    public override IProbe Create(ProbeSetup setup) => setup.Learner is ImplicitQLearning agent
        ? new AdvantageSpreadProbe(agent, setup.FixedRows(Rows))
        : throw new ArgumentException($"A {setup.Learner.GetType().Name} has no value whose advantages could be measured.");
}

/// <summary>Quartiles of advantages.</summary>
internal sealed class AdvantageSpreadProbe(ImplicitQLearning agent, Batch rows) : IProbe
{
    public IReadOnlyDictionary<string, double[]> Measure(ILearner learner)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        Tensor advantage = agent.Critics.LeastTarget(rows.Observations, rows.Actions) - agent.Value.Forward(rows.Observations);
        float[] values = advantage.contiguous().data<float>().ToArray();
        return new Dictionary<string, double[]>
        {
            [AdvantageSpreadOptions.Spread] = [.. values.Chunk(rows.Size).Select(own =>
            {
                float[] sorted = [.. own.Order()];
                return (double)sorted[3 * sorted.Length / 4] - sorted[sorted.Length / 4];
            })],
        };
    }
}
