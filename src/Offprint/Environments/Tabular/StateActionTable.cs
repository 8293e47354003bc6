using Offprint.Cards;

namespace Offprint.Environments.Tabular;

/// <summary>
/// A number for each state and action, [S, A] or, stage by stage, [H, S, A]: action values Q, occupancies d, laws of data μ, rewards,
/// costs.
/// A table with one stage holds for all stages.
/// </summary>
public sealed class StateActionTable : IDescribable
{
    private readonly double[] _values;

    /// <summary>Makes a table of zeros.</summary>
    /// <param name="states">S.</param>
    /// <param name="actions">A.</param>
    /// <param name="stages">H, or 1.</param>
    public StateActionTable(int states, int actions, int stages = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(states);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(actions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stages);
        (States, Actions, Stages) = (states, actions, stages);
        _values = new double[checked(stages * states * actions)];
    }

    /// <summary>S.</summary>
    public int States { get; }

    /// <summary>A.</summary>
    public int Actions { get; }

    /// <summary>H, or 1.</summary>
    public int Stages { get; }

    /// <summary>All values, [H, S, A].</summary>
    public Span<double> Values => _values;

    /// <summary>The value of a pair.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="h">The stage; of no effect where there is one.</param>
    public double this[int s, int a, int h = 0]
    {
        get => Row(s, h)[a];
        set => Row(s, h)[a] = value;
    }

    /// <summary>Copies an array.</summary>
    /// <param name="values">[S, A].</param>
    /// <returns>A table of one stage.</returns>
    public static StateActionTable FromArray(double[,] values)
    {
        var table = new StateActionTable(values.GetLength(0), values.GetLength(1));
        for (int s = 0; s < table.States; s++)
        {
            for (int a = 0; a < table.Actions; a++)
                table[s, a] = values[s, a];
        }
        return table;
    }

    /// <summary>Makes a table from a function of state and action.</summary>
    /// <param name="mdp">Gives the shape: one stage, its states and actions.</param>
    /// <param name="value">The function of (s, a).</param>
    /// <returns>A table of one stage.</returns>
    public static StateActionTable FromFunction(TabularMdp mdp, Func<int, int, double> value)
    {
        var table = new StateActionTable(mdp.States, mdp.Actions);
        for (int s = 0; s < table.States; s++)
        {
            for (int a = 0; a < table.Actions; a++)
                table[s, a] = value(s, a);
        }
        return table;
    }

    /// <summary>The values of a state, [A]; writable.</summary>
    /// <param name="s">The state.</param>
    /// <param name="h">The stage.</param>
    /// <returns>A view of the table.</returns>
    public Span<double> Row(int s, int h = 0)
    {
        if ((uint)s >= (uint)States)
            throw new ArgumentOutOfRangeException(nameof(s), $"There are {States} states; there is no state {s}.");
        return _values.AsSpan(((Stages == 1 ? 0 : h) * States + s) * Actions, Actions);
    }

    /// <summary>The values of a stage, [S, A]; writable.</summary>
    /// <param name="h">The stage.</param>
    /// <returns>A view of the table.</returns>
    public Span<double> Stage(int h = 0) => _values.AsSpan((Stages == 1 ? 0 : h) * States * Actions, States * Actions);

    /// <summary>The sum of all values: 1 for a law, H for an occupancy of H stages.</summary>
    /// <returns>The sum.</returns>
    public double Sum()
    {
        double sum = 0;
        foreach (double value in _values)
            sum += value;
        return sum;
    }

    /// <summary>The sums over actions.</summary>
    /// <param name="h">The stage.</param>
    /// <returns>[S].</returns>
    public double[] StateSums(int h = 0)
    {
        var sums = new double[States];
        for (int s = 0; s < States; s++)
        {
            foreach (double value in Row(s, h))
                sums[s] += value;
        }
        return sums;
    }

    /// <summary>The greatest values over actions: V = max_a Q.</summary>
    /// <param name="h">The stage.</param>
    /// <returns>[S].</returns>
    public double[] StateMaxima(int h = 0)
    {
        var maxima = new double[States];
        for (int s = 0; s < States; s++)
            maxima[s] = Row(s, h)[Greatest(Row(s, h))];
        return maxima;
    }

    /// <summary>The policy that takes the action of greatest value, of equal ones the lowest.</summary>
    /// <returns>A deterministic policy with as many stages.</returns>
    public TabularPolicy Greedy()
    {
        int[,] actions = new int[Stages, States];
        for (int h = 0; h < Stages; h++)
        {
            for (int s = 0; s < States; s++)
                actions[h, s] = Greatest(Row(s, h));
        }
        return TabularPolicy.Deterministic(actions, Actions);
    }

    /// <inheritdoc/>
    public Card Describe() => new("State–action table")
    {
        Facts = [new("states", States), new("actions", Actions), new("stages", Stages), new("sum", Sum())],
        Figures =
        [
            new HeatMap("Stage 0", [.. Enumerable.Range(0, States).Select(s => $"s{s}")],
                [.. Enumerable.Range(0, Actions).Select(a => $"a{a}")],
                [.. Enumerable.Range(0, States).Select(s => (IReadOnlyList<double>)Row(s).ToArray())]) { Y = new("state"),
                X = new("action") },
        ],
    };

    internal void RequireShape(TabularMdp mdp, string what)
    {
        if ((States, Actions) != (mdp.States, mdp.Actions))
            throw new ArgumentException(
                $"The table {what} is [{States}, {Actions}]; {mdp.Name} has {mdp.States} states and {mdp.Actions} actions.", what);
        if (Stages != 1 && Stages != Math.Max(mdp.Stages, mdp.ResultStages))
            throw new ArgumentException($"The table {what} has {Stages} stages; {mdp.Name} has {mdp.ResultStages}.", what);
    }

    internal static int Greatest(ReadOnlySpan<double> values)
    {
        int best = 0;
        for (int a = 1; a < values.Length; a++)
        {
            if (values[a] > values[best])
                best = a;
        }
        return best;
    }
}
