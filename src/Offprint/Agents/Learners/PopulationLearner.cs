using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Learners;

/// <summary>
/// What the agents share: one random stream a seed, a register of their networks and optimizers from which states are saved and
/// parts are copied.
/// </summary>
/// <remarks>A derived class registers its networks in a fixed order and writes the losses; a member's loss never depends on another
/// member.</remarks>
public abstract class PopulationLearner : ILearner
{
    private readonly List<Entry> _entries = [];

    /// <summary>Opens the random streams.</summary>
    /// <param name="seeds">One a member.</param>
    /// <exception cref="ArgumentException">There is no seed.</exception>
    protected PopulationLearner(IReadOnlyList<Seed> seeds)
    {
        Random = new PopulationRandom([.. seeds.Select(seed => seed.Derive("updates"))]);
        Metrics = new Metrics(seeds.Count);
    }

    /// <inheritdoc/>
    public int Population => Random.Population;

    /// <inheritdoc/>
    public abstract IPolicy Policy { get; }

    /// <summary>Updates so far.</summary>
    public long Updates { get; protected set; }

    /// <summary>The numbers of the last update.</summary>
    public Metrics Metrics { get; }

    /// <summary>The randomness of updates.</summary>
    protected PopulationRandom Random { get; }

    /// <inheritdoc/>
    public virtual void CopyFrom(ILearner other, TransferParts parts)
    {
        if (other is not PopulationLearner source)
            throw new ArgumentException($"Parts of a {other.GetType().Name} cannot be copied: its networks are not known.", nameof(other));
        var pairs = _entries.Where(e => parts.HasFlag(e.Part)).Select(e => (Own: e, Other: source._entries.Find(o => o.Name == e.Name)))
            .ToList();
        foreach ((Entry own, Entry? found) in pairs)
        {
            if (found is null || !own.Parameters.HasLayoutOf(found.Parameters))
            {
                throw new ArgumentException(found is null
                    ? $"The other agent has no '{own.Name}'. It has: {string.Join(", ", source._entries.Select(e => e.Name))}."
                    : $"The '{own.Name}' of both agents have other populations or shapes: make them with the same widths and seeds.",
                        nameof(other));
            }
        }
        foreach ((Entry own, Entry? found) in pairs)
        {
            own.Parameters.CopyFrom(found!.Parameters);
            if (parts.HasFlag(TransferParts.Optimizers) && found.Adam is not null)
                own.Adam?.Load(found.Adam.Save());
        }
    }

    /// <inheritdoc/>
    public virtual AgentState Save()
    {
        var state = new AgentState();
        state.Add("updates", new[] { Updates });
        state.Add("random", Random.Save());
        foreach (Entry entry in _entries)
        {
            state.AddParameters(entry.Name, entry.Parameters);
            if (entry.Adam?.Save() is not { } adam)
                continue;
            state.Add($"{entry.Name}/adam.steps", adam.Steps);
            state.Add($"{entry.Name}/adam.first", adam.First);
            state.Add($"{entry.Name}/adam.second", adam.Second);
        }
        return state;
    }

    /// <inheritdoc/>
    public virtual void Load(AgentState state)
    {
        foreach (Entry entry in _entries)
        {
            state.RestoreParameters(entry.Name, entry.Parameters);
            entry.Adam?.Load(new AdamState(state.Get<long>($"{entry.Name}/adam.steps"),
                state.Get<float>($"{entry.Name}/adam.first"), state.Get<float>($"{entry.Name}/adam.second")));
        }
        Random.Load(state.Get<byte>("random"));
        Updates = state.Get<long>("updates")[0];
    }

    /// <summary>SHA-256 of the parameters of each network, by its name: equal only for the same bits.</summary>
    /// <returns>Name and hash.</returns>
    public IReadOnlyDictionary<string, string> Hashes() => _entries.ToDictionary(e => e.Name, e => e.Parameters.Hash());

    /// <inheritdoc/>
    public virtual Card Describe() => new(GetType().Name)
    {
        Subtitle = "Agent",
        Facts = [new("Members", Population), new("Updates", Updates), .. Facts()],
        Tables =
        [
            new CardTable("", ["Network", "Parameters of a member", "Learning rate"],
                [.. _entries.Select(Row)]),
        ],
    };

    private IReadOnlyList<TableCell> Row(Entry entry) =>
        [entry.Name, entry.Parameters.Count / Population, entry.Adam is { } adam ? adam.Options.LearningRate : "follows"];

    /// <summary>Facts of the method for its card.</summary>
    /// <returns>Its options.</returns>
    protected virtual IReadOnlyList<Fact> Facts() => [];

    /// <summary>Registers parameters that an optimizer trains; the agent disposes of them.</summary>
    /// <param name="name">Their name in states and transfers.</param>
    /// <param name="part">To what they belong.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="options">The optimizer's options.</param>
    /// <returns>The optimizer.</returns>
    protected Adam Train(string name, TransferParts part, ParameterBuffer parameters, AdamOptions options)
    {
        var adam = new Adam(parameters, options);
        _entries.Add(new(name, part, parameters, adam));
        return adam;
    }

    /// <summary>Registers parameters that no optimizer trains, such as those of a target network; the agent disposes of them.</summary>
    /// <param name="name">Their name in states and transfers.</param>
    /// <param name="part">To what they belong.</param>
    /// <param name="parameters">The parameters.</param>
    protected void Keep(string name, TransferParts part, ParameterBuffer parameters) => _entries.Add(new(name, part, parameters, null));

    /// <summary>Lets optimizers begin anew, with moments of zero.</summary>
    /// <param name="parts">Whose.</param>
    protected void ResetOptimizers(TransferParts parts)
    {
        foreach (Entry entry in _entries)
        {
            if (parts.HasFlag(entry.Part))
                entry.Adam?.Reset();
        }
    }

    /// <summary>Back-propagates the members' losses: their sum, so that each member's gradient is that of its own loss.</summary>
    /// <param name="name">The metric's name.</param>
    /// <param name="perMember">The losses, [P].</param>
    protected void Backward(string name, Tensor perMember)
    {
        Metrics.Set(name, perMember);
        perMember.sum().backward();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases networks and streams.</summary>
    /// <param name="disposing">Whether this is a call of <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (Entry entry in _entries)
            entry.Parameters.Dispose();
        Random.Dispose();
    }

    private sealed record Entry(string Name, TransferParts Part, ParameterBuffer Parameters, Adam? Adam);
}
