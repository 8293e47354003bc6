namespace Offprint.Environments.Tabular;

/// <summary>Collects the transitions and rewards of a <see cref="TabularMdp"/>.</summary>
/// <example><code>
/// var mdp = new TabularMdpBuilder(2, 1) { Discount = 0.9 }.Add(0, 0, 1, 1).Add(1, 0, 0, 0.5).Add(1, 0, 1, 0.5).Reward(1, 0, 1).Build();
/// </code></example>
public sealed class TabularMdpBuilder
{
    private readonly List<(int Row, int Next, double Probability)> _entries = [];
    private readonly double[] _rewards;
    private double[] _initial;

    /// <summary>Begins an MDP without transitions that starts in state 0.</summary>
    /// <param name="states">S, at least 1.</param>
    /// <param name="actions">A, at least 1.</param>
    /// <param name="stages">1, or H for rows that depend on the stage.</param>
    public TabularMdpBuilder(int states, int actions, int stages = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(states);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(actions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stages);
        (States, Actions, Stages) = (states, actions, stages);
        _rewards = new double[checked(stages * states * actions)];
        _initial = new double[states];
        _initial[0] = 1;
    }

    /// <summary>S.</summary>
    public int States { get; }

    /// <summary>A.</summary>
    public int Actions { get; }

    /// <summary>1, or H for rows that depend on the stage.</summary>
    public int Stages { get; }

    /// <summary>What the MDP is called, on its card and in errors.</summary>
    public string Name { get; init; } = "MDP";

    /// <summary>H, if episodes end.</summary>
    public int? Horizon { get; init; }

    /// <summary>γ in (0, 1), if rewards are discounted.</summary>
    public double? Discount { get; init; }

    /// <summary>How drawn rewards vary.</summary>
    public RewardNoise Noise { get; init; }

    /// <summary>Names of the actions, or none.</summary>
    public IReadOnlyList<string> ActionNames { get; init; } = [];

    /// <summary>Names of the states, or none.</summary>
    public IReadOnlyList<string> StateNames { get; init; } = [];

    /// <summary>Adds probability to a transition; repeated additions accumulate.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="next">The next state.</param>
    /// <param name="probability">What is added, not negative.</param>
    /// <param name="h">The stage.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">An index is out of range, or the probability is negative or not a number.</exception>
    public TabularMdpBuilder Add(int s, int a, int next, double probability, int h = 0)
    {
        int row = Row(s, a, h);
        if ((uint)next >= (uint)States)
            throw new ArgumentException($"{Name}: state {s}, action {a} leads to state {next}; there are {States} states.", nameof(next));
        if (!(probability >= 0))
            throw new ArgumentException($"{Name}: the probability of {s}, {a} → {next} is {probability}.", nameof(probability));
        _entries.Add((row, next, probability));
        return this;
    }

    /// <summary>Sets a mean reward.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="h">The stage.</param>
    /// <returns>This builder.</returns>
    public TabularMdpBuilder Reward(int s, int a, double reward, int h = 0)
    {
        _rewards[Row(s, a, h)] = reward;
        return this;
    }

    /// <summary>Makes every action stay in a state, with one reward, at all stages.</summary>
    /// <param name="s">The state.</param>
    /// <param name="reward">The reward of each step there.</param>
    /// <returns>This builder.</returns>
    public TabularMdpBuilder Absorb(int s, double reward = 0)
    {
        for (int h = 0; h < Stages; h++)
        {
            for (int a = 0; a < Actions; a++)
                Add(s, a, s, 1, h).Reward(s, a, reward, h);
        }
        return this;
    }

    /// <summary>Starts in one state.</summary>
    /// <param name="s">The state.</param>
    /// <returns>This builder.</returns>
    public TabularMdpBuilder Start(int s)
    {
        _initial = new double[States];
        _initial[s] = 1;
        return this;
    }

    /// <summary>Starts by a law.</summary>
    /// <param name="law">Probabilities, [S].</param>
    /// <returns>This builder.</returns>
    public TabularMdpBuilder Start(ReadOnlySpan<double> law)
    {
        _initial = law.ToArray();
        return this;
    }

    /// <summary>Checks everything and makes the MDP.</summary>
    /// <returns>The MDP.</returns>
    /// <exception cref="ArgumentException">A row does not sum to one (which, and by how much), a reward is not finite, the start law or
    /// the criterion is not valid.</exception>
    public TabularMdp Build()
    {
        MdpChecks.Criterion(Name, Stages, Horizon, Discount);
        MdpChecks.Rewards(Name, _rewards, Noise, (States, Actions));
        MdpChecks.Law(Name, _initial, States);
        var table = TransitionTable.Compress(Stages * States * Actions, States, _entries);
        MdpChecks.Rows(Name, table, (States, Actions));
        return new(Name, (Stages, States, Actions), table, [.. _rewards], [.. _initial])
        {
            Horizon = Horizon, Discount = Discount, Noise = Noise, ActionNames = ActionNames, StateNames = StateNames,
        };
    }

    private int Row(int s, int a, int h)
    {
        if ((uint)s >= (uint)States || (uint)a >= (uint)Actions || (uint)h >= (uint)Stages)
            throw new ArgumentException(
                $"{Name} has {States} states, {Actions} actions and {Stages} stages; there is no state {s}, action {a}, stage {h}.");
        return (h * States + s) * Actions + a;
    }
}
