using System.Runtime.CompilerServices;

namespace Offprint.Kernel.Cells;

/// <summary>
/// What native libraries and child processes write to the process's standard streams becomes the output of the latest cell.
/// </summary>
/// <remarks>The error stream goes to the log as well: on it the runtime says why it ends, when nobody in this process reads it.</remarks>
internal static class NativeOutput
{
    private static NativeStream[] s_streams = [];

    public static void Install()
    {
        if (OperatingSystem.IsWindows())
            return;
        RuntimeHelpers.RunClassConstructor(typeof(Diagnostics).TypeHandle); // its remarks go to the stream as it is now
        s_streams = [.. new[]
        {
            NativeStream.Take(2, "stderr", isKept: true), NativeStream.Take(1, "stdout", isKept: false),
        }.OfType<NativeStream>()];
    }

    /// <summary>Waits until what has been written so far has been passed on.</summary>
    public static void Drain() => Array.ForEach(s_streams, stream => stream.Drain());
}
