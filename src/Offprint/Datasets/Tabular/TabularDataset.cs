using Offprint.Cards;
using Offprint.Datasets.Offline;
using Offprint.Environments.Tabular;
using Offprint.Files.Tables;
using Offprint.Numerics;

namespace Offprint.Datasets.Tabular;

/// <summary>Logged transitions of a finite MDP: rows (h, s, a, r, s'). Never empty.</summary>
public sealed class TabularDataset : IDescribable
{
    private readonly int[] _stages, _states, _actions, _next;
    private readonly double[] _rewards;

    /// <summary>Makes a data set of columns of one length, which are not copied.</summary>
    /// <param name="shape">S and A.</param>
    /// <param name="stages">h of each row; empty for 0 everywhere.</param>
    /// <param name="states">s.</param>
    /// <param name="actions">a.</param>
    /// <param name="rewards">r.</param>
    /// <param name="next">s'.</param>
    /// <exception cref="ArgumentException">There is no row, lengths differ, or a row is out of range; the message says which.</exception>
    public TabularDataset((int States, int Actions) shape, int[] stages, int[] states, int[] actions, double[] rewards, int[] next)
    {
        if (states.Length == 0)
            throw new ArgumentException("A data set without rows; nothing can be learned from it.", nameof(states));
        if (stages.Length == 0)
            stages = new int[states.Length];
        if (stages.Length != states.Length || actions.Length != states.Length || rewards.Length != states.Length
            || next.Length != states.Length)
            throw new ArgumentException(
                $"Columns of {stages.Length} stages, {states.Length} states, {actions.Length} actions, {rewards.Length} rewards and " +
                $"{next.Length} next states.");
        for (int i = 0; i < states.Length; i++)
        {
            if ((uint)states[i] >= (uint)shape.States || (uint)next[i] >= (uint)shape.States || (uint)actions[i] >= (uint)shape.Actions
                || stages[i] < 0)
                throw new ArgumentException(
                    $"Row {i} is ({stages[i]}, {states[i]}, {actions[i]} → {next[i]}); there are {shape.States} states and " +
                    $"{shape.Actions} actions.", nameof(states));
            if (!double.IsFinite(rewards[i]))
                throw new ArgumentException($"The reward of row {i} is {rewards[i]}.", nameof(rewards));
        }
        (StateCount, ActionCount) = shape;
        (_stages, _states, _actions, _rewards, _next) = (stages, states, actions, rewards, next);
    }

    /// <summary>Where the rows come from; shown on the card.</summary>
    public string Source { get; init; } = "";

    /// <summary>S.</summary>
    public int StateCount { get; }

    /// <summary>A.</summary>
    public int ActionCount { get; }

    /// <summary>N, the number of rows.</summary>
    public int Count => _states.Length;

    /// <summary>h of each row.</summary>
    public ReadOnlySpan<int> Stages => _stages;

    /// <summary>s of each row.</summary>
    public ReadOnlySpan<int> States => _states;

    /// <summary>a of each row.</summary>
    public ReadOnlySpan<int> Actions => _actions;

    /// <summary>r of each row.</summary>
    public ReadOnlySpan<double> Rewards => _rewards;

    /// <summary>s' of each row.</summary>
    public ReadOnlySpan<int> Next => _next;

    /// <summary>The trajectories: rows from one of stage 0 to the next, in order. Independent rows are episodes of one step.</summary>
    public IReadOnlyList<Episode> Episodes
    {
        get
        {
            var episodes = new List<Episode>();
            double sum = 0;
            for (int row = 0, start = 0; row < Count; row++)
            {
                sum += _rewards[row];
                if (row < Count - 1 && _stages[row + 1] != 0)
                    continue;
                episodes.Add(new(episodes.Count, start, row + 1 - start, sum, EpisodeEnd.Timeout));
                (start, sum) = (row + 1, 0);
            }
            return episodes;
        }
    }

