using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Datasets.Tabular;

/// <summary>
/// Counts of observed transitions and sums of rewards, by state and action, or stage by stage: the sufficient statistics of a tabular
/// model. Sparse: memory grows with the transitions seen.
/// </summary>
public sealed class TransitionCounts
{
    private readonly int[] _visits;
    private readonly double[] _rewardSums;
    private readonly Successors[] _successors;

    private struct Successors
    {
        public int[] States, Counts;
        public int Used;
    }

    /// <summary>Begins with zero counts.</summary>
    /// <param name="states">S.</param>
    /// <param name="actions">A.</param>
    /// <param name="stages">H to count each stage apart, 1 to pool them.</param>
    public TransitionCounts(int states, int actions, int stages = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(states);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(actions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stages);
        (StateCount, ActionCount, Stages) = (states, actions, stages);
        int rows = checked(stages * states * actions);
        (_visits, _rewardSums, _successors) = (new int[rows], new double[rows], new Successors[rows]);
    }

    /// <summary>S.</summary>
    public int StateCount { get; }

    /// <summary>A.</summary>
    public int ActionCount { get; }

    /// <summary>H, or 1 where stages are pooled.</summary>
    public int Stages { get; }

    /// <summary>How many transitions have been added.</summary>
    public long Total { get; private set; }

    /// <summary>
    /// Draws only the counts of a data set of independent rows, in time that does not depend on N: (s, a) from a law of data, then next
    /// states and rewards from the MDP. The same law as counting <see cref="TabularDataset.Sample"/>.
    /// </summary>
    /// <param name="mdp">A stationary MDP.</param>
    /// <param name="law">μ, of one stage and sum one.</param>
    /// <param name="count">N, at least 1.</param>
    /// <param name="random">The stream.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">N is not positive, μ is not a law, the shapes differ, or there are several stages.</exception>
    public static TransitionCounts Sample(TabularMdp mdp, StateActionTable law, int count, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        law.RequireShape(mdp, nameof(law));
        if (mdp.Stages != 1)
            throw new ArgumentException($"Counts are drawn for one stage; {mdp.Name} has {mdp.Stages}.", nameof(mdp));
        if (!(Math.Abs(law.Sum() - 1) <= 1e-9))
            throw new ArgumentException($"The law of data sums to {law.Sum():R}; it must sum to 1.", nameof(law));
        var counts = new TransitionCounts(mdp.States, mdp.Actions);
        int[] rows = new int[mdp.States * mdp.Actions], next = new int[mdp.States];
        random.FillMultinomial(count, law.Values, rows);
        for (int pair = 0; pair < rows.Length; pair++)
        {
            if (rows[pair] == 0)
                continue;
            (int s, int a) = (pair / mdp.Actions, pair % mdp.Actions);
            TransitionRow row = mdp.Next(s, a);
            Span<int> seen = next.AsSpan(0, row.Count);
            random.FillMultinomial(rows[pair], row.Probabilities, seen);
            for (int i = 0; i < seen.Length; i++)
            {
                if (seen[i] > 0)
                    counts.AddMany(s, a, row.States[i], seen[i], 0);
            }
            counts._rewardSums[pair] = mdp.Noise.DrawSum(mdp.Reward(s, a), rows[pair], random);
        }
        return counts;
    }

    /// <summary>Adds a transition.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="next">The next state.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="h">The stage; of no effect where stages are pooled.</param>
    public void Add(int s, int a, int next, double reward = 0, int h = 0) => AddMany(s, a, next, 1, reward, h);

