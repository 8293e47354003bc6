using System.ComponentModel;
using System.Diagnostics;

namespace Offprint.Benchmarks.Agents;

/// <summary>The Python process that trains the same algorithms with PyTorch, asked line by line.</summary>
internal sealed class AgentPeer : IDisposable
{
    private readonly Process _process;

    private AgentPeer(Process process, string version) => (_process, Version) = (process, version);

    public string Version { get; }

    /// <summary>Starts the first Python that has torch.</summary>
    /// <returns>The peer, or <see langword="null"/> where there is none.</returns>
    public static AgentPeer? Start()
    {
        foreach (string python in (string[])["/usr/bin/python3", "python3"])
        {
            var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "Agents", "agent_peer.py")])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = "1";
            try
            {
                Process process = Process.Start(start)!;
                process.ErrorDataReceived += static (_, _) => { };
                process.BeginErrorReadLine();
                if (process.StandardOutput.ReadLine() is { } version)
                    return new(process, version);
                process.Dispose();
            }
            catch (Win32Exception)
            {
            }
        }
        return null;
    }

    /// <summary>The seconds of one update of one seed.</summary>
    public double Measure(string name, int width, int batch, double seconds)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {width} {batch} {seconds}"));
        return double.Parse(
            _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer has ended; run agent_peer.py by hand to see why."),
            CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