    /// <summary>Draws rows independently: (s, a) from a law of data, then reward and next state from the MDP.</summary>
    /// <param name="mdp">The MDP.</param>
    /// <param name="law">μ, one stage (rows of stage 0), or one a stage of the MDP, from which equally many rows are drawn up to
    /// one.</param>
    /// <param name="count">N, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The rows, in the order drawn.</returns>
    /// <exception cref="ArgumentException">N is 0, μ has a negative value or does not sum to one, or the shapes differ.</exception>
    public static TabularDataset Sample(TabularMdp mdp, StateActionTable law, int count, Seed seed)
    {
        law.RequireShape(mdp, nameof(law));
        var laws = Enumerable.Range(0, law.Stages).Select(h => StageLaw(law, h)).ToArray();
        RandomStream random = seed.Derive("pairs").Stream();
        var simulator = new TabularSimulator(mdp, seed.Derive("transitions"));
        var rows = new Columns(count);
        for (int i = 0; i < count; i++)
        {
            int h = i % law.Stages, pair = laws[h].Draw(0, random);
            rows.Add(h, pair / mdp.Actions, pair % mdp.Actions, simulator.Draw(pair / mdp.Actions, pair % mdp.Actions, h));
        }
        return rows.Build(mdp, $"{count} independent draws from a law of data");
    }

    /// <summary>Rolls a policy out.</summary>
    /// <param name="mdp">The MDP.</param>
    /// <param name="policy">The behavior policy.</param>
    /// <param name="episodes">How many episodes, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="length">The steps of an episode; the MDP's horizon if left out.</param>
    /// <returns>The rows, episode by episode; h = 0 begins one.</returns>
    /// <exception cref="ArgumentException">There is neither a length nor a horizon, or a number is not positive.</exception>
    public static TabularDataset Collect(TabularMdp mdp, TabularPolicy policy, int episodes, Seed seed, int? length = null)
    {
        policy.RequireShape(mdp);
        int steps = length ?? mdp.Horizon ?? throw new ArgumentException($"{mdp.Name} has no horizon; say how long an episode is.",
            nameof(length));
        if (steps > mdp.Horizon)
            throw new ArgumentException($"Episodes of {steps} steps; {mdp.Name} has a horizon of {mdp.Horizon}.", nameof(length));
        RandomStream random = seed.Derive("actions").Stream();
        var simulator = new TabularSimulator(mdp, seed.Derive("transitions"));
        var rows = new Columns(checked(episodes * steps));
        for (int episode = 0; episode < episodes; episode++)
        {
            int s = simulator.Reset();
            for (int h = 0; h < steps; h++)
            {
                int a = policy.Draw(s, random, h);
                var step = simulator.Step(a);
                rows.Add(h, s, a, step);
                s = step.Next;
            }
        }
        return rows.Build(mdp, $"{episodes} episodes of {steps} steps");
    }

    /// <summary>Counts the rows.</summary>
    /// <param name="stages">H to count each stage apart, 1 to pool them.</param>
    /// <returns>The counts.</returns>
    public TransitionCounts Counts(int stages = 1) => Counts(.., stages);

    /// <summary>Counts some of the rows, for algorithms that split their data.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stages">H to count each stage apart, 1 to pool them.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">A row's stage is not below the number of stages.</exception>
    public TransitionCounts Counts(Range rows, int stages = 1)
    {
        (int first, int count) = rows.GetOffsetAndLength(Count);
        var counts = new TransitionCounts(StateCount, ActionCount, stages);
        for (int i = first; i < first + count; i++)
        {
            if (stages > 1 && _stages[i] >= stages)
                throw new ArgumentException($"Row {i} is of stage {_stages[i]}; there are {stages} stages.", nameof(stages));
            counts.Add(_states[i], _actions[i], _next[i], _rewards[i], stages > 1 ? _stages[i] : 0);
        }
        return counts;
    }

    /// <summary>Parts in order, as equal as possible, for algorithms that split their data.</summary>
    /// <param name="parts">How many.</param>
    /// <returns>The ranges of rows.</returns>
    /// <exception cref="ArgumentException">There are more parts than rows.</exception>
    public Range[] Split(int parts)
    {
        if (parts < 1 || parts > Count)
            throw new ArgumentException($"{Count} rows cannot be split into {parts} parts that are not empty.", nameof(parts));
        return [.. Enumerable.Range(0, parts).Select(i => (int)((long)Count * i / parts)..(int)((long)Count * (i + 1) / parts))];
    }

    /// <summary>These rows, then others of the same MDP.</summary>
    /// <param name="other">The other rows.</param>
    /// <returns>A new data set.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public TabularDataset Append(TabularDataset other)
    {
        if ((StateCount, ActionCount) != (other.StateCount, other.ActionCount))
            throw new ArgumentException(
                $"Data of {StateCount} states and {ActionCount} actions and of {other.StateCount} and {other.ActionCount} do not join.",
                nameof(other));
        return new((StateCount, ActionCount), [.. _stages, .. other._stages], [.. _states, .. other._states],
            [.. _actions, .. other._actions],
            [.. _rewards, .. other._rewards], [.. _next, .. other._next]) { Source = $"{Source}; {other.Source}" };
    }

