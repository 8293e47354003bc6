using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Environments;

/// <summary>
/// P × n copies of an environment, n for each member of a population of agents, stepped one after the other on the caller's thread. Rows
/// are
/// ordered by member, then by copy.
/// </summary>
/// <remarks>
/// What a member sees depends on its own seed alone, not on the others or their number. A copy whose episode ends starts the next one
/// within
/// the same step: <c>next</c> holds the last observation of the episode that ended, <c>observations</c> the first of the one that begins.
/// Each episode has a seed of its own, so a run can be saved and go on without the state of a random stream.
/// Without automatic restarts an ended copy rests until the next <see cref="Reset"/>: its rows stay as they were, its reward is 0.
/// </remarks>
public sealed class VectorEnvironment : IDisposable, IDescribable
{
    private readonly List<IEnvironment> _copies = [];
    private readonly StepResult[] _ends;
    private readonly Seed[] _seeds;
    private readonly long[] _episodes;
    private readonly bool _autoReset;

    /// <summary>Makes the copies.</summary>
    /// <param name="create">Makes one; called P × n times.</param>
    /// <param name="population">P, the members.</param>
    /// <param name="copies">n, the copies of each member.</param>
    /// <param name="autoReset">Whether a copy starts again when its episode ends.</param>
    public VectorEnvironment(Func<IEnvironment> create, int population = 1, int copies = 1, bool autoReset = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(population);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(copies);
        (Population, Copies, _autoReset) = (population, copies, autoReset);
        _ends = new StepResult[population * copies];
        (_seeds, _episodes) = (new Seed[_ends.Length], new long[_ends.Length]);
        try
        {
            for (int i = 0; i < _ends.Length; i++)
                _copies.Add(create());
        }
        catch
        {
            Dispose();
            throw;
        }
        Spec = _copies[0].Spec;
    }

    /// <summary>Spaces and time limit of each copy.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>P, the members of the population.</summary>
    public int Population { get; }

    /// <summary>n, the copies of each member.</summary>
    public int Copies { get; }

    /// <summary>P × n.</summary>
    public int Count => _copies.Count;

    /// <summary>Whether every copy rests: no step would change anything.</summary>
    public bool AllEnded
    {
        get
        {
            foreach (StepResult end in _ends)
            {
                if (!end.Ended)
                    return false;
            }
            return true;
        }
    }

    /// <summary>A copy, to read what the interface does not tell.</summary>
    /// <param name="row">Its row: member × n + copy.</param>
    /// <returns>The environment.</returns>
    public IEnvironment this[int row] => _copies[row];

    /// <summary>Starts an episode in every copy.</summary>
    /// <param name="seeds">[P], one a member; copy i takes the i-th seed derived from its member's.</param>
    /// <param name="observations">[P, n, obs]; receives the first observations.</param>
    /// <exception cref="ArgumentException">A span has another size.</exception>
    public void Reset(ReadOnlySpan<Seed> seeds, Span<float> observations)
    {
        Require(observations.Length, Count * Spec.Observation.Size, "numbers of observations");
        Seat(seeds);
        for (int row = 0; row < Count; row++)
            _copies[row].Reset(_seeds[row], Row(observations, row));
        Array.Clear(_episodes);
        Array.Clear(_ends);
    }

    /// <summary>Whether every copy can save its state.</summary>
    public bool IsStateful => _copies.TrueForAll(copy => copy is IStatefulEnvironment);

    /// <summary>Where every copy is in its episodes; only where <see cref="IsStateful"/> and copies start again by themselves.</summary>
    /// <returns>For each copy the number of its episode, and all their states.</returns>
    public (long[] Episodes, double[] States) Save()
    {
        int width = ((IStatefulEnvironment)_copies[0]).StateSize;
        double[] states = new double[Count * width];
        for (int row = 0; row < Count; row++)
            ((IStatefulEnvironment)_copies[row]).Save(states.AsSpan(row * width, width));
        return ([.. _episodes], states);
    }

