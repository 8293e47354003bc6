using System.Diagnostics;

namespace Offprint.Benchmarks;

/// <summary>Programs that others would use for the same work.</summary>
internal static class Peers
{
    /// <summary>Starts a script beside the benchmarks, its streams redirected.</summary>
    /// <param name="script">Its path under the program's folder.</param>
    /// <returns>The process; null where there is no Python with NumPy.</returns>
    public static Process? Python(string script)
    {
        foreach (string python in new[] { "/usr/bin/python3", "python3", "python" })
        {
            try
            {
                using var check = Process.Start(new ProcessStartInfo(python, ["-c", "import numpy"]) { RedirectStandardError = true })!;
                check.WaitForExit();
                if (check.ExitCode == 0)
                {
                    return Process.Start(new ProcessStartInfo(python,
                        [Path.Combine(AppContext.BaseDirectory, script)])
                    { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // no such program
            }
        }
        return null;
    }
}
