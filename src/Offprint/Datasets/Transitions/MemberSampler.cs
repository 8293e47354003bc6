using Offprint.Tensors;

namespace Offprint.Datasets.Transitions;

/// <summary>
/// Lets every member of a population draw by a law of its own, so that samplers are compared side by side in one population: with equal
/// seeds members differ in nothing else.
/// </summary>
public sealed class MemberSampler : ITransitionSampler
{
    private readonly IReadOnlyList<ITransitionSampler> _members;

    /// <summary>Joins samplers of the same rows.</summary>
    /// <param name="members">One a member, in the order of the population.</param>
    /// <exception cref="ArgumentException">There is none, or they draw from different numbers of rows.</exception>
    public MemberSampler(IReadOnlyList<ITransitionSampler> members)
    {
        if (members.Count == 0 || members.Any(member => member.Count != members[0].Count))
        {
            throw new ArgumentException($"Members draw from {string.Join(", ", members.Select(member => member.Count))} rows; " +
                "there must be one at least, and all must draw from the same rows.", nameof(members));
        }
        _members = members;
    }

    /// <inheritdoc/>
    public int Count => _members[0].Count;

    /// <inheritdoc/>
    public void Fill(Span<int> rows, PopulationRandom random)
    {
        if (random.Population != _members.Count)
            throw new ArgumentException($"There are samplers of {_members.Count} members and random numbers of {random.Population}.",
                nameof(random));
        int size = SamplerRows.PerMember(rows, random);
        for (int p = 0; p < _members.Count; p++)
            _members[p].Fill(rows.Slice(p * size, size), random.Member(p));
    }

    /// <inheritdoc/>
    public double Probability(int row) => _members.Average(member => member.Probability(row));
}