    /// <summary>Returns to what <see cref="Save"/> gave: the steps that follow give the same bits.</summary>
    /// <param name="seeds">[P], those of the last <see cref="Reset"/> before.</param>
    /// <param name="episodes">The numbers of episodes.</param>
    /// <param name="states">The states.</param>
    /// <exception cref="ArgumentException">They are of another number of copies.</exception>
    public void Restore(ReadOnlySpan<Seed> seeds, ReadOnlySpan<long> episodes, ReadOnlySpan<double> states)
    {
        int width = ((IStatefulEnvironment)_copies[0]).StateSize;
        Require(episodes.Length, Count, "numbers of episodes");
        Require(states.Length, Count * width, "numbers of states");
        Seat(seeds);
        episodes.CopyTo(_episodes);
        Array.Clear(_ends);
        for (int row = 0; row < Count; row++)
            ((IStatefulEnvironment)_copies[row]).Restore(states.Slice(row * width, width));
    }

    /// <summary>Makes a step in every copy.</summary>
    /// <param name="actions">[P, n, act].</param>
    /// <param name="observations">[P, n, obs]; receives what the next actions answer: the start of a new episode where one ended.</param>
    /// <param name="next">[P, n, obs]; receives what the actions led to: the last observation where an episode ended.</param>
    /// <param name="results">[P, n]; receives rewards and ends.</param>
    /// <exception cref="ArgumentException">A span has another size, or an action lies outside the space.</exception>
    public void Step(ReadOnlySpan<float> actions, Span<float> observations, Span<float> next, Span<StepResult> results)
    {
        int width = Spec.Action.Size;
        Require(actions.Length, Count * width, "numbers of actions");
        Require(observations.Length, Count * Spec.Observation.Size, "numbers of observations");
        Require(next.Length, observations.Length, "numbers of next observations");
        Require(results.Length, Count, "results");
        for (int row = 0; row < Count; row++)
        {
            if (_ends[row].Ended)
            {
                results[row] = _ends[row] with { Reward = 0, Cost = 0 };
                continue;
            }
            Span<float> reached = Row(next, row), current = Row(observations, row);
            results[row] = _copies[row].Step(actions.Slice(row * width, width), reached);
            if (results[row].Ended && _autoReset)
                _copies[row].Reset(SeedOf(_seeds[row], ++_episodes[row]), current);
            else
            {
                reached.CopyTo(current);
                _ends[row] = results[row];
            }
        }
    }

    /// <summary>From which seed an episode starts.</summary>
    /// <param name="member">The member's seed.</param>
    /// <param name="copy">Which of its copies.</param>
    /// <param name="episode">Which of the copy's episodes.</param>
    internal static Seed EpisodeSeed(Seed member, int copy, long episode) => SeedOf(member.Derive((ulong)copy), episode);

    private static Seed SeedOf(Seed copy, long episode) => episode == 0 ? copy : copy.Derive((ulong)episode);

    private void Seat(ReadOnlySpan<Seed> seeds)
    {
        Require(seeds.Length, Population, "seeds");
        for (int row = 0; row < Count; row++)
            _seeds[row] = seeds[row / Copies].Derive((ulong)(row % Copies));
    }

    private Span<float> Row(Span<float> rows, int row) => rows.Slice(row * Spec.Observation.Size, Spec.Observation.Size);

    private void Require(int got, int needed, string what)
    {
        if (got != needed)
            throw new ArgumentException($"{Population} × {Copies} copies of {Spec.Name} take {needed} {what}; got {got}.");
    }

    /// <inheritdoc/>
    public Card Describe()
    {
        Card card = Spec.Describe();
        return card with { Subtitle = "Environments", Facts = [.. card.Facts, new("Copies", $"{Population} members × {Copies}")] };
    }

    /// <summary>Disposes of the copies.</summary>
    public void Dispose()
    {
        foreach (IEnvironment copy in _copies)
            copy.Dispose();
    }
}
