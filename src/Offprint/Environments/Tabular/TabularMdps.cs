using Offprint.Numerics;

namespace Offprint.Environments.Tabular;

/// <summary>
/// Standard instances. Those without horizon or discount get one by <see cref="TabularMdp.WithHorizon"/> or
/// <see cref="TabularMdp.WithDiscount"/>, or serve shortest paths and average reward as they are.
/// </summary>
public static class TabularMdps
{
    /// <summary>
    /// A river of n states to swim up (Strehl and Littman 2008). Left always succeeds; right moves up with 0.35, stays with 0.6, slips
    /// down with 0.05; at the first state it stays with 0.4 and moves up with 0.6, at the last it slips with 0.4 and stays with 0.6.
    /// </summary>
    /// <param name="states">n, at least 2.</param>
    /// <param name="smallReward">For left in the first state.</param>
    /// <param name="bigReward">For right in the last state.</param>
    /// <returns>A communicating MDP that starts in state 0; actions 0 (left) and 1 (right).</returns>
    public static TabularMdp RiverSwim(int states, double smallReward = 0.005, double bigReward = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states, 2);
        var builder = new TabularMdpBuilder(states, 2) { Name = $"RiverSwim({states})", ActionNames = ["left", "right"] };
        int last = states - 1;
        for (int s = 0; s < states; s++)
        {
            builder.Add(s, 0, Math.Max(s - 1, 0), 1);
            if (s == 0)
                builder.Add(0, 1, 0, 0.4).Add(0, 1, 1, 0.6);
            else if (s == last)
                builder.Add(s, 1, s - 1, 0.4).Add(s, 1, s, 0.6);
            else
                builder.Add(s, 1, s - 1, 0.05).Add(s, 1, s, 0.6).Add(s, 1, s + 1, 0.35);
        }
        return builder.Reward(0, 0, smallReward).Reward(last, 1, bigReward).Build();
    }

    /// <summary>A deterministic ring: the one action advances. Its diameter is n − 1.</summary>
    /// <param name="states">n, at least 1.</param>
    /// <returns>The MDP, without rewards.</returns>
    public static TabularMdp Ring(int states)
    {
        var builder = new TabularMdpBuilder(states, 1) { Name = $"Ring({states})" };
        for (int s = 0; s < states; s++)
            builder.Add(s, 0, (s + 1) % states, 1);
        return builder.Build();
    }

    /// <summary>
    /// A grid world: the move up, right, down or left happens with 1 − slip, each other one with slip/3; walls and borders keep the agent.
    /// </summary>
    /// <param name="map">The map; starts in the first cell marked <c>S</c>, else in state 0.</param>
    /// <param name="slip">In [0, 1].</param>
    /// <param name="goalReward">The reward of every step from cells marked <c>G</c>, whatever the action; episodes do not end
    /// there.</param>
    /// <returns>The MDP; actions 0 up, 1 right, 2 down, 3 left.</returns>
    public static TabularMdp Grid(GridMap map, double slip = 0, double goalReward = 1)
    {
        if (!(slip is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(slip), slip, "A slip is a probability.");
        var builder = new TabularMdpBuilder(map.States, 4)
        {
            Name = $"Grid {map.Height} × {map.Width}",
            ActionNames = ["up", "right", "down", "left"],
            StateNames = [.. Enumerable.Range(0, map.States).Select(s => $"row {map.CellOf(s).Row}, column {map.CellOf(s).Column}")],
        };
        ReadOnlySpan<(int Row, int Column)> moves = [(-1, 0), (0, 1), (1, 0), (0, -1)];
        for (int s = 0; s < map.States; s++)
        {
            (int row, int column) = map.CellOf(s);
            for (int direction = 0; direction < 4; direction++)
            {
                int target = map.StateAt(row + moves[direction].Row, column + moves[direction].Column);
                for (int a = 0; a < 4; a++)
                    builder.Add(s, a, target < 0 ? s : target, a == direction ? 1 - slip : slip / 3);
            }
        }
        foreach (int goal in map.Marked('G'))
        {
            for (int a = 0; a < 4; a++)
                builder.Reward(goal, a, goalReward);
        }
        if (map.Marked('S') is [var start, ..])
            builder.Start(start);
        return builder.Build();
    }

    /// <summary>
    /// A random MDP (Archibald, McKinnon and Thomas 1995): each pair has β distinct next states, with probabilities between β − 1 sorted
    /// uniform numbers; rewards are uniform in [0, 1]. Redrawn until communicating.
    /// </summary>
    /// <param name="states">S.</param>
    /// <param name="actions">A.</param>
    /// <param name="branching">β, 1 to S.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>A communicating MDP.</returns>
    /// <exception cref="ArgumentException">A thousand draws were not communicating: the branching is too small.</exception>
    public static TabularMdp Garnet(int states, int actions, int branching, Seed seed)
    {
        if (branching < 1 || branching > states)
            throw new ArgumentOutOfRangeException(nameof(branching), branching, $"The branching must lie in 1 … {states}.");
        for (ulong attempt = 0; attempt < 1000; attempt++)
        {
            TabularMdp mdp = DrawGarnet(states, actions, branching, seed.Derive(attempt).Stream());
            if (CommunicatingClasses.Of(mdp).IsCommunicating)
                return mdp;
        }
        throw new ArgumentException(
            $"1,000 draws of Garnet({states}, {actions}, {branching}) were not communicating; take a larger branching or more actions.",
            nameof(branching));
    }

    /// <summary>
    /// A random deterministic MDP: each pair leads to a uniformly drawn state of its own component and, with some probability, pays a
    /// reward
    /// that is uniform in [0, 1].
    /// </summary>
    /// <param name="states">S.</param>
    /// <param name="actions">A.</param>
    /// <param name="rewardDensity">The probability that a pair pays, in [0, 1].</param>
    /// <param name="seed">The seed.</param>
    /// <param name="components">How many equal parts there are, none of which can be left; component c begins with state c S /
    /// components.</param>
    /// <returns>The MDP, without horizon or discount.</returns>
    /// <exception cref="ArgumentException">The states cannot be shared evenly, or the density is no probability.</exception>
    public static TabularMdp Deterministic(int states, int actions, double rewardDensity, Seed seed, int components = 1)
    {
        if (components < 1 || states % components != 0)
            throw new ArgumentException($"{states} states cannot be shared evenly by {components} components.", nameof(components));
        if (!(rewardDensity is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(rewardDensity), rewardDensity, "The density is a probability.");
        RandomStream random = seed.Stream();
        int size = states / components;
        var builder = new TabularMdpBuilder(states, actions) { Name = $"Deterministic({states}, {actions})" };
        for (int s = 0; s < states; s++)
        {
            for (int a = 0; a < actions; a++)
            {
                builder.Add(s, a, s / size * size + random.NextInt(size), 1);
                bool pays = random.NextDouble() < rewardDensity;
                double reward = random.NextDouble(); // drawn whether it pays or not: another density keeps the others
                builder.Reward(s, a, pays ? reward : 0);
            }
        }
        return builder.Build();
    }

    /// <summary>
    /// A center (state 0) and m leaves: action i of the center reaches leaf i + 1 with probability p and else stays; every action of a leaf
    /// returns. Its diameter is 1 + 1/p, and collecting B samples of leaves in the best way takes B (1 + 1/p) steps on average.
    /// </summary>
    /// <param name="leaves">m.</param>
    /// <param name="probability">p in (0, 1].</param>
    /// <returns>The MDP, without rewards.</returns>
    public static TabularMdp Star(int leaves, double probability)
    {
        if (!(probability is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability must lie in (0, 1].");
        var builder = new TabularMdpBuilder(leaves + 1, leaves) { Name = $"Star({leaves}, {probability})" };
        for (int a = 0; a < leaves; a++)
        {
            builder.Add(0, a, a + 1, probability).Add(0, a, 0, 1 - probability);
            for (int leaf = 1; leaf <= leaves; leaf++)
                builder.Add(leaf, a, 0, 1);
        }
        return builder.Build();
    }

    /// <summary>
    /// A ring on which action 1 advances, and action 0 stays or, with a probability that depends on the state, jumps to a uniform state.
    /// </summary>
    /// <param name="noise">q, the probability of a jump in each state, [n].</param>
    /// <returns>The MDP, without rewards.</returns>
    public static TabularMdp Wheel(ReadOnlySpan<double> noise)
    {
        int n = noise.Length;
        var builder = new TabularMdpBuilder(n, 2) { Name = $"Wheel({n})", ActionNames = ["stay", "advance"] };
        for (int s = 0; s < n; s++)
        {
            builder.Add(s, 1, (s + 1) % n, 1).Add(s, 0, s, 1 - noise[s]);
            for (int next = 0; next < n; next++)
                builder.Add(s, 0, next, noise[s] / n);
        }
        return builder.Build();
    }

    /// <summary>
    /// The deep sea (Osband et al. 2019): H = n, the state is the column. Left (0) moves one column down for nothing; right (1) costs
    /// 0.01/n and moves one up with 1 − slip, else down; right in the last column at the last step pays 1 more. Without slip V* = 0.99.
    /// </summary>
    /// <param name="size">n, at least 2.</param>
    /// <param name="slip">In [0, 1].</param>
    /// <returns>An MDP of horizon n that starts in column 0.</returns>
    public static TabularMdp DeepSea(int size, double slip = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        var builder = new TabularMdpBuilder(size, 2, size) { Name = $"DeepSea({size})", Horizon = size, ActionNames = ["left", "right"] };
        for (int h = 0; h < size; h++)
        {
            for (int s = 0; s < size; s++)
            {
                int down = Math.Max(s - 1, 0);
                builder.Add(s, 0, down, 1, h).Add(s, 1, Math.Min(s + 1, size - 1), 1 - slip, h).Add(s, 1, down, slip, h);
                builder.Reward(s, 1, -0.01 / size + (s == size - 1 && h == size - 1 ? 1 : 0), h);
            }
        }
        return builder.Build();
    }

    /// <summary>
    /// A combination lock: on the good track (state 0) one action a stage, drawn at random, stays on it and every other one falls to the
    /// bad track (state 1) for good. The last good action pays 1; the last step of the bad track pays a little.
    /// </summary>
    /// <param name="horizon">H.</param>
    /// <param name="actions">A.</param>
    /// <param name="seed">The seed of the combination.</param>
    /// <param name="badReward">What the bad track pays.</param>
    /// <returns>An MDP of that horizon.</returns>
    public static TabularMdp CombinationLock(int horizon, int actions, Seed seed, double badReward = 0.1)
    {
        RandomStream random = seed.Stream();
        var builder = new TabularMdpBuilder(2, actions, horizon)
        {
            Name = $"CombinationLock({horizon}, {actions})", Horizon = horizon, StateNames = ["good", "bad"],
        };
        for (int h = 0; h < horizon; h++)
        {
            int good = random.NextInt(actions);
            for (int a = 0; a < actions; a++)
            {
                builder.Add(0, a, a == good ? 0 : 1, 1, h).Add(1, a, 1, 1, h);
                if (h == horizon - 1)
                    builder.Reward(0, a, a == good ? 1 : 0, h).Reward(1, a, badReward, h);
            }
        }
        return builder.Build();
    }

    /// <summary>
    /// K decision states (0 … K−1) before a good one (K, reward 1 a step) and a bad one (K+1, reward 0). In a decision state the best
    /// action
    /// reaches the good one with 1/2 + Δ/2, all others with 1/2 − Δ/2; good and bad are left for a uniform decision state with probability
    /// q a step. Starts in a uniform decision state.
    /// </summary>
    /// <param name="bestActions">The best action of each decision state, [K].</param>
    /// <param name="actions">A.</param>
    /// <param name="gap">Δ in [0, 1].</param>
    /// <param name="leave">q in (0, 1].</param>
    /// <param name="discount">γ.</param>
    /// <returns>A discounted MDP of K + 2 states.</returns>
    public static TabularMdp Block(ReadOnlySpan<int> bestActions, int actions, double gap = 0.4, double leave = 0.2, double discount = 0.9)
    {
        int blocks = bestActions.Length;
        var builder = new TabularMdpBuilder(blocks + 2, actions) { Name = $"Block({blocks}, {actions})", Discount = discount };
        var start = new double[blocks + 2];
        start.AsSpan(0, blocks).Fill(1.0 / blocks);
        for (int a = 0; a < actions; a++)
        {
            for (int s = 0; s < blocks; s++)
            {
                double good = a == bestActions[s] ? 0.5 + gap / 2 : 0.5 - gap / 2;
                builder.Add(s, a, blocks, good).Add(s, a, blocks + 1, 1 - good);
                builder.Add(blocks, a, s, leave / blocks).Add(blocks + 1, a, s, leave / blocks);
            }
            builder.Add(blocks, a, blocks, 1 - leave).Add(blocks + 1, a, blocks + 1, 1 - leave).Reward(blocks, a, 1);
        }
        return builder.Start(start).Build();
    }

    private static TabularMdp DrawGarnet(int states, int actions, int branching, RandomStream random)
    {
        var builder = new TabularMdpBuilder(states, actions) { Name = $"Garnet({states}, {actions}, {branching})" };
        int[] order = [.. Enumerable.Range(0, states)];
        var cuts = new double[branching + 1];
        for (int s = 0; s < states; s++)
        {
            for (int a = 0; a < actions; a++)
            {
                cuts[branching] = 1;
                for (int i = 1; i < branching; i++)
                    cuts[i] = random.NextDouble();
                Array.Sort(cuts);
                for (int i = 0; i < branching; i++)
                {
                    // The start of a shuffle: the first β of a random order.
                    int j = i + random.NextInt(states - i);
                    (order[i], order[j]) = (order[j], order[i]);
                    builder.Add(s, a, order[i], cuts[i + 1] - cuts[i]);
                }
                builder.Reward(s, a, random.NextDouble());
            }
        }
        return builder.Build();
    }
}
