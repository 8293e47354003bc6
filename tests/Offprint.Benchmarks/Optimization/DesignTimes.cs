using System.Diagnostics;
using Offprint.Environments.MuJoCo;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Morphologies;
using Offprint.Optimization.Translation;
using Offprint.Tensors;

namespace Offprint.Benchmarks.Optimization;

/// <summary>
/// A synthetic function of ROOT (a Gaussian process on 2,000 designs, 100 steps up and down from 256 starts), and a rollout of an ant
/// beside the bare time steps of its physics.
/// </summary>
internal static class DesignTimes
{
    private const int Rounds = 7;

    public static int Run()
    {
        LibTorch.EnterWorker();
        DesignDataset words = TfBind8.Synthetic(new Seed(1)).Visible;
        ulong seed = 0;
        double seconds = SideBySide.Median(Enumerable.Range(0, Rounds + 1).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            using TranslationPairs pairs = SyntheticPairs.Draw(words, SyntheticPairOptions.Words, new Seed(++seed));
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }).Skip(1));
        Console.WriteLine($"synthetic function, 2,000 designs, 256 × 100 steps   {seconds:F2} s");
        if (MujocoLibrary.Problem is { } problem)
        {
            Console.WriteLine(problem);
            return 0;
        }
        using MujocoModel model = AntBody.Build(AntDesigns.Default);
        using MujocoSimulation rollout = new(model), bare = new(model);
        double Score() => AntRollout.Score(rollout, AntGait.Default);
        SideBySide.Compare("ant, 100 steps and bare mj_step", () => Score(), () => Steps(bare, contacts: false));
        SideBySide.Compare("the same, bare with mj_rnePostConstraint", () => Score(), () => Steps(bare, contacts: true));
        return 0;
    }

    /// <summary>The same physics without score; contact forces, which the score needs, as MuJoCo alone computes them.</summary>
    private static void Steps(MujocoSimulation simulation, bool contacts)
    {
        simulation.Reset();
        for (int step = 0; step < AntRollout.Steps; step++)
        {
            AntGait.Default.Act(step, simulation.Controls);
            simulation.Step(AntRollout.TimeSteps);
            if (contacts)
                simulation.ComputeContactForces();
        }
    }
}
