using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Environments.MuJoCo;
using Offprint.Numerics;

namespace Offprint.Benchmarks.Environments;

/// <summary>
/// Steps of the environments: classic control in nanoseconds, MuJoCo beside a loop over <c>mj_step</c> in C with the same model, start and
/// actions, whose final state must be the same to the last bit.
/// </summary>
internal static unsafe class EnvironmentComparison
{
    private const int Steps = 1000;

    public static int Run()
    {
        foreach (IEnvironment environment in new IEnvironment[] { new CartPole(), new Pendulum(), new MountainCar(), new Acrobot() })
        {
            using (environment)
                Console.WriteLine($"{environment.Spec.Name,-34} {Nanoseconds(environment),9:F0} ns a step, restarts included");
        }
        if (MujocoLibrary.Problem is { } problem)
        {
            Console.WriteLine(problem);
            return 0;
        }
        using var folder = new TemporaryFolder();
        if (Compile(folder.Path) is not { } library)
            return 0;
        var quiet = LocomotionOptions.Hopper with { ResetNoise = 0, TerminateWhenUnhealthy = false };
        Compare(library, folder.Path, new Hopper(quiet), 4);
        Compare(library, folder.Path, new HalfCheetah(LocomotionOptions.HalfCheetah with { ResetNoise = 0 }), 5);
        Compare(library, folder.Path, new Ant(LocomotionOptions.Ant with { ResetNoise = 0, TerminateWhenUnhealthy = false }), 5);
        return 0;
    }

    private static double Nanoseconds(IEnvironment environment)
    {
        const int steps = 1_000_000, rounds = 7;
        float[] observation = new float[environment.Spec.Observation.Size], actions = Actions(environment, 1024);
        environment.Reset(new Seed(1), observation);
        return SideBySide.Median(Enumerable.Range(0, rounds + 1).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < steps; i++)
            {
                if (environment.Step(actions.AsSpan(i % 1024, 1), observation).Ended)
                    environment.Reset(null, observation);
            }
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / steps;
        }).Skip(1));
    }

    private static void Compare(nint library, string folder, MujocoEnvironment environment, int skip)
    {
        using (environment)
        {
            string name = environment.Spec.Name, path = Path.Combine(folder, name + ".xml");
            File.WriteAllText(path, MujocoModel.ShippedXml(name));
            var open = (delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(library, "open_model");
            var run = (delegate* unmanaged<float*, int, int, int, double*, void>)NativeLibrary.GetExport(library, "run");
            double[] positions;
            fixed (byte* text = Encoding.UTF8.GetBytes(path + '\0'))
                positions = new double[open(text)];
            float[] actions = Actions(environment, Steps), observation = new float[environment.Spec.Observation.Size];
            SideBySide.Compare($"{name}, {Steps} × {skip} mj_step", () =>
            {
                environment.Reset(new Seed(1), observation);
                for (int i = 0; i < Steps; i++)
                    environment.Step(actions.AsSpan(i * environment.Spec.Action.Size, environment.Spec.Action.Size), observation);
            }, () =>
            {
                fixed (float* a = actions)
                fixed (double* p = positions)
                    run(a, Steps, skip, Steps, p);
            });
            bool same = environment.Simulation.Positions.SequenceEqual(positions);
            Console.WriteLine(same ? "  both end in the same state" : "  THE TWO END IN DIFFERENT STATES: the times do not compare");
        }
    }

    private static float[] Actions(IEnvironment environment, int count)
    {
        int size = environment.Spec.Action.Size;
        float[] actions = new float[count * size];
        var random = new Seed(2).Stream();
        for (int i = 0; i < count; i++)
            environment.Spec.Action.Sample(random, actions.AsSpan(i * size, size));
        return actions;
    }

    private static nint? Compile(string folder)
    {
        string source = Path.Combine(AppContext.BaseDirectory, "Environments", "step_loop.c"),
            library = Path.Combine(folder, "step_loop.so");
        try
        {
            using Process compiler = Process.Start(new ProcessStartInfo("gcc",
                ["-O2", "-shared", "-fPIC", source, "-o", library, "-lmujoco"]))!;
            compiler.WaitForExit();
            if (compiler.ExitCode == 0)
                return NativeLibrary.Load(library);
        }
        catch (Win32Exception)
        {
        }
        Console.WriteLine("The peer in C could not be compiled: it needs gcc and MuJoCo's headers (Debian: libmujoco-dev).");
        return null;
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("offprint-benchmark-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
