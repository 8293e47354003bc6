namespace Offprint.Numerics;

/// <summary>
/// The sets of nodes of a directed graph that reach each other: communicating classes where nodes are states and edges possible
/// transitions.
/// Tarjan's algorithm (1972) with its own stack, so that long chains do not overflow the thread's.
/// </summary>
public sealed class StronglyConnectedComponents
{
    private readonly int[] _starts, _edges, _componentOf, _index, _low, _edge;
    private readonly Stack<int> _open = new(), _path = new();
    private readonly List<int[]> _components = [];
    private readonly bool[] _closed;
    private int _time;

    /// <summary>Finds the components of a graph.</summary>
    /// <param name="starts">Where each node's edges begin, [N + 1], the last being their number.</param>
    /// <param name="edges">The node at each edge's end.</param>
    public StronglyConnectedComponents(int[] starts, int[] edges)
    {
        int count = starts.Length - 1;
        (_starts, _edges) = (starts, edges);
        (_componentOf, _index, _low, _edge) = (new int[count], new int[count], new int[count], new int[count]);
        Array.Fill(_componentOf, -1);
        Array.Fill(_index, -1);
        for (int root = 0; root < count; root++)
        {
            if (_index[root] < 0)
                _path.Push(root);
            while (_path.TryPeek(out int node))
                Advance(node);
        }
        _closed = [.. _components.Select((nodes, c) => Array.TrueForAll(nodes, node => StaysIn(node, c)))];
    }

    /// <summary>The components, each with its nodes in increasing order; a component comes after those it can reach.</summary>
    public IReadOnlyList<int[]> Components => _components;

    /// <summary>The component of each node, [N].</summary>
    public ReadOnlySpan<int> ComponentOf => _componentOf;

    /// <summary>Whether no edge leads out of a component.</summary>
    /// <param name="component">Its number.</param>
    /// <returns>Whether it is closed.</returns>
    public bool IsClosed(int component) => _closed[component];

    private bool StaysIn(int node, int component)
    {
        foreach (int next in _edges.AsSpan(_starts[node].._starts[node + 1]))
        {
            if (_componentOf[next] != component)
                return false;
        }
        return true;
    }

    private void Advance(int node)
    {
        if (_index[node] < 0)
        {
            _index[node] = _low[node] = _time++;
            _edge[node] = _starts[node];
            _open.Push(node);
        }
        for (; _edge[node] < _starts[node + 1]; _edge[node]++)
        {
            int next = _edges[_edge[node]];
            if (_index[next] < 0)
            {
                _path.Push(next); // the edge is looked at again on return, to take over what its end reached
                return;
            }
            if (_componentOf[next] < 0)
                _low[node] = Math.Min(_low[node], _low[next]);
        }
        _path.Pop();
        if (_low[node] == _index[node])
            Close(node);
    }

    private void Close(int root)
    {
        List<int> nodes = [];
        int node;
        do
        {
            node = _open.Pop();
            _componentOf[node] = _components.Count;
            nodes.Add(node);
        }
        while (node != root);
        nodes.Sort();
        _components.Add([.. nodes]);
    }
}
