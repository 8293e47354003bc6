using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>Hands everything on to an agent, counts the rows that it is given, and compares hashes of its networks.</summary>
/// <param name="agent">The agent, of which this disposes.</param>
/// <param name="warmUp">Steps after the switch in which nothing may move.</param>
internal sealed class AuditedAgent(PopulationAgent agent, int warmUp) : IAgent
{
    private readonly IReadOnlyDictionary<string, string> _atSwitch = agent.Hashes();
    private long _offlineRows, _onlineRows;
    private int _changedBefore, _steps;

    /// <inheritdoc/>
    public int Population => agent.Population;

    /// <inheritdoc/>
    public IPolicy Policy => new Watched(this, agent.Policy);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Rows do not say where they come from.</exception>
    public Metrics Update(Batch batch)
    {
        using (no_grad())
        using (Tensor online = (batch.Online ?? throw new ArgumentException("The rows are not marked by their source.", nameof(batch)))
            .mean())
        {
            long all = (long)batch.Size * batch.Population, fromBuffer = (long)Math.Round(online.item<float>() * (double)all);
            _onlineRows += fromBuffer;
            _offlineRows += all - fromBuffer;
        }
        return agent.Update(batch);
    }

    /// <summary>What was counted.</summary>
    /// <returns>The counts so far.</returns>
    public AuditResult Result()
    {
        long actor = agent.Save().Get<long>("actor/adam.steps")[0];
        return new(agent.Updates, actor, _offlineRows, _onlineRows, _changedBefore, Changed());
    }

    /// <inheritdoc/>
    public void CopyFrom(ILearner other, TransferParts parts) => agent.CopyFrom(other, parts);

    /// <inheritdoc/>
    public AgentState Save() => agent.Save();

    /// <inheritdoc/>
    public void Load(AgentState state) => agent.Load(state);

    /// <inheritdoc/>
    public Card Describe() => agent.Describe();

    /// <inheritdoc/>
    public void Dispose() => agent.Dispose();

    private void LookBeforeStep(ActMode mode)
    {
        if (mode == ActMode.Explore && _steps++ == warmUp)
            _changedBefore = Changed();
    }

    private int Changed() => agent.Hashes().Count(now => _atSwitch[now.Key] != now.Value);

    /// <summary>The agent's policy; before the first step after the warm-up it looks whether a network has moved.</summary>
    private sealed class Watched(AuditedAgent audited, IPolicy inner) : IPolicy
    {
        public void Begin(ReadOnlySpan<bool> starts) => inner.Begin(starts);

        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
        {
            audited.LookBeforeStep(mode);
            return inner.Act(observations, mode, random);
        }
    }
}
