using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.Planning;

/// <summary>Which states can reach a goal with probability one.</summary>
internal static class ReachabilityAnalysis
{
    /// <summary>
    /// The greatest set U in which every state has a path to the goal by actions that cannot leave U: starting from all states, those
    /// without such a path are removed until none is (de Alfaro 1997).
    /// </summary>
    public static bool[] SurelyReaching(TabularMdp mdp, bool[] isGoal)
    {
        (int[] starts, int[] rows) = Predecessors(mdp);
        bool[] inside = new bool[mdp.States];
        Array.Fill(inside, true);
        while (true)
        {
            bool[] reached = Backward(mdp, isGoal, inside, starts, rows);
            if (reached.AsSpan().SequenceEqual(inside))
                return inside;
            inside = reached;
        }
    }

    private static bool[] Backward(TabularMdp mdp, bool[] isGoal, bool[] inside, int[] starts, int[] rows)
    {
        bool[] reached = new bool[mdp.States];
        Stack<int> open = new();
        for (int s = 0; s < mdp.States; s++)
        {
            if (isGoal[s])
            {
                reached[s] = true;
                open.Push(s);
            }
        }
        while (open.TryPop(out int target))
        {
            for (int i = starts[target]; i < starts[target + 1]; i++)
            {
                int s = rows[i] / mdp.Actions;
                if (reached[s] || !inside[s] || !Stays(mdp.Table.Row(rows[i]), inside))
                    continue;
                reached[s] = true;
                open.Push(s);
            }
        }
        return reached;
    }

    private static bool Stays(TransitionRow row, bool[] inside)
    {
        foreach (int next in row.States)
        {
            if (!inside[next])
                return false;
        }
        return true;
    }

    /// <summary>For each state the rows that may lead to it.</summary>
    private static (int[] Starts, int[] Rows) Predecessors(TabularMdp mdp)
    {
        int[] starts = new int[mdp.States + 1], rows = new int[mdp.Transitions];
        foreach (int next in mdp.Table.Next)
            starts[next + 1]++;
        for (int s = 0; s < mdp.States; s++)
            starts[s + 1] += starts[s];
        int[] used = [.. starts];
        for (int row = 0; row < mdp.Table.Rows; row++)
        {
            foreach (int next in mdp.Table.Row(row).States)
                rows[used[next]++] = row;
        }
        return (starts, rows);
    }
}
