using System.Diagnostics;
using System.Text;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Server;

namespace Offprint.Kernel.Running;

/// <summary>A kernel in a process of its own, started by this one, and what it said on its real standard streams.</summary>
internal sealed class KernelProcess : IDisposable
{
    private const int KeptText = 4096;

    private readonly Process _process;
    private readonly string _connectionFile;
    private readonly StringBuilder _lastWords = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private KernelProcess(Process process, ConnectionFile connection, string connectionFile)
    {
        (_process, Connection, _connectionFile) = (process, connection, connectionFile);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _exited.TrySetResult();
        _process.OutputDataReceived += (_, e) => Keep(e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (_process.HasExited)
            _exited.TrySetResult();
    }

    public ConnectionFile Connection { get; }

    public Task Exited => _exited.Task;

    public static KernelProcess Start(string workingDirectory, IReadOnlyDictionary<string, string>? environment = null,
        KernelProgram? program = null)
    {
        ConnectionFile connection = ConnectionFile.Create();
        string file = Path.Combine(Path.GetTempPath(), $"offprint-kernel-{Guid.NewGuid():N}.json");
        connection.Write(file);
        program ??= KernelProgram.Own;
        ProcessStartInfo start = new(program.File, program.ArgumentsWith(file))
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment[KernelServer.ParentVariable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new KernelProcess(Process.Start(start)!, connection, file);
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>How the process ended, and the last it wrote: the runtime's report of a crash, for instance.</summary>
    public string DescribeEnd()
    {
        _process.WaitForExit(); // for the rest of its output
        string how = _process.ExitCode switch
        {
            > 128 and var code when !OperatingSystem.IsWindows() => $"was ended by signal {code - 128}{SignalName(code - 128)}",
            var code => $"ended with exit code {code}",
        };
        lock (_lastWords)
            return _lastWords.Length > 0 ? $"{how}. Its last words:\n{_lastWords.ToString().TrimEnd()}" : how + ".";
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        File.Delete(_connectionFile);
    }

    private static string SignalName(int signal) => signal switch
    {
        4 => " (illegal instruction)",
        6 => " (abort)",
        8 => " (arithmetic fault)",
        9 => " (kill: often the system is out of memory)",
        11 => " (segmentation fault)",
        15 => " (termination)",
        _ => "",
    };

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lastWords)
        {
            // The first lines say most: what failed. A stack overflow repeats its frames thousands of times below.
            if (_lastWords.Length < KeptText)
                _lastWords.AppendLine(line);
        }
    }
}
