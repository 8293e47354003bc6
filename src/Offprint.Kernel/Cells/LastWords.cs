using System.Runtime.InteropServices;

namespace Offprint.Kernel.Cells;

/// <summary>
/// Passes on what a pipe holds when this process is gone: the runtime says there why it ends, and nobody here reads any more.
/// </summary>
/// <remarks>
/// A shell waits for the end of its standard input, which is this process's end, and then writes the rest of the pipe to the error stream
/// that it was started with. An interrupt, which front ends send to all processes of a kernel, does not stop it.
/// </remarks>
internal static partial class LastWords
{
    /// <summary>Starts the shell.</summary>
    /// <param name="pipe">The end to read from; still inherited by children, so that the shell has it.</param>
    /// <returns>Whether it was started; if not, the error is <see cref="Marshal.GetLastPInvokeError"/>.</returns>
    public static bool Keep(int pipe) =>
        Start($"trap '' INT; read -r _; exec cat /dev/fd/{pipe} >&2", OperatingSystem.IsLinux() ? "we" : "w") != 0;

    /// <summary>The result is never closed: the system closes it when the process ends, whatever ends it.</summary>
    [LibraryImport("libc", EntryPoint = "popen", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Start(string command, string mode);
}
