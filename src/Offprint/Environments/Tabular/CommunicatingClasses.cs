namespace Offprint.Environments.Tabular;

/// <summary>
/// The strongly connected components of the graph of possible transitions: of an MDP (some action goes there) or of the Markov chain of a
/// policy. An MDP is communicating if there is one.
/// </summary>
public sealed class CommunicatingClasses
{
    private readonly int[] _classOf;
    private readonly List<int[]> _classes;
    private readonly bool[] _closed;

    private CommunicatingClasses(int[] classOf, List<int[]> classes, bool[] closed) => (_classOf, _classes, _closed) = (classOf, classes, closed);

    /// <summary>The classes, each with its states in increasing order; a class comes after those it can reach.</summary>
    public IReadOnlyList<int[]> Classes => _classes;

    /// <summary>The class of each state, [S].</summary>
    public ReadOnlySpan<int> ClassOf => _classOf;

    /// <summary>Whether there is a single class: every state can be reached from every other one.</summary>
    public bool IsCommunicating => _classes.Count == 1;

    /// <summary>The classes that cannot be left: of a policy's chain, its recurrent classes.</summary>
    public IEnumerable<int[]> Closed => _classes.Where((_, c) => _closed[c]);

    /// <summary>The classes of an MDP.</summary>
    /// <param name="mdp">A stationary MDP.</param>
    /// <returns>The classes.</returns>
    public static CommunicatingClasses Of(TabularMdp mdp)
    {
        RequireStationary(mdp, "Communicating classes");
        // Rows of all actions of a state lie side by side: together they are the state's edges.
        int[] starts = new int[mdp.States + 1];
        for (int s = 0; s <= mdp.States; s++)
            starts[s] = mdp.Table.Starts[s * mdp.Actions];
        return Find(starts, mdp.Table.Next);
    }

    /// <summary>The classes of the Markov chain of a policy.</summary>
    /// <param name="mdp">A stationary MDP.</param>
    /// <param name="policy">A stationary policy.</param>
    /// <returns>The classes.</returns>
    public static CommunicatingClasses Of(TabularMdp mdp, TabularPolicy policy)
    {
        RequireStationary(mdp, "Communicating classes");
        TransitionTable chain = PolicyChain.Table(mdp, policy, 0);
        return Find(chain.Starts, chain.Next);
    }

    /// <summary>Throws unless an MDP is communicating.</summary>
    /// <param name="mdp">The MDP.</param>
    /// <param name="purpose">What needs it, the start of the message.</param>
    /// <exception cref="ArgumentException">It is not; the message names two states of which one cannot be reached from the other.</exception>
    public static void Require(TabularMdp mdp, string purpose)
    {
        CommunicatingClasses found = Of(mdp);
        if (found.IsCommunicating)
            return;
        int[] closed = found.Closed.First();
        int outside = Enumerable.Range(0, mdp.States).First(s => found.ClassOf[s] != found.ClassOf[closed[0]]);
        throw new ArgumentException($"{purpose} of {mdp.Name} needs a communicating MDP; it has {found.Classes.Count} classes, and state " +
            $"{mdp.StateName(outside)} cannot be reached from state {mdp.StateName(closed[0])}.", nameof(mdp));
    }

    internal static void RequireStationary(TabularMdp mdp, string purpose)
    {
        if (mdp.Stages > 1)
            throw new ArgumentException($"{purpose} need rows that do not depend on the stage; {mdp.Name} has {mdp.Stages} stages.", nameof(mdp));
    }

    /// <summary>Tarjan's algorithm (1972) with its own stack, so that long chains do not overflow the thread's.</summary>
    private static CommunicatingClasses Find(int[] starts, int[] edges)
    {
        int count = starts.Length - 1, time = 0;
        int[] classOf = new int[count], index = new int[count], low = new int[count], edge = new int[count];
        Array.Fill(classOf, -1);
        Array.Fill(index, -1);
        List<int[]> classes = [];
        var (open, path) = (new Stack<int>(), new Stack<int>());
        for (int root = 0; root < count; root++)
        {
            if (index[root] < 0)
                path.Push(root);
            while (path.TryPeek(out int s))
            {
                if (index[s] < 0)
                {
                    index[s] = low[s] = time++;
                    edge[s] = starts[s];
                    open.Push(s);
                }
                bool descended = false;
                for (; edge[s] < starts[s + 1] && !descended; edge[s]++)
                {
                    int next = edges[edge[s]];
                    if (index[next] < 0)
                    {
                        path.Push(next);
                        descended = true;
                        // The edge is looked at again on return, to take over what its end reached.
                        edge[s]--;
                    }
                    else if (classOf[next] < 0)
                    {
                        low[s] = Math.Min(low[s], low[next]);
                    }
                }
                if (descended)
                    continue;
                path.Pop();
                if (low[s] == index[s])
                    classes.Add(PopClass(open, s, classOf, classes.Count));
            }
        }
        bool[] closed = [.. classes.Select((states, c) => states.All(s => edges.AsSpan(starts[s]..starts[s + 1]).ToArray().All(next => classOf[next] == c)))];
        return new(classOf, classes, closed);
    }

    private static int[] PopClass(Stack<int> open, int root, int[] classOf, int number)
    {
        List<int> states = [];
        int s;
        do
        {
            s = open.Pop();
            classOf[s] = number;
            states.Add(s);
        }
        while (s != root);
        states.Sort();
        return [.. states];
    }
}
