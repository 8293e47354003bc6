using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Environments.MuJoCo;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>The paper's seven tasks.</summary>
public enum ControlTask
{
    /// <summary>Reacher-v4, 30 steps.</summary>
    Reacher,

    /// <summary>InvertedPendulum-v4, 100 steps.</summary>
    InvertedPendulum,

    /// <summary>Hopper-v4, 30 steps.</summary>
    Hopper,

    /// <summary>Swimmer-v4, 100 steps.</summary>
    Swimmer,

    /// <summary>CartPole, 200 steps.</summary>
    CartPole,

    /// <summary>MountainCar, 200 steps.</summary>
    MountainCar,

    /// <summary>Acrobot, 500 steps.</summary>
    Acrobot,
}

/// <summary>Environments of the tasks.</summary>
internal static class ControlTasks
{
    /// <summary>T.</summary>
    public static int Horizon(this ControlTask task) => task switch
    {
        ControlTask.Reacher or ControlTask.Hopper => 30,
        ControlTask.InvertedPendulum or ControlTask.Swimmer => 100,
        ControlTask.Acrobot => 500,
        _ => 200,
    };

    public static bool IsDiscrete(this ControlTask task) =>
        task is ControlTask.CartPole or ControlTask.MountainCar or ControlTask.Acrobot;

    /// <summary>Makes environments of the task.</summary>
    public static Func<IEnvironment> Maker(this ControlTask task) => () => task.Create();

    /// <summary>The environment, cut after T steps.</summary>
    public static IEnvironment Create(this ControlTask task)
    {
        int horizon = task.Horizon();
        return task switch
        {
            ControlTask.Reacher => new Reacher(horizon),
            ControlTask.InvertedPendulum => new InvertedPendulum(horizon),
            ControlTask.Hopper => new Hopper(LocomotionOptions.Hopper with { Horizon = horizon }),
            ControlTask.Swimmer => new Swimmer(LocomotionOptions.Swimmer with { Horizon = horizon }),
            ControlTask.CartPole => new CartPole(horizon),
            ControlTask.MountainCar => new MountainCar(horizon),
            ControlTask.Acrobot => new Acrobot(horizon),
            _ => throw new ArgumentOutOfRangeException(nameof(task), task, "There is no such task."),
        };
    }
}
