using System.ComponentModel;
using System.Diagnostics;

namespace Offprint.Benchmarks.Agents;

/// <summary>The Python process that trains the same algorithms with PyTorch, asked line by line.</summary>
internal sealed class AgentPeer : IDisposable
{
    private readonly Process _process;

    private AgentPeer(Process process, string version, double rate) => (_process, Version, ProductRate) = (process, version, rate);

    public string Version { get; }

    /// <summary>Floating-point operations a second of its products.</summary>
    public double ProductRate { get; }

    /// <summary>
    /// Starts the first Python that has torch, with the fastest kernels of OpenBLAS that multiply rightly here: OpenBLAS takes newer
    /// processors for older ones, and other BLAS libraries ignore the choice.
    /// </summary>
    /// <returns>The peer, or <see langword="null"/> where there is none.</returns>
    public static AgentPeer? Start()
    {
        foreach (string python in (string[])["/usr/bin/python3", "python3"])
        {
            (string Core, double Rate) best = ("", 0);
            foreach (string core in (string[])["", "Haswell", "Zen", "SkylakeX", "Cooperlake"])
            {
                double rate = RateOf(python, core);
                Console.WriteLine($"{python}, OpenBLAS core type {(core.Length == 0 ? "of its own choice" : core)}: " +
                    $"{(rate > 0 ? $"{rate / 1e9:F1} GFLOP/s" : "fails")}");
                if (rate > best.Rate)
                    best = (core, rate);
            }
            if (best.Rate > 0 && Launch(python, best.Core) is { } process && process.StandardOutput.ReadLine() is { } version)
                return new(process, $"{version}, OpenBLAS core type {best.Core}", best.Rate);
        }
        return null;
    }

    /// <summary>The rate of products with a core type; zero where they are wrong or end the process.</summary>
    private static double RateOf(string python, string core)
    {
        using Process? process = Launch(python, core, "rate");
        return double.TryParse(process?.StandardOutput.ReadLine(), CultureInfo.InvariantCulture, out double rate) ? rate : 0;
    }

    private static Process? Launch(string python, string core, params string[] arguments)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "Agents", "agent_peer.py"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        if (core.Length == 0)
            start.Environment.Remove("OPENBLAS_CORETYPE");
        else
            start.Environment["OPENBLAS_CORETYPE"] = core;
        try
        {
            Process process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The seconds of one update of one seed.</summary>
    public double Measure(string name, int width, int batch, double seconds)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {width} {batch} {seconds}"));
        return double.Parse(
            _process.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException("The peer has ended; run agent_peer.py by hand to see why."),
            CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
