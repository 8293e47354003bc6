using System.Runtime.CompilerServices;
using Offprint.Cards;

namespace Offprint.Environments.Tabular;

/// <summary>
/// A finite Markov decision process, known exactly: states 0 … S−1, actions 0 … A−1, sparse transition rows, mean rewards, a start law.
/// Immutable; made by a <see cref="TabularMdpBuilder"/>, by <see cref="FromArrays"/> or by <see cref="TabularMdps"/>.
/// </summary>
/// <remarks>
/// The criterion is the sum of rewards over <see cref="Horizon"/> steps, the sum with weights <see cref="Discount"/>ᵗ, or, with neither,
/// the average reward or a shortest path. With a horizon, rows and rewards may depend on the stage h = 0 … H−1 (<see cref="Stages"/> = H);
/// otherwise <see cref="Stages"/> is 1 and every h means the same row.
/// </remarks>
public sealed class TabularMdp : IDescribable
{
    private readonly double[] _rewards, _initial;

    internal TabularMdp(string name, (int Stages, int States, int Actions) shape, TransitionTable table, double[] rewards, double[] initial)
    {
        Name = name;
        (Stages, States, Actions) = shape;
        Table = table;
        _rewards = rewards;
        _initial = initial;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; internal init; }

    /// <summary>S, the number of states.</summary>
    public int States { get; }

    /// <summary>A, the number of actions, the same in every state.</summary>
    public int Actions { get; }

    /// <summary>H if rows depend on the stage, else 1.</summary>
    public int Stages { get; }

    /// <summary>H, the number of steps of an episode; <see langword="null"/> if there is no end.</summary>
    public int? Horizon { get; internal init; }

    /// <summary>γ in (0, 1); <see langword="null"/> if rewards are not discounted.</summary>
    public double? Discount { get; internal init; }

    /// <summary>How drawn rewards vary around their means.</summary>
    public RewardNoise Noise { get; internal init; }

    /// <summary>Names of the actions for cards; empty for numbers.</summary>
    public IReadOnlyList<string> ActionNames { get; internal init; } = [];

    /// <summary>Names of the states for cards; empty for numbers.</summary>
    public IReadOnlyList<string> StateNames { get; internal init; } = [];

    /// <summary>ρ, the law of the first state, [S].</summary>
    public ReadOnlySpan<double> Initial => _initial;

    /// <summary>How many transitions have positive probability.</summary>
    public int Transitions => Table.Count;

    /// <summary>The steps of an episode, or 1 where values do not depend on the stage: the first dimension of exact results.</summary>
    internal int ResultStages => Horizon ?? 1;

    internal TransitionTable Table { get; }

    internal double[] RewardArray => _rewards;

    /// <summary>Makes an MDP from dense arrays.</summary>
    /// <param name="transitions">P(s'|s,a), [S, A, S]; each row sums to one.</param>
    /// <param name="rewards">Mean rewards, [S, A]; zero if left out.</param>
    /// <param name="initial">The law of the first state, [S]; state 0 if left out.</param>
    /// <param name="horizon">H, if episodes end.</param>
    /// <param name="discount">γ, if rewards are discounted.</param>
    /// <returns>The MDP.</returns>
    /// <exception cref="ArgumentException">A shape, a row or a number is wrong; the message says which.</exception>
    public static TabularMdp FromArrays(
        double[,,] transitions, double[,]? rewards = null, double[]? initial = null, int? horizon = null, double? discount = null)
    {
        int states = transitions.GetLength(0), actions = transitions.GetLength(1);
        if (transitions.GetLength(2) != states)
            throw new ArgumentException($"Transitions of shape [{states}, {actions}, {transitions.GetLength(2)}]; it must be [S, A, S].",
                nameof(transitions));
        if (rewards is not null && (rewards.GetLength(0), rewards.GetLength(1)) != (states, actions))
            throw new ArgumentException(
                $"Rewards of shape [{rewards.GetLength(0)}, {rewards.GetLength(1)}] for {states} states and {actions} actions.",
                nameof(rewards));
        var builder = new TabularMdpBuilder(states, actions) { Horizon = horizon, Discount = discount };
        for (int s = 0; s < states; s++)
        {
            for (int a = 0; a < actions; a++)
            {
                for (int next = 0; next < states; next++)
                    builder.Add(s, a, next, transitions[s, a, next]);
                builder.Reward(s, a, rewards?[s, a] ?? 0);
            }
        }
        if (initial is not null)
            builder.Start(initial);
        return builder.Build();
    }

