using System.Diagnostics;

namespace Offprint.Tests.Files;

/// <summary>The reference implementation of HDF5, through Python; tests that ask it are skipped where it is not installed.</summary>
internal static class H5py
{
    private static readonly string? s_python = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python =>
        Run(python, "import h5py, numpy").Code == 0);

    public static void SkipIfAbsent() =>
        Assert.SkipWhen(s_python is null, "h5py is not installed. Remedy: install it (Debian: apt install python3-h5py).");

    /// <summary>Runs a script with <c>import h5py, numpy as np</c> before it and gives what it prints.</summary>
    public static string Script(string script, params string[] arguments)
    {
        (int code, string output) = Run(s_python!, "import sys, h5py, numpy as np\n" + script, arguments);
        Assert.True(code == 0, output);
        return output.Trim();
    }

    private static (int Code, string Output) Run(string python, string script, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(python) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in (string[])["-c", script, .. arguments])
                start.ArgumentList.Add(argument);
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");
        }
    }
}
