using System.Diagnostics;
using Offprint.Datasets.Layouts;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Benchmarks;

/// <summary>A Hopper-sized data set of a million rows: writing, loading, drawing minibatches.</summary>
internal static class D4rlBenchmark
{
    private const int Rows = 1_000_000, BatchSize = 256, Seeds = 5;

    public static int Run()
    {
        OfflineDataset data = Hopper();
        string path = Path.Combine(Path.GetTempPath(), $"offprint-d4rl-{Environment.ProcessId}.hdf5");
        try
        {
            foreach (bool compress in new[] { false, true })
            {
                double write = Seconds(() => D4rlFile.Write(path, data, compress), 1);
                double read = Seconds(() => D4rlFile.Read(path), 5);
                Console.WriteLine($"{(compress ? "gzip" : "plain"),-6} {new FileInfo(path).Length / 1e6,6:F1} MB   write {write,5:F2} s " +
                    $"  load {read,5:F2} s");
            }
        }
        finally
        {
            File.Delete(path);
        }
        TransitionView view = data.View(new(TimeLimitRule.Drop));
        double[] weights = new double[view.Count];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = 1 + i % 7;
        Batches("uniform", view, new UniformSampler(view.Count));
        Batches("weighted", view, new WeightedSampler(weights));
        return 0;
    }

    private static void Batches(string name, TransitionView view, ITransitionSampler sampler)
    {
        using var random = new PopulationRandom([.. Enumerable.Range(0, Seeds).Select(i => new Seed((ulong)i))]);
        using var loader = new BatchLoader(view, sampler, BatchSize, Seeds);
        double seconds = Seconds(() =>
        {
            for (int i = 0; i < 20; i++)
                loader.Next(random);
        }, 501) / 20;
        Console.WriteLine($"{name,-9} batch {BatchSize} × {Seeds} seeds: {seconds * 1e6:F1} µs");
    }

    /// <summary>The fastest of some timings, after one that is not counted: what disturbs a machine only adds.</summary>
    private static double Seconds(Action action, int rounds)
    {
        if (rounds > 1)
            action();
        return Enumerable.Range(0, rounds).Min(_ =>
        {
            var clock = Stopwatch.StartNew();
            action();
            return clock.Elapsed.TotalSeconds;
        });
    }

    private static OfflineDataset Hopper()
    {
        RandomStream random = new Seed(1).Stream();
        float[] Uniform(int count)
        {
            float[] values = new float[count];
            foreach (ref float value in values.AsSpan())
                value = (float)random.NextUniform(-1, 1);
            return values;
        }
        bool[] timeouts = new bool[Rows];
        for (int row = 999; row < Rows; row += 1000)
            timeouts[row] = true;
        return new(new("Hopper", new BoxSpace(11), new BoxSpace(3, -1, 1), 1000), new(
            new(Uniform(Rows * 11), 11), new(Uniform(Rows * 3), 3), new(Uniform(Rows)), new(new bool[Rows]), new(timeouts))
        {
            Next = new(Uniform(Rows * 11), 11),
        });
    }
}
