using System.Diagnostics;
using System.Text.Json;
using Offprint.Kernel;
using Offprint.Kernel.DotnetInteractive;
using Offprint.Kernel.KernelSpecs;
using Offprint.Kernel.Running;

namespace Offprint.Benchmarks.Kernels;

/// <summary>
/// The notebook engine through Python's jupyter_client, in turns with .NET Interactive's last release and IPython's kernel, where they can
/// be had; without jupyter_client, through the engine's own client.
/// </summary>
internal static class KernelComparison
{
    private const int Rounds = 3;
    private const string Ours = KernelSpec.DefaultName, Interactive = KernelSpec.DotnetInteractivePrefix + "csharp", Python = "python3";

    private static readonly (string Key, string Label, double Target)[] s_rows =
    [
        ("start", "start to kernel_info reply", 0.6), ("first", "first cell", 1), ("trivial", "trivial cell, median", 0.010),
        ("complete", "completion, warm, median", 0.150), ("lines", "100,000 printed lines", 3), (Memory, "memory after 1,000 cells", 350),
    ];

    private const string Memory = "memory";

    public static int Run()
    {
        if (FindPython("jupyter_client") is not { } python)
        {
            Console.WriteLine("No Python with jupyter_client here: measured through the engine's own client.");
            Report(new() { [Ours] = [.. Enumerable.Range(0, Rounds).Select(_ => OwnClientTimes.MeasureAsync().GetAwaiter().GetResult())] });
            return 0;
        }
        string folder = Directory.CreateTempSubdirectory("offprint-benchmark-").FullName;
        try
        {
            KernelSpec.At(folder, Ours).Install();
            List<(string Kernel, string Language)> kernels = [(Ours, "csharp")];
            if (HasInteractive(folder))
                kernels.Add((Interactive, "csharp"));
            if (FindPython("ipykernel") == python)
                kernels.Add((Python, "python"));
            Dictionary<string, List<Dictionary<string, double>>> times = kernels.ToDictionary(k => k.Kernel, _ =>
                new List<Dictionary<string, double>>());
            for (int i = 0; i < Rounds; i++)
            {
                foreach ((string kernel, string language) in kernels)
                    times[kernel].Add(Measure(python, folder, kernel, language));
            }
            Report(times);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool HasInteractive(string folder)
    {
        try
        {
            KernelProgram program = PrivateInstallation.EnsureAsync(CancellationToken.None).GetAwaiter().GetResult();
            KernelSpec.At(folder, Interactive).Install(program.For("csharp"), "C# (.NET Interactive)", "C#",
                PrivateInstallation.Environment(null));
            return true;
        }
        catch (UserException e)
        {
            Console.WriteLine(e.Message);
            return false;
        }
    }

    private static void Report(Dictionary<string, List<Dictionary<string, double>>> times)
    {
        double Of(string kernel, string key) => SideBySide.Median(times[kernel].Select(t => t[key]));
        Console.WriteLine($"{"medians of " + Rounds + " runs",-30} {"Offprint",11} {"target",11}          " +
            $"{(times.ContainsKey(Interactive) ? ".NET Interactive   ratio" : "")}   {(times.ContainsKey(Python) ? "IPython" : "")}");
        foreach ((string key, string label, double target) in s_rows.Where(row => times[Ours][0].ContainsKey(row.Key)))
        {
            string Shown(double value) => key == Memory ? $"{value:0} MB" : value < 1 ? $"{value * 1000:0.0} ms" : $"{value:0.00} s";
            double own = Of(Ours, key);
            string interactive = times.ContainsKey(Interactive)
                ? $"{Shown(Of(Interactive, key)),16} {own / Of(Interactive, key),7:0.00}" : "";
            Console.WriteLine($"{label,-30} {Shown(own),11} {Shown(target),11} {(own <= target ? "reached" : "MISSED"),7} {interactive} " +
                $"{(times.ContainsKey(Python) ? Shown(Of(Python, key)) : ""),11}");
        }
    }

    private static Dictionary<string, double> Measure(string python, string data, string kernel, string language)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Kernels", "kernel_benchmark.py");
        string lines = kernel == Interactive ? "2000" : "100000"; // that many would take it minutes
        (int exit, string output) = Start(python, data, script, kernel, language, lines);
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
