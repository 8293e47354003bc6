using System.Text;
using Offprint.Environments.Tabular;

namespace Offprint.Environments.MuJoCo.Mazes;

/// <summary>The four-legged <see cref="Ant"/> in a maze of cells of 4 m: D4RL's AntMaze (Fu et al. 2020), with Gymnasium's body.</summary>
/// <remarks>
/// Observation [29]: x and y from the cell marked <c>R</c> (without one, the first free cell), height, quaternion and joint angles of the
/// body, then the velocities, all unclipped. Action [8] as Ant's. D4RL's body has weaker motors and a longer time step; this one is
/// Gymnasium-Robotics'.
/// </remarks>
/// <param name="map">The maze; D4RL's are in <see cref="MazeLayouts"/>.</param>
/// <param name="options">The task; <see cref="MazeOptions.AntMaze"/> if not given.</param>
/// <exception cref="ArgumentException">The map has no goal or more than one, or no start where one is asked for.</exception>
public sealed class AntMaze(GridMap map, MazeOptions? options = null)
    : MazeEnvironment("AntMaze", MujocoModel.FromXml(Mjcf(map), "AntMaze"), map, options ?? MazeOptions.AntMaze)
{
    private const double CellSize = 4, WallHeight = 2;

    /// <inheritdoc/>
    public override (double X, double Y) Place(int cell)
    {
        (int row, int column) = Map.CellOf(cell);
        return Place(Map, row, column);
    }

    private static (double X, double Y) Place(GridMap map, int row, int column)
    {
        (int firstRow, int firstColumn) = map.CellOf(map.Marked('R').FirstOrDefault());
        return (CellSize * (column - firstColumn), CellSize * (row - firstRow));
    }

    /// <summary>The body's model with the walls in its world.</summary>
    private static string Mjcf(GridMap map)
    {
        var walls = new StringBuilder();
        foreach ((int row, int column) in map.Walls)
        {
            (double x, double y) = Place(map, row, column);
            walls.Append($"<geom type='box' contype='1' conaffinity='1' pos='{x} {y} {WallHeight / 2}' " +
                $"size='{CellSize / 2} {CellSize / 2} {WallHeight / 2}' rgba='0.7 0.5 0.3 1'/>\n");
        }
        return MujocoModel.ShippedXml("Ant").Replace("</worldbody>", $"{walls}</worldbody>", StringComparison.Ordinal);
    }
}
