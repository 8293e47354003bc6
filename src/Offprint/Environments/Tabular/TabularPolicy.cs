using Offprint.Numerics;

namespace Offprint.Environments.Tabular;

/// <summary>A policy π(a|s), or π_h(a|s) stage by stage; immutable. A policy with one stage is used at all stages.</summary>
public sealed class TabularPolicy
{
    private readonly StateActionTable _table;
    private readonly Lazy<AliasRows> _alias;

    internal TabularPolicy(StateActionTable table)
    {
        _table = table;
        _alias = new(() => Compressed().Alias);
    }

    /// <summary>S.</summary>
    public int States => _table.States;

    /// <summary>A.</summary>
    public int Actions => _table.Actions;

    /// <summary>H, or 1 for a stationary policy.</summary>
    public int Stages => _table.Stages;

    /// <summary>Whether every state has an action of probability one.</summary>
    public bool IsDeterministic => _table.Values.IndexOfAnyExcept(0, 1) < 0;

    /// <summary>Copies a table of probabilities.</summary>
    /// <param name="probabilities">π, each row summing to one.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">A row is not a law over the actions; the message says which.</exception>
    public static TabularPolicy FromProbabilities(StateActionTable probabilities)
    {
        var copy = new StateActionTable(probabilities.States, probabilities.Actions, probabilities.Stages);
        probabilities.Values.CopyTo(copy.Values);
        for (int h = 0; h < copy.Stages; h++)
        {
            for (int s = 0; s < copy.States; s++)
            {
                double sum = 0;
                foreach (double p in copy.Row(s, h))
                    sum += p >= 0 ? p : double.NaN;
                if (!(Math.Abs(sum - 1) <= 1e-9))
                    throw new ArgumentException(
                        $"The policy's probabilities in state {s}, stage {h} are [{string.Join(", ", copy.Row(s, h).ToArray())}]; they " +
                        $"must be at least 0 and sum to 1.", nameof(probabilities));
            }
        }
        return new(copy);
    }

    /// <summary>A stationary policy that takes one action in each state.</summary>
    /// <param name="actions">[S].</param>
    /// <param name="actionCount">A.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">An action is out of range.</exception>
    public static TabularPolicy Deterministic(ReadOnlySpan<int> actions, int actionCount)
    {
        int[,] stages = new int[1, actions.Length];
        for (int s = 0; s < actions.Length; s++)
            stages[0, s] = actions[s];
        return Deterministic(stages, actionCount);
    }

    /// <summary>A policy that takes one action in each state and stage.</summary>
    /// <param name="actions">[H, S].</param>
    /// <param name="actionCount">A.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">An action is out of range.</exception>
    public static TabularPolicy Deterministic(int[,] actions, int actionCount)
    {
        var table = new StateActionTable(actions.GetLength(1), actionCount, actions.GetLength(0));
        for (int h = 0; h < table.Stages; h++)
        {
            for (int s = 0; s < table.States; s++)
            {
                if ((uint)actions[h, s] >= (uint)actionCount)
                    throw new ArgumentException($"The policy takes action {actions[h, s]} in state {s}; there are {actionCount} actions.",
                        nameof(actions));
                table[s, actions[h, s], h] = 1;
            }
        }
        return new(table);
    }

    /// <summary>The policy that takes all actions with one probability.</summary>
    /// <param name="mdp">Gives states and actions.</param>
    /// <returns>The policy.</returns>
    public static TabularPolicy Uniform(TabularMdp mdp) => new(StateActionTable.FromFunction(mdp, (_, _) => 1.0 / mdp.Actions));

    /// <summary>The probability of an action.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="h">The stage.</param>
    /// <returns>π_h(a|s).</returns>
    public double Probability(int s, int a, int h = 0) => _table[s, a, h];

    /// <summary>The probabilities of all actions.</summary>
    /// <param name="s">The state.</param>
    /// <param name="h">The stage.</param>
    /// <returns>[A].</returns>
    public ReadOnlySpan<double> Probabilities(int s, int h = 0) => _table.Row(s, h);

    /// <summary>The most probable action, of equal ones the lowest.</summary>
    /// <param name="s">The state.</param>
    /// <param name="h">The stage.</param>
    /// <returns>The action.</returns>
    public int Mode(int s, int h = 0) => StateActionTable.Greatest(_table.Row(s, h));

    /// <summary>Draws an action, in constant time.</summary>
    /// <param name="s">The state.</param>
    /// <param name="random">The stream.</param>
    /// <param name="h">The stage.</param>
    /// <returns>The action.</returns>
    public int Draw(int s, RandomStream random, int h = 0) => _alias.Value.Draw((Stages == 1 ? 0 : h) * States + s, random);

    /// <summary>The policy that in every state follows another one with some probability.</summary>
    /// <param name="other">The other policy.</param>
    /// <param name="weight">The probability of following it, in [0, 1].</param>
    /// <returns>(1 − weight) π + weight · other, action by action.</returns>
    /// <exception cref="ArgumentException">Shapes differ, or the weight is out of range.</exception>
    public TabularPolicy Mix(TabularPolicy other, double weight)
    {
        if (!(weight is >= 0 and <= 1))
            throw new ArgumentException($"A mixing weight of {weight}; it must lie in [0, 1].", nameof(weight));
        if ((States, Actions) != (other.States, other.Actions) || (Stages != other.Stages && Stages != 1 && other.Stages != 1))
            throw new ArgumentException(
                $"Policies of [{Stages}, {States}, {Actions}] and [{other.Stages}, {other.States}, {other.Actions}] do not mix.",
                nameof(other));
        var mixed = new StateActionTable(States, Actions, Math.Max(Stages, other.Stages));
        for (int h = 0; h < mixed.Stages; h++)
        {
            for (int s = 0; s < States; s++)
            {
                for (int a = 0; a < Actions; a++)
                    mixed[s, a, h] = (1 - weight) * Probability(s, a, h) + weight * other.Probability(s, a, h);
            }
        }
        return new(mixed);
    }

    internal void RequireShape(TabularMdp mdp)
    {
        if ((States, Actions) != (mdp.States, mdp.Actions))
            throw new ArgumentException(
                $"The policy is over {States} states and {Actions} actions; {mdp.Name} has {mdp.States} and {mdp.Actions}.");
        if (Stages != 1 && Stages != mdp.ResultStages)
            throw new ArgumentException(
                $"The policy has {Stages} stages; {mdp.Name} has " +
                $"{(mdp.Horizon is { } h ? $"a horizon of {h}" : "no horizon, and needs a stationary policy")}.");
    }

    private TransitionTable Compressed()
    {
        List<(int, int, double)> entries = [];
        for (int row = 0; row < Stages * States; row++)
        {
            for (int a = 0; a < Actions; a++)
                entries.Add((row, a, _table.Values[row * Actions + a]));
        }
        return TransitionTable.Compress(Stages * States, Actions, entries);
    }
}
