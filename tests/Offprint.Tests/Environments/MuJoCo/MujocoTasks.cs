using Offprint.Environments.MuJoCo;
using Offprint.Environments.MuJoCo.Mazes;

namespace Offprint.Tests.Environments.MuJoCo;

/// <summary>Tests that count simulations run one after the other.</summary>
[CollectionDefinition(DisableParallelization = false)]
public sealed class MujocoCollection;

/// <summary>The tasks on MuJoCo by name, and the condition of every test that needs it.</summary>
public static class MujocoTasks
{
    public static TheoryData<string> Names =>
        ["Hopper", "HalfCheetah", "Walker2d", "Ant", "Swimmer", "Reacher", "InvertedPendulum", "InvertedDoublePendulum", "PointMaze",
            "AntMaze"];

    public static MujocoEnvironment Make(string name) => name switch
    {
        "Hopper" => new Hopper(),
        "HalfCheetah" => new HalfCheetah(),
        "Walker2d" => new Walker2d(),
        "Ant" => new Ant(),
        "Swimmer" => new Swimmer(),
        "Reacher" => new Reacher(),
        "InvertedPendulum" => new InvertedPendulum(),
        "InvertedDoublePendulum" => new InvertedDoublePendulum(),
        "PointMaze" => new PointMaze(MazeLayouts.Medium),
        "AntMaze" => new AntMaze(MazeLayouts.AntUMaze),
        _ => throw new ArgumentException(name),
    };

    public static void Require() => Assert.SkipWhen(!MujocoLibrary.IsAvailable, MujocoLibrary.Problem ?? "");
}
