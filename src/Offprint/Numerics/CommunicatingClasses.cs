using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Numerics;

/// <summary>Sets of states that reach each other (Tarjan 1972, without recursion).</summary>
internal static class CommunicatingClasses
{
    /// <summary>The classes, closed ones first, each sorted.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Of(Matrix<double> generator)
    {
        int n = generator.RowCount, clock = 0;
        int[] entered = new int[n], low = new int[n], next = new int[n];
        bool[] open = new bool[n];
        var (path, waiting, classes) = (new Stack<int>(), new Stack<int>(), new List<IReadOnlyList<int>>());
        for (int root = 0; root < n; root++)
        {
            if (entered[root] == 0)
                Enter(root);
            while (path.Count > 0)
                Advance();
        }
        return [.. classes.OrderBy(states => IsClosed(generator, states) ? 0 : 1)];

        void Enter(int state)
        {
            entered[state] = low[state] = ++clock;
            open[state] = true;
            path.Push(state);
            waiting.Push(state);
        }

        void Advance()
        {
            int state = path.Peek();
            while (next[state] < n)
            {
                int target = next[state]++;
                if (target == state || generator[state, target] == 0)
                    continue;
                if (entered[target] == 0)
                {
                    Enter(target);
                    return;
                }
                if (open[target])
                    low[state] = Math.Min(low[state], entered[target]);
            }
            path.Pop();
            if (path.TryPeek(out int parent))
                low[parent] = Math.Min(low[parent], low[state]);
            if (low[state] == entered[state])
                Close(state);
        }

        void Close(int state)
        {
            var members = new List<int>();
            int member;
            do
            {
                open[member = waiting.Pop()] = false;
                members.Add(member);
            }
            while (member != state);
            members.Sort();
            classes.Add(members);
        }
    }

    /// <summary>Whether no move leads out of a set.</summary>
    public static bool IsClosed(Matrix<double> generator, IReadOnlyList<int> states)
    {
        var inside = states.ToHashSet();
        return states.All(from => Enumerable.Range(0, generator.ColumnCount).All(to => inside.Contains(to) || generator[from, to] == 0));
    }
}
