using System.Diagnostics;
using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Environments.MuJoCo.Mazes;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Benchmarks.Agents;

/// <summary>
/// What parts of offline-to-online methods cost over what they extend: ten critics over two, a family of policies over one, a maze over its
/// physics, evaluations over the updates between them.
/// </summary>
internal static class OfflineToOnlineComparison
{
    private const int Rows = 256, Steps = 250;
    private static readonly int[] s_hidden = [64, 64];
    private static readonly Seed[] s_seeds = [new(1), new(2), new(3), new(4), new(5)];

    public static int Run()
    {
        LibTorch.EnterWorker();
        var spec = new EnvironmentSpec("task", new BoxSpace(11), new BoxSpace(3, -1, 1));
        SoftActorCriticOptions Critics(int count) =>
            new() { Critics = new() { Count = count, Hidden = s_hidden }, Policy = new() { Hidden = s_hidden } };
        Compare("two critics over ten (SAC)", spec, Critics(2), Critics(10));
        var iql = new ImplicitQLearningOptions
        {
            Critics = new() { Hidden = s_hidden }, ValueHidden = s_hidden, Policy = new ImplicitQLearningOptions().Policy with
            {
                Hidden = s_hidden,
            },
        };
        var family = new FamO2oOptions { Critics = iql.Critics, ValueHidden = s_hidden, Policy = iql.Policy, BalanceHidden = s_hidden };
        Compare("IQL over FamO2O", spec, iql, family);
        if (MujocoLibrary.Problem is { } problem)
        {
            Console.WriteLine(problem);
            return 0;
        }
        CompareMaze();
        ShareOfEvaluation();
        return 0;
    }

    private static void Compare(string label, EnvironmentSpec spec, AgentOptions plain, AgentOptions extended)
    {
        using var random = new PopulationRandom(s_seeds);
        var batch = new Batch(random.Normal(Rows, 11), random.Uniform(Rows, 3) * 2 - 1, random.Normal(Rows, 1), random.Normal(Rows, 11),
            random.Uniform(Rows, 1).round());
        using ILearner one = plain.Create(spec, s_seeds), other = extended.Create(spec, s_seeds);
        SideBySide.Compare(label, () => ((IAgent)one).Update(batch), () => ((IAgent)other).Update(batch));
    }

    /// <summary>The bare loop starts where the maze does and ends in the same state, so that both meet the same walls.</summary>
    private static void CompareMaze()
    {
        using var maze = new PointMaze(MazeLayouts.Medium);
        using var bare = new MujocoSimulation(maze.Model);
        int skip = (int)Math.Round(maze.StepDuration / maze.Model.TimeStep);
        float[] observation = new float[maze.Spec.Observation.Size], action = [0.3f, -0.2f];
        maze.Reset(new Seed(1), observation);
        double[] positions = [.. maze.Simulation.Positions], velocities = [.. maze.Simulation.Velocities];
        SideBySide.Compare($"point maze over {Steps} × {skip} mj_step", () =>
        {
            maze.Reset(new Seed(1), observation);
            for (int i = 0; i < Steps; i++)
                maze.Step(action, observation);
        }, () =>
        {
            bare.Reset();
            positions.CopyTo(bare.Positions);
            velocities.CopyTo(bare.Velocities);
            bare.Forward();
            for (int i = 0; i < Steps; i++)
            {
                (bare.Controls[0], bare.Controls[1]) = (action[0], action[1]);
                foreach (ref double velocity in bare.Velocities)
                    velocity = Math.Clamp(velocity, -PointMaze.FastestSpeed, PointMaze.FastestSpeed);
                bare.Step(skip);
            }
        });
        bool same = maze.Simulation.Positions.SequenceEqual(bare.Positions);
        Console.WriteLine(same ? "  both end in the same state" : "  THE TWO END IN DIFFERENT STATES: the times do not compare");
    }

    /// <summary>Ten full episodes a seed, every 5000 updates of a cheap agent. Studies that look more often have shorter ones.</summary>
    private static void ShareOfEvaluation()
    {
        const int updates = 200, interval = 5000;
        using var evaluator = new RolloutEvaluator(() => Locomotion.Create("halfcheetah"), s_seeds.Length);
        using var agent = new Td3Bc(evaluator.Spec, s_seeds, new() { ActorHidden = s_hidden, Critics = new() { Hidden = s_hidden } });
        using var random = new PopulationRandom(s_seeds);
        (int observations, int actions) = (evaluator.Spec.Observation.Size, evaluator.Spec.Action.Size);
        var batch = new Batch(random.Normal(Rows, observations), random.Uniform(Rows, actions) * 2 - 1, random.Normal(Rows, 1),
            random.Normal(Rows, observations), random.Uniform(Rows, 1).round());
        double[] shares = [.. Enumerable.Range(0, 6).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            evaluator.Evaluate(agent.Policy, s_seeds);
            double evaluation = clock.Elapsed.TotalSeconds;
            clock.Restart();
            for (int i = 0; i < updates; i++)
                agent.Update(batch);
            return evaluation / (evaluation + clock.Elapsed.TotalSeconds * interval / updates);
        }).Skip(1)];
        Console.WriteLine($"evaluation of TD3+BC, share of time     {100 * SideBySide.Median(shares):F1} % [{100 * shares.Min():F1}, " +
            $"{100 * shares.Max():F1}]");
    }
}
