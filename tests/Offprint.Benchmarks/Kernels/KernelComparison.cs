using System.Diagnostics;
using System.Text.Json;
using Offprint.Kernel.KernelSpecs;

namespace Offprint.Benchmarks.Kernels;

/// <summary>
/// The notebook engine through Python's jupyter_client, in turns with IPython's kernel as a peer where it is installed; without
/// jupyter_client, through the engine's own client.
/// </summary>
internal static class KernelComparison
{
    private const int Rounds = 3;
    private const string Ours = KernelSpec.DefaultName, Peer = "python3";

    private static readonly (string Key, string Label, double Target)[] s_rows =
    [
        ("start", "start to kernel_info reply", 1.5), ("first", "first cell", 2), ("trivial", "trivial cell, median", 0.020),
        ("complete", "completion, warm, median", 0.150), ("lines", "100,000 printed lines", 3),
    ];

    public static int Run()
    {
        if (FindPython("jupyter_client") is not { } python)
        {
            Console.WriteLine("No Python with jupyter_client here: measured through the engine's own client.");
            Report(Enumerable.Range(0, Rounds).Select(_ => OwnClientTimes.MeasureAsync().GetAwaiter().GetResult()).ToList(), []);
            return 0;
        }
        string folder = Directory.CreateTempSubdirectory("offprint-benchmark-").FullName;
        try
        {
            KernelSpec.At(folder, Ours).Install();
            bool hasPeer = FindPython("ipykernel") == python;
            List<Dictionary<string, double>> ours = [], peers = [];
            for (int i = 0; i < Rounds; i++)
            {
                ours.Add(Measure(python, folder, Ours, "csharp"));
                if (hasPeer)
                    peers.Add(Measure(python, folder, Peer, "python"));
            }
            Report(ours, peers);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Report(List<Dictionary<string, double>> ours, List<Dictionary<string, double>> peers)
    {
        Console.WriteLine($"{"medians of " + ours.Count + " runs",-30} {"Offprint",11} {"target",11} " +
            $"{(peers.Count > 0 ? "IPython" : ""),11}");
        foreach ((string key, string label, double target) in s_rows)
        {
            double own = SideBySide.Median(ours.Select(t => t[key]));
            string peer = peers.Count > 0 ? Shown(SideBySide.Median(peers.Select(t => t[key]))) : "";
            Console.WriteLine($"{label,-30} {Shown(own),11} {Shown(target),11} {peer,11}   {(own <= target ? "reached" : "MISSED")}");
        }
    }

    private static string Shown(double seconds) => seconds < 1 ? $"{seconds * 1000:0.0} ms" : $"{seconds:0.00} s";

    private static Dictionary<string, double> Measure(string python, string data, string kernel, string language)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Kernels", "kernel_benchmark.py");
        (int exit, string output) = Start(python, data, script, kernel, language);
        return exit == 0 ? JsonSerializer.Deserialize<Dictionary<string, double>>(output.Trim().Split('\n')[^1])!
            : throw new InvalidOperationException($"The measurement of {kernel} failed: {output}");
    }

    private static string? FindPython(string module) => Array.Find(["/usr/bin/python3", "python3", "python"], python =>
    {
        try
        {
            return Start(python, "", "-c", $"import {module}").Exit == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    });

    private static (int Exit, string Output) Start(string program, string data, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["JUPYTER_PATH"] = data;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + error.Result);
    }
}
