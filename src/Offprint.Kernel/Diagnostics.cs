namespace Offprint.Kernel;

/// <summary>The engine's own remarks, on the process's real standard error, which is no cell's output.</summary>
internal static class Diagnostics
{
    private static readonly TextWriter s_error =
        TextWriter.Synchronized(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true });

    public static void Log(string remark) => s_error.WriteLine($"offprint kernel: {remark}");
}