    /// <summary>The rows as a table, for Parquet or CSV: h, s, a, r, sNext and, if given, where they come from.</summary>
    /// <param name="origin">"offline", say, as column <c>source</c>; <see langword="null"/> for no such column.</param>
    /// <returns>The table.</returns>
    public ColumnTable ToTable(string? origin = null)
    {
        return new("transitions", [Integers("h", _stages), Integers("s", _states), Integers("a", _actions),
            new("r", Array.ConvertAll(_rewards, r => (double?)r)), Integers("sNext", _next),
            .. origin is null ? Array.Empty<TableColumnData>() : [new("source", Enumerable.Repeat((string?)origin, Count).ToArray())]]);

        static TableColumnData Integers(string name, int[] values) => new(name, Array.ConvertAll(values, v => (long?)v));
    }

    /// <summary>Reads a log from a table with columns s, a, r and sNext, and h where stages differ; others are left alone.</summary>
    /// <param name="table">The table, for example of <see cref="ParquetTable.Read"/>.</param>
    /// <param name="shape">S and A.</param>
    /// <returns>The rows, in order.</returns>
    /// <exception cref="ArgumentException">A column is missing, an integer is none, or a row is out of range; the message says
    /// which.</exception>
    /// <exception cref="InvalidOperationException">A column holds no numbers.</exception>
    public static TabularDataset FromTable(ColumnTable table, (int States, int Actions) shape)
    {
        return new(shape, table.Columns.Any(c => c.Name == "h") ? Integers("h") : [], Integers("s"), Integers("a"),
            table["r"].Numbers(), Integers("sNext")) { Source = table.Name };

        int[] Integers(string name) => [.. table[name].Numbers().Select((value, row) => value == Math.Floor(value)
            && Math.Abs(value) <= int.MaxValue ? (int)value
                : throw new ArgumentException($"Row {row} of column {name} is {value}; it must be an integer.", nameof(table)))];
    }

    /// <inheritdoc/>
    public Card Describe()
    {
        TransitionCounts counts = Counts();
        int seen = StateCount * ActionCount - counts.Visits().Count(0);
        var heat = Enumerable.Range(0, StateCount).Select(s =>
            (IReadOnlyList<double>)[.. Enumerable.Range(0, ActionCount).Select(a => (double)counts.N(s, a))]).ToList();
        return new("Tabular data set")
        {
            Subtitle = Source,
            Facts =
            [
                new("rows", Count), new("states", StateCount), new("actions", ActionCount), new("stages", _stages.Max() + 1),
                new("pairs seen", $"{seen} of {StateCount * ActionCount}"), new("mean reward", _rewards.Average()),
            ],
            Figures =
            [
                new HeatMap("Rows of each pair", [.. Enumerable.Range(0, StateCount).Select(s => $"s{s}")],
                    [.. Enumerable.Range(0, ActionCount).Select(a => $"a{a}")], heat) { ValueLabel = "rows", X = new("action"),
                    Y = new("state") },
            ],
        };
    }

    private static AliasRows StageLaw(StateActionTable law, int h)
    {
        double sum = 0;
        foreach (double p in law.Stage(h))
            sum += p >= 0 ? p : double.NaN;
        if (!(Math.Abs(sum - 1) <= 1e-9))
            throw new ArgumentException($"The law of data sums to {sum:R} at stage {h}; it must be at least 0 everywhere and sum to 1.",
                nameof(law));
        return TransitionTable.SingleRow(law.Stage(h)).Alias;
    }

    private sealed class Columns(int count)
    {
        private readonly int[] _h = new int[count], _s = new int[count], _a = new int[count], _next = new int[count];
        private readonly double[] _r = new double[count];
        private int _used;

        public void Add(int h, int s, int a, (double Reward, int Next) step)
        {
            (_h[_used], _s[_used], _a[_used], _r[_used], _next[_used]) = (h, s, a, step.Reward, step.Next);
            _used++;
        }

        public TabularDataset Build(TabularMdp mdp, string source) =>
            new((mdp.States, mdp.Actions), _h, _s, _a, _r, _next) { Source = $"{mdp.Name}: {source}" };
    }
}
