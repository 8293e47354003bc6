using System.Diagnostics;
using Offprint.Kernel.KernelSpecs;

namespace Offprint.Kernel.Tests.Clients;

/// <summary>Jupyter as this machine has it, in a world of its own: a temporary home with our kernel installed in it.</summary>
public sealed class JupyterInstallation : IDisposable
{
    private static readonly string[] s_pythons = ["/usr/bin/python3", "python3", "python"];

    private readonly TemporaryFolder _home = new();
    private readonly Dictionary<string, bool> _modules = [];
    private readonly string? _python;

    public JupyterInstallation()
    {
        KernelSpec.At(_home.File("data"), KernelSpec.DefaultName).Install();
        _python = Array.Find(s_pythons, p => Try(p, "jupyter_client"));
    }

    /// <summary>The folder that tests may write to.</summary>
    public string Folder => _home.Path;

    /// <summary>Skips the calling test where a Python module is missing.</summary>
    public string PythonWith(string module, string package)
    {
        if (_python is null)
            Assert.Skip("No Python with jupyter_client is installed here. Remedy: install it (Debian: apt install " +
                "python3-jupyter-client).");
        if (!_modules.TryGetValue(module, out bool found))
            _modules[module] = found = Try(_python, module);
        if (!found)
            Assert.Skip($"The Python module {module} is not installed here. Remedy: install it (Debian: apt install {package}).");
        return _python;
    }

    /// <summary>A program's start with only this world's kernels in sight.</summary>
    internal ProcessStartInfo Prepare(string program, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = Folder };
        start.Environment["HOME"] = Folder;
        start.Environment["JUPYTER_DATA_DIR"] = _home.File("data");
        start.Environment["JUPYTER_RUNTIME_DIR"] = _home.File("runtime");
        start.Environment["JUPYTER_CONFIG_DIR"] = _home.File("config");
        start.Environment["IPYTHONDIR"] = _home.File("ipython");
        // Where charts' pictures find the browser's driver, in spite of the new home.
        start.Environment.TryAdd("NUGET_PACKAGES", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            ".nuget", "packages"));
        return start;
    }

    /// <summary>Runs a program to its end.</summary>
    internal (int ExitCode, string Output) Run(string program, params IEnumerable<string> arguments)
    {
        using Process process = Process.Start(Prepare(program, arguments))!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(4)))
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return (process.ExitCode, output.Result + error.Result);
    }

    public void Dispose() => _home.Dispose();

    private bool Try(string python, string module)
    {
        try
        {
            return Run(python, "-c", $"import {module}").ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    }
}
