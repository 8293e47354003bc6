using Offprint.Numerics;

namespace Offprint.Environments.Tabular;

/// <summary>
/// The strongly connected components of the graph of possible transitions: of an MDP (some action goes there) or of the Markov chain of a
/// policy. An MDP is communicating if there is one.
/// </summary>
public sealed class CommunicatingClasses
{
    private readonly StronglyConnectedComponents _components;

    private CommunicatingClasses(int[] starts, int[] edges) => _components = new(starts, edges);

    /// <summary>The classes, each with its states in increasing order; a class comes after those it can reach.</summary>
    public IReadOnlyList<int[]> Classes => _components.Components;

    /// <summary>The class of each state, [S].</summary>
    public ReadOnlySpan<int> ClassOf => _components.ComponentOf;

    /// <summary>Whether there is a single class: every state can be reached from every other one.</summary>
    public bool IsCommunicating => Classes.Count == 1;

    /// <summary>The classes that cannot be left: of a policy's chain, its recurrent classes.</summary>
    public IEnumerable<int[]> Closed => Classes.Where((_, c) => _components.IsClosed(c));

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
        return new(starts, mdp.Table.Next);
    }

    /// <summary>The classes of the Markov chain of a policy.</summary>
    /// <param name="mdp">A stationary MDP.</param>
    /// <param name="policy">A stationary policy.</param>
    /// <returns>The classes.</returns>
    public static CommunicatingClasses Of(TabularMdp mdp, TabularPolicy policy)
    {
        RequireStationary(mdp, "Communicating classes");
        TransitionTable chain = PolicyChain.Table(mdp, policy, 0);
        return new(chain.Starts, chain.Next);
    }

    /// <summary>Throws unless an MDP is communicating.</summary>
    /// <param name="mdp">The MDP.</param>
    /// <param name="purpose">What needs it, the start of the message.</param>
    /// <exception cref="ArgumentException">It is not; the message names two states of which one cannot be reached from the
    /// other.</exception>
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
            throw new ArgumentException($"{purpose} need rows that do not depend on the stage; {mdp.Name} has {mdp.Stages} stages.",
                nameof(mdp));
    }
}
