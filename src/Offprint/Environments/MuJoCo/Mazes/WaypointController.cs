namespace Offprint.Environments.MuJoCo.Mazes;

/// <summary>Leads the ball of a <see cref="PointMaze"/> along a shortest path of cells: proportional to the way, less the speed.</summary>
/// <param name="maze">The maze.</param>
public sealed class WaypointController(PointMaze maze)
{
    private const double Gain = 10, Damping = 1, Near = 0.1;

    private readonly MazePaths _paths = new(maze.Map);
    private readonly List<int> _waypoints = [];
    private int _next;

    /// <summary>The shortest paths that it follows.</summary>
    public MazePaths Paths => _paths;

    /// <summary>Sets out for a cell.</summary>
    /// <param name="observation">Where the ball is.</param>
    /// <param name="target">The cell, a state of the map.</param>
    /// <exception cref="ArgumentException">No way leads there.</exception>
    public void SetOut(ReadOnlySpan<float> observation, int target)
    {
        int cell = maze.CellAt(observation[0], observation[1]);
        _waypoints.Clear();
        _waypoints.AddRange(_paths.Path(cell, target));
        if (_waypoints.Count == 0)
            _waypoints.Add(target);
        _next = 0;
    }

    /// <summary>Acts.</summary>
    /// <param name="observation">The observation, [4].</param>
    /// <param name="action">Receives the action, [2], in ±1.</param>
    public void Act(ReadOnlySpan<float> observation, Span<float> action)
    {
        while (_next < _waypoints.Count - 1 && Away(observation) < Near)
            _next++;
        (double x, double y) = maze.Place(_waypoints[_next]);
        action[0] = (float)Math.Clamp(Gain * (x - observation[0]) - Damping * observation[2], -1, 1);
        action[1] = (float)Math.Clamp(Gain * (y - observation[1]) - Damping * observation[3], -1, 1);
    }

    /// <summary>Whether the ball is at the cell it set out for.</summary>
    /// <param name="observation">The observation.</param>
    /// <returns>Whether it is within 0.1 m.</returns>
    public bool HasArrived(ReadOnlySpan<float> observation) => _next == _waypoints.Count - 1 && Away(observation) < Near;

    private double Away(ReadOnlySpan<float> observation)
    {
        (double x, double y) = maze.Place(_waypoints[_next]);
        return Math.Sqrt((x - observation[0]) * (x - observation[0]) + (y - observation[1]) * (y - observation[1]));
    }
}
