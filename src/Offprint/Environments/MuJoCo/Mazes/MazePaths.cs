using Offprint.Environments.Tabular;

namespace Offprint.Environments.MuJoCo.Mazes;

/// <summary>Shortest paths between the free cells of a map, a step to one of four neighbors.</summary>
public sealed class MazePaths
{
    private static readonly (int Row, int Column)[] s_steps = [(-1, 0), (0, -1), (0, 1), (1, 0)];

    private readonly int[][] _distances; // [to][from], -1 where there is no way

    /// <summary>Finds all distances.</summary>
    /// <param name="map">The map.</param>
    public MazePaths(GridMap map)
    {
        Map = map;
        _distances = [.. Enumerable.Range(0, map.States).Select(DistancesTo)];
    }

    /// <summary>The map.</summary>
    public GridMap Map { get; }

    /// <summary>The number of steps between two cells.</summary>
    /// <param name="from">The first cell's state in the map.</param>
    /// <param name="to">The other's.</param>
    /// <returns>The number, or −1 if there is no way.</returns>
    public int Distance(int from, int to) => _distances[to][from];

    /// <summary>A shortest path.</summary>
    /// <param name="from">The first cell's state in the map.</param>
    /// <param name="to">The last one's.</param>
    /// <returns>The cells after the first, up to the last.</returns>
    /// <exception cref="ArgumentException">There is no way.</exception>
    public IReadOnlyList<int> Path(int from, int to)
    {
        if (Distance(from, to) < 0)
            throw new ArgumentException($"No way leads from cell {Map.CellOf(from)} to cell {Map.CellOf(to)}: walls are between them.");
        var path = new List<int>();
        for (int at = from; at != to; path.Add(at))
            at = Neighbors(at).First(next => Distance(next, to) == Distance(at, to) - 1);
        return path;
    }

    private int[] DistancesTo(int target)
    {
        int[] distances = new int[Map.States];
        Array.Fill(distances, -1);
        distances[target] = 0;
        var queue = new Queue<int>([target]);
        while (queue.TryDequeue(out int cell))
        {
            foreach (int next in Neighbors(cell).Where(next => distances[next] < 0))
            {
                distances[next] = distances[cell] + 1;
                queue.Enqueue(next);
            }
        }
        return distances;
    }

    private IEnumerable<int> Neighbors(int cell)
    {
        (int row, int column) = Map.CellOf(cell);
        return s_steps.Select(step => Map.StateAt(row + step.Row, column + step.Column)).Where(state => state >= 0);
    }
}
