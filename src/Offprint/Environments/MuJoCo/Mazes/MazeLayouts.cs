using Offprint.Environments.Tabular;

namespace Offprint.Environments.MuJoCo.Mazes;

/// <summary>
/// The mazes of D4RL (Fu, Kumar, Nachum, Tucker and Levine 2020): <c>#</c> is a wall, <c>R</c> the start of AntMaze, <c>G</c> the goal.
/// </summary>
public static class MazeLayouts
{
    /// <summary>A corridor bent twice; PointMaze's goal is its beginning.</summary>
    public static GridMap UMaze { get; } = new("#####", "#G..#", "###.#", "#...#", "#####");

    /// <summary>The same corridor from end to end, as AntMaze has it.</summary>
    public static GridMap AntUMaze { get; } = new("#####", "#R..#", "###.#", "#G..#", "#####");

    /// <summary>6 × 6 cells within walls, from corner to corner.</summary>
    public static GridMap Medium { get; } = new(
        "########",
        "#R.##..#",
        "#..#...#",
        "##...###",
        "#..#...#",
        "#.#..#.#",
        "#...#.G#",
        "########");

    /// <summary>7 × 10 cells within walls.</summary>
    public static GridMap Large { get; } = new(
        "############",
        "#R...#.....#",
        "#.##.#.#.#.#",
        "#......#...#",
        "#.####.###.#",
        "#..#.#.....#",
        "##.#.#.#.###",
        "#..#...#.G.#",
        "############");

    /// <summary>3 × 5 cells without walls between them; the goal is the middle.</summary>
    public static GridMap Open { get; } = new("#######", "#.....#", "#..G..#", "#.....#", "#######");

    /// <summary>A maze by the name that D4RL gives it.</summary>
    /// <param name="name"><c>umaze</c> (AntMaze's, from end to end), <c>medium</c>, <c>large</c>.</param>
    /// <returns>The maze.</returns>
    /// <exception cref="ArgumentException">There is no such maze; the message lists those there are.</exception>
    public static GridMap Find(string name) => name switch
    {
        "umaze" => AntUMaze,
        "medium" => Medium,
        "large" => Large,
        _ => throw new ArgumentException($"There is no maze '{name}'. There is: umaze, medium, large.", nameof(name)),
    };
}