    /// <summary>Adds a transition that was seen several times.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="next">The next state.</param>
    /// <param name="times">How often, at least 1.</param>
    /// <param name="rewardSum">The rewards, added up.</param>
    /// <param name="h">The stage; of no effect where stages are pooled.</param>
    public void AddMany(int s, int a, int next, int times, double rewardSum, int h = 0)
    {
        if ((uint)next >= (uint)StateCount)
            throw new ArgumentOutOfRangeException(nameof(next), next, $"There are {StateCount} states.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        int row = Row(s, a, h);
        _visits[row] += times;
        _rewardSums[row] += rewardSum;
        Total += times;
        ref Successors seen = ref _successors[row];
        int at = seen.Used == 0 ? -1 : Array.BinarySearch(seen.States, 0, seen.Used, next);
        if (at >= 0)
            seen.Counts[at] += times;
        else
            Insert(ref seen, ~at, next, times);
    }

    /// <summary>N(s, a).</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="h">The stage.</param>
    /// <returns>The number of visits.</returns>
    public int N(int s, int a, int h = 0) => _visits[Row(s, a, h)];

    /// <summary>N(s, a) of all pairs of a stage.</summary>
    /// <param name="h">The stage.</param>
    /// <returns>[S, A], row by row.</returns>
    public ReadOnlySpan<int> Visits(int h = 0) => _visits.AsSpan((Stages == 1 ? 0 : h) * StateCount * ActionCount,
        StateCount * ActionCount);

    /// <summary>N(s, a, s').</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="next">The next state.</param>
    /// <param name="h">The stage.</param>
    /// <returns>How often the transition was seen.</returns>
    public int N(int s, int a, int next, int h)
    {
        ReadOnlySpan<int> states = NextStates(s, a, h);
        return states.BinarySearch(next) is >= 0 and var i ? NextCounts(s, a, h)[i] : 0;
    }

    /// <summary>The next states seen, increasing.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="h">The stage.</param>
    /// <returns>The states.</returns>
    public ReadOnlySpan<int> NextStates(int s, int a, int h = 0)
    {
        Successors seen = _successors[Row(s, a, h)];
        return seen.States.AsSpan(0, seen.Used);
    }

    /// <summary>How often each of <see cref="NextStates"/> was seen.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="h">The stage.</param>
    /// <returns>As many counts.</returns>
    public ReadOnlySpan<int> NextCounts(int s, int a, int h = 0)
    {
        Successors seen = _successors[Row(s, a, h)];
        return seen.Counts.AsSpan(0, seen.Used);
    }

    /// <summary>The sum of observed rewards.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="h">The stage.</param>
    /// <returns>The sum.</returns>
    public double RewardSum(int s, int a, int h = 0) => _rewardSums[Row(s, a, h)];

    /// <summary>The mean of observed rewards, r̂.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="h">The stage.</param>
    /// <returns>The mean; 0 for an unseen pair.</returns>
    public double MeanReward(int s, int a, int h = 0)
    {
        int row = Row(s, a, h);
        return _visits[row] == 0 ? 0 : _rewardSums[row] / _visits[row];
    }

    /// <summary>The empirical expectation P̂ V.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="values">One value a state, [S].</param>
    /// <param name="h">The stage.</param>
    /// <returns>The mean value of the observed next states; 0 for an unseen pair, whose row P̂ is zero.</returns>
    public double Expect(int s, int a, ReadOnlySpan<double> values, int h = 0)
    {
        int row = Row(s, a, h);
        ref Successors seen = ref _successors[row];
        double sum = 0;
        for (int i = 0; i < seen.Used; i++)
            sum += seen.Counts[i] * values[seen.States[i]];
        return _visits[row] == 0 ? 0 : sum / _visits[row];
    }

    /// <summary>The most visited action of a state: behavior cloning.</summary>
    /// <param name="s">The state.</param>
    /// <param name="h">The stage.</param>
    /// <param name="ties">Draws among actions that were visited equally often; the lowest is taken if left out.</param>
    /// <returns>The action; in an unseen state all are tied.</returns>
    public int MostVisited(int s, int h = 0, RandomStream? ties = null)
    {
        ReadOnlySpan<int> visits = Visits(h).Slice(s * ActionCount, ActionCount);
        int best = 0, equal = 1;
        for (int a = 1; a < ActionCount; a++)
        {
            if (visits[a] > visits[best])
                (best, equal) = (a, 1);
            else if (visits[a] == visits[best] && ties is not null && ties.NextInt(++equal) == 0)
                best = a;
        }
        return best;
    }

    /// <summary>The empirical MDP: observed frequencies and mean rewards (certainty equivalence).</summary>
    /// <param name="like">Gives the criterion and the start law; must have as many states and actions, and its stages must be
    /// these.</param>
    /// <param name="unseen">What is done with pairs that were never visited.</param>
    /// <returns>The MDP, with state S as the sink where <see cref="UnseenPairs.Sink"/> is chosen.</returns>
    /// <exception cref="ArgumentException">A pair was never visited and that is refused; the message names it.</exception>
    public TabularMdp ToMdp(TabularMdp like, UnseenPairs unseen = UnseenPairs.Refuse)
    {
        if ((like.States, like.Actions) != (StateCount, ActionCount) || (Stages != 1 && Stages != like.Horizon))
            throw new ArgumentException(
                $"Counts of {Stages} stages, {StateCount} states and {ActionCount} actions are not those of {like.Name}.", nameof(like));
        bool sink = unseen == UnseenPairs.Sink;
        var builder = new TabularMdpBuilder(sink ? StateCount + 1 : StateCount, ActionCount, Stages)
        {
            Name = $"{like.Name}, empirical", Horizon = like.Horizon, Discount = like.Discount, ActionNames = like.ActionNames,
            StateNames = like.StateNames,
        };
        for (int row = 0; row < _visits.Length; row++)
        {
            (int h, int s, int a) = (row / (StateCount * ActionCount), row / ActionCount % StateCount, row % ActionCount);
            ref Successors seen = ref _successors[row];
            for (int i = 0; i < seen.Used; i++)
                builder.Add(s, a, seen.States[i], (double)seen.Counts[i] / _visits[row], h);
            builder.Reward(s, a, MeanReward(s, a, h), h);
            if (_visits[row] == 0 && !sink)
                throw new ArgumentException(
                    $"State {s}, action {a}{(Stages > 1 ? $", stage {h}" : "")} was never visited, so it has no empirical row; allow a " +
                    $"sink or collect more data.", nameof(unseen));
            if (_visits[row] == 0)
                builder.Add(s, a, StateCount, 1, h);
        }
        if (sink)
            builder.Absorb(StateCount);
        return builder.Start(sink ? [.. like.Initial, 0] : [.. like.Initial]).Build();
    }

    /// <summary>A copy that counts on independently.</summary>
    /// <returns>The copy.</returns>
    public TransitionCounts Clone()
    {
        var copy = new TransitionCounts(StateCount, ActionCount, Stages) { Total = Total };
        _visits.CopyTo(copy._visits, 0);
        _rewardSums.CopyTo(copy._rewardSums, 0);
        for (int row = 0; row < _successors.Length; row++)
        {
            Successors seen = _successors[row];
            copy._successors[row] = new() { States = [.. seen.States ?? []], Counts = [.. seen.Counts ?? []], Used = seen.Used };
        }
        return copy;
    }

    private static void Insert(ref Successors seen, int at, int next, int times)
    {
        if (seen.Used == (seen.States?.Length ?? 0))
        {
            Array.Resize(ref seen.States, Math.Max(4, 2 * seen.Used));
            Array.Resize(ref seen.Counts, Math.Max(4, 2 * seen.Used));
        }
        Array.Copy(seen.States!, at, seen.States!, at + 1, seen.Used - at);
        Array.Copy(seen.Counts, at, seen.Counts, at + 1, seen.Used - at);
        (seen.States![at], seen.Counts[at]) = (next, times);
        seen.Used++;
    }

    private int Row(int s, int a, int h)
    {
        if ((uint)s >= (uint)StateCount || (uint)a >= (uint)ActionCount)
            throw new ArgumentOutOfRangeException(nameof(s),
                $"There are {StateCount} states and {ActionCount} actions; there is no state {s} with action {a}.");
        return ((Stages == 1 ? 0 : h) * StateCount + s) * ActionCount + a;
    }
}

/// <summary>What an empirical MDP does with pairs that were never visited.</summary>
public enum UnseenPairs
{
    /// <summary>They are an error.</summary>
    Refuse,

    /// <summary>They lead to an additional absorbing state without reward: the same values as a row P̂ of zeros.</summary>
    Sink,
}
