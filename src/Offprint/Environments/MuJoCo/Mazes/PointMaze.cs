using System.Text;
using Offprint.Environments.Tabular;

namespace Offprint.Environments.MuJoCo.Mazes;

/// <summary>A ball that is pushed through a maze of cells of 1 m: D4RL's maze2d (Fu et al. 2020).</summary>
/// <remarks>
/// Observation [4]: row and column coordinate of the ball in m, their velocities. Action [2]: forces in units of 100 N. Speeds beyond ±5
/// m/s are cut before each step. A cell's coordinates are its row and column; as in D4RL, they are 0.2 m beside its middle.
/// </remarks>
public sealed class PointMaze : MazeEnvironment
{
    /// <summary>The speed along an axis beyond which it is cut, m/s.</summary>
    public const double FastestSpeed = 5;

    private const double Offset = 0.2;

    /// <summary>Makes the environment.</summary>
    /// <param name="map">The maze; D4RL's are in <see cref="MazeLayouts"/>.</param>
    /// <param name="options">The task; <see cref="MazeOptions.Maze2d"/> if not given.</param>
    /// <exception cref="ArgumentException">The map has no goal or more than one, or no start where one is asked for.</exception>
    public PointMaze(GridMap map, MazeOptions? options = null)
        : base("PointMaze", MujocoModel.FromXml(Mjcf(map), "PointMaze"), map, options ?? MazeOptions.Maze2d)
    {
    }

    /// <inheritdoc/>
    public override (double X, double Y) Place(int cell) => Map.CellOf(cell);

    /// <summary>The cell that coordinates lie in.</summary>
    /// <param name="x">The row coordinate, m.</param>
    /// <param name="y">The column coordinate, m.</param>
    /// <returns>A state of the map, or −1 within a wall.</returns>
    public int CellAt(double x, double y) => Map.StateAt((int)Math.Round(x + Offset), (int)Math.Round(y + Offset));

    private protected override void Prepare()
    {
        foreach (ref double velocity in Simulation.Velocities)
            velocity = Math.Clamp(velocity, -FastestSpeed, FastestSpeed);
    }

    /// <summary>The model as D4RL documents it: walls are boxes, the ball slides along two axes, nothing falls.</summary>
    private static string Mjcf(GridMap map)
    {
        var walls = new StringBuilder();
        foreach ((int row, int column) in map.Walls)
            walls.Append($"<geom type='box' conaffinity='1' pos='{row} {column} 0' size='0.5 0.5 0.2' rgba='0.7 0.5 0.3 1'/>\n");
        return $"""
            <mujoco model="PointMaze">
              <compiler angle="radian" inertiafromgeom="true"/>
              <option timestep="0.01" gravity="0 0 0" iterations="20" integrator="Euler"/>
              <default>
                <joint damping="1" limited="false"/>
                <geom friction="0.5 0.1 0.1" density="1000" margin="0.002" condim="1" contype="2" conaffinity="1"/>
              </default>
              <worldbody>
                <body name="ball" pos="{Offset} {Offset} 0">
                  <geom type="sphere" size="0.1" contype="1" rgba="0 0.45 0.7 1"/>
                  <joint name="x" type="slide" axis="1 0 0"/>
                  <joint name="y" type="slide" axis="0 1 0"/>
                </body>
                {walls}
              </worldbody>
              <actuator>
                <motor joint="x" ctrlrange="-1 1" ctrllimited="true" gear="100"/>
                <motor joint="y" ctrlrange="-1 1" ctrllimited="true" gear="100"/>
              </actuator>
            </mujoco>
            """;
    }
}
