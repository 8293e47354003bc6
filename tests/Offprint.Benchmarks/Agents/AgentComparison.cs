using System.Diagnostics;
using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Benchmarks.Agents;

/// <summary>
/// Seed-updates (PPO: minibatches) of five seeds' training, minibatches included, in a second of the processor, against the same agents on
/// libtorch's operations, on 256-bit vectors, and against the same algorithms written plainly in PyTorch: one thread each, in turns. The
/// limit's share is that of the arithmetic limit: the update's products at the best rate of large ones that any of them reaches.
/// </summary>
internal static class AgentComparison
{
    private const int Observations = 17, Actions = 6, Rows = 100_000, Seeds = 5, Rounds = 7, RolloutSteps = 2048;
    private const double Seconds = 0.4;

    private static readonly (int Width, int Batch, double Target)[] s_sizes = [(64, 256, 3.5), (256, 256, 1.3)];

    public static int Run()
    {
        Console.WriteLine(LibTorch.EnsureLoaded());
        using AgentPeer? peer = AgentPeer.Start();
        var view = new TransitionView(Data(), new(TimeLimitRule.Drop, NextState.Stored));
        double libtorch = LibtorchRate(), own = KernelRate(), rate = Math.Max(Math.Max(libtorch, own), peer?.ProductRate ?? 0);
        Console.WriteLine($"products of [{Seeds}, 256, 256]: libtorch {libtorch / 1e9:F1}, ours {own / 1e9:F1}, peer " +
            $"{peer?.ProductRate / 1e9:F1} GFLOP/s; " +
            $"{NetworkKernels.Describe()}; peer: {peer?.Version ?? "no Python with torch here"}");
        Seed[] seeds = [.. Enumerable.Range(0, Seeds).Select(s => new Seed((ulong)s))];
        foreach ((int width, int batch, double target) in s_sizes)
        {
            foreach (string name in (string[])["TD3+BC", "IQL", "SAC"])
            {
                using PopulationAgent agent = Make(name, view.Data.Spec, seeds, width);
                using var loader = new BatchLoader(view, new UniformSampler(view.Count), batch, Seeds);
                using var random = new PopulationRandom(seeds);
                Compare(name, width, batch, target, () => agent.Update(loader.Next(random)), rate, peer);
            }
        }
        Proximal(view, seeds, rate, peer);
        return 0;
    }

    /// <summary>PPO at its default sizes, by the minibatch: an update's 320 minibatches carry what it does once.</summary>
    private static void Proximal(TransitionView view, Seed[] seeds, double rate, AgentPeer? peer)
    {
        using var agent = new ProximalPolicy(view.Data.Spec, seeds);
        using var rollouts = new RolloutBuffer(Seeds, 1, RolloutSteps, Observations, Actions);
        OfflineDataset data = view.Data;
        for (int i = 0; i < Seeds * RolloutSteps; i++)
            rollouts.Add(i / RolloutSteps, new(data.Observations.Row(i), data.Actions.Row(i), data.Rewards.Row(i)[0], data.Next!.Row(i),
                false), false);
        int minibatches = agent.Options.Epochs * RolloutSteps / agent.Options.Minibatch;
        Compare("PPO", 64, agent.Options.Minibatch, 6, () => agent.Update(rollouts), rate, peer, minibatches);
    }

    private static void Compare(string name, int width, int batch, double target, Action update, double rate, AgentPeer? peer,
        int minibatches = 1)
    {
        double Ours(int bits)
        {
            using var forced = NetworkKernels.Force(bits);
            return Time(update) / Seeds / minibatches;
        }

        (double Ours, double Narrow, double Libtorch, double Peer) Turn() =>
            (Ours(NetworkKernels.Widest), Ours(256), Ours(0), peer?.Measure(name, width, batch, Seconds) ?? double.NaN);

        _ = Turn(); // not counted: all warm up
        var times = Enumerable.Range(0, Rounds).Select(_ => Turn()).ToList();
        double ours = SideBySide.Median(times.Select(t => t.Ours)), share = Flops(name, width, batch) / rate / ours;
        string line = $"{name,-7} {width,3} units, batch {batch}   ours {1 / ours,7:F0} seed-updates/s   limit's share {share,4:P0}   " +
            $"over libtorch's operations {SideBySide.Median(times.Select(t => t.Libtorch / t.Ours)):F2} " +
            $"(256 bits: {SideBySide.Median(times.Select(t => t.Libtorch / t.Narrow)):F2})";
        if (peer is not null)
        {
            double ratio = SideBySide.Median(times.Select(t => t.Peer / t.Ours));
            line += $"   PyTorch {1 / SideBySide.Median(times.Select(t => t.Peer)),7:F0}   ratio {ratio:F2} " +
                $"[{times.Min(t => t.Peer / t.Ours):F2}, {times.Max(t => t.Peer / t.Ours):F2}]   target {target:F1} " +
                    $"{(ratio >= target ? "reached" : "MISSED")}";
        }
        Console.WriteLine(line);
    }