    /// <summary>The law of the next state.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="h">The stage; of no effect where <see cref="Stages"/> is 1.</param>
    /// <returns>The row.</returns>
    public TransitionRow Next(int s, int a, int h = 0) => Table.Row(Row(s, a, h));

    /// <summary>The mean reward.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="h">The stage; of no effect where <see cref="Stages"/> is 1.</param>
    /// <returns>r(s, a).</returns>
    public double Reward(int s, int a, int h = 0) => _rewards[Row(s, a, h)];

    /// <summary>The expected value of the next state.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="values">One value a state, [S].</param>
    /// <param name="h">The stage; of no effect where <see cref="Stages"/> is 1.</param>
    /// <returns>Σ P(s'|s,a) values[s'].</returns>
    public double Expect(int s, int a, ReadOnlySpan<double> values, int h = 0) => Table.Expect(Row(s, a, h), values);

    /// <summary>The same dynamics with other mean rewards.</summary>
    /// <param name="rewards">Rewards of every pair and stage; a single stage holds for all.</param>
    /// <returns>A copy that shares the transitions.</returns>
    /// <exception cref="ArgumentException">The table's shape differs, or a reward is not finite or does not suit the noise.</exception>
    public TabularMdp WithRewards(StateActionTable rewards)
    {
        rewards.RequireShape(this, nameof(rewards));
        var values = new double[_rewards.Length];
        for (int h = 0; h < Stages; h++)
            rewards.Stage(h).CopyTo(values.AsSpan(h * States * Actions));
        MdpChecks.Rewards(Name, values, Noise, (States, Actions));
        return Copy(Horizon, Discount, values, _initial);
    }

    /// <summary>The same MDP from another start.</summary>
    /// <param name="initial">The law of the first state, [S].</param>
    /// <returns>A copy that shares the transitions.</returns>
    /// <exception cref="ArgumentException">It is not a law over the states.</exception>
    public TabularMdp WithInitial(ReadOnlySpan<double> initial)
    {
        MdpChecks.Law(Name, initial, States);
        return Copy(Horizon, Discount, _rewards, initial.ToArray());
    }

    /// <summary>The same MDP with discounted rewards and no horizon.</summary>
    /// <param name="discount">γ in (0, 1).</param>
    /// <returns>A copy that shares the transitions.</returns>
    /// <exception cref="ArgumentException">γ is out of range, or rows depend on the stage.</exception>
    public TabularMdp WithDiscount(double discount)
    {
        MdpChecks.Criterion(Name, Stages, null, discount);
        return Copy(null, discount, _rewards, _initial);
    }

    /// <summary>The same MDP in episodes.</summary>
    /// <param name="horizon">H, at least 1.</param>
    /// <returns>A copy that shares the transitions.</returns>
    /// <exception cref="ArgumentException">H is not positive, or rows depend on the stage and there are not H stages.</exception>
    public TabularMdp WithHorizon(int horizon)
    {
        MdpChecks.Criterion(Name, Stages, horizon, null);
        return Copy(horizon, null, _rewards, _initial);
    }

    /// <summary>The name of a state as errors and cards give it.</summary>
    /// <param name="s">The state.</param>
    /// <returns>Its number, with its name if it has one.</returns>
    public string StateName(int s) => s < StateNames.Count ? $"{s} ({StateNames[s]})" : s.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name of an action as errors and cards give it.</summary>
    /// <param name="a">The action.</param>
    /// <returns>Its number, with its name if it has one.</returns>
    public string ActionName(int a) => a < ActionNames.Count ? $"{a} ({ActionNames[a]})" : a.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public Card Describe() => TabularCards.Of(this);

    /// <summary>The row of a pair at a stage.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Row(int s, int a, int h)
    {
        if ((uint)s >= (uint)States || (uint)a >= (uint)Actions)
            throw new ArgumentOutOfRangeException(nameof(s),
                $"{Name} has {States} states and {Actions} actions; there is no state {s} with action {a}.");
        if (Stages > 1 && (uint)h >= (uint)Stages)
            throw new ArgumentOutOfRangeException(nameof(h), h, $"{Name} has {Stages} stages.");
        return ((Stages == 1 ? 0 : h) * States + s) * Actions + a;
    }

    private TabularMdp Copy(int? horizon, double? discount, double[] rewards, double[] initial) =>
        new(Name, (Stages, States, Actions), Table, rewards, initial)
        {
            Horizon = horizon, Discount = discount, Noise = Noise, ActionNames = ActionNames, StateNames = StateNames,
        };
}