    private static PopulationAgent Make(string name, EnvironmentSpec spec, Seed[] seeds, int width)
    {
        int[] hidden = [width, width];
        var critics = new CriticOptions { Hidden = hidden };
        return name switch
        {
            "TD3+BC" => new Td3Bc(spec, seeds, new() { ActorHidden = hidden, Critics = critics }),
            "IQL" => new ImplicitQLearning(spec, seeds, new()
            {
                ValueHidden = hidden, Critics = critics, Policy = new ImplicitQLearningOptions().Policy with { Hidden = hidden },
            }),
            _ => new SoftActorCritic(spec, seeds, new() { Critics = critics, Policy = new() { Hidden = hidden } }),
        };
    }

    /// <summary>Floating-point operations of the products of one update of one seed.</summary>
    private static double Flops(string name, int width, int batch)
    {
        (double critic, double critics0) = Forward(Observations + Actions, 1);
        (double value, double value0) = Forward(Observations, 1);
        (double actor, double actor0) = Forward(Observations, name == "SAC" ? 2 * Actions : Actions);
        // A trained network: forward, weights' gradients, and gradients of the inputs of all layers but the first.
        double critics = 2 * (3 * critic - critics0) + 2 * critic, policy = 3 * actor - actor0;
        return name switch
        {
            "PPO" => policy + 3 * value - value0,
            "TD3+BC" => critics + actor + (policy + 2 * critic) / 2,
            "IQL" => critics + value + 3 * value - value0 + policy,
            _ => critics + actor + policy + 2 * 2 * critic,
        };

        (double All, double First) Forward(int inputs, int outputs)
        {
            double first = 2.0 * batch * inputs * width;
            return (first + 2.0 * batch * width * (width + outputs), first);
        }
    }

    private static unsafe double KernelRate()
    {
        float[] factors = GC.AllocateArray<float>(3 * 256 * 256, pinned: true);
        factors.AsSpan().Fill(1e-3f);
        fixed (float* memory = factors)
        {
            var product = new Product
            {
                Rows = 256, Columns = 256, Depth = 256, A = memory, ARow = 256, ADepth = 1, B = memory + 256 * 256, BDepth = 256,
                    BColumn = 1,
                C = memory + 2 * 256 * 256, CRow = 256,
            };
            return Enumerable.Range(0, Rounds).Max(_ => 2.0 * 256 * 256 * 256 * 100 / Time(() =>
            {
                for (int i = 0; i < 100; i++)
                    Products.Run(product);
            }));
        }
    }

    private static double LibtorchRate()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        Tensor x = randn(Seeds, 256, 256), y = randn(Seeds, 256, 256);
        return Enumerable.Range(0, Rounds).Max(_ => Seeds * 2.0 * 256 * 256 * 256 / Time(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                using Tensor product = x.bmm(y);
            }
        }) * 20);
    }

    /// <summary>Seconds of the processor, which other processes do not disturb as they do those of the clock.</summary>
    private static double Time(Action action)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan start = process.TotalProcessorTime;
        int calls = 0;
        double seconds;
        do
        {
            action();
            calls++;
            process.Refresh();
            seconds = (process.TotalProcessorTime - start).TotalSeconds;
        }
        while (seconds < Seconds);
        return seconds / calls;
    }

    private static OfflineDataset Data()
    {
        RandomStream random = new Seed(3).Stream();
        float[] observations = new float[Rows * Observations], next = new float[Rows * Observations], actions = new float[Rows * Actions],
            rewards = new float[Rows];
        foreach (float[] column in (float[][])[observations, next, rewards])
            random.FillNormal(column);
        for (int i = 0; i < actions.Length; i++)
            actions[i] = (float)random.NextUniform(-1, 1);
        bool[] timeouts = new bool[Rows];
        timeouts[^1] = true;
        return new(new("random", new BoxSpace(Observations), new BoxSpace(Actions, -1, 1)),
            new(new(observations, Observations), new(actions, Actions), new(rewards), new(new bool[Rows]),
                new(timeouts)) { Next = new(next, Observations) });
    }
}
