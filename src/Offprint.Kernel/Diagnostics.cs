namespace Offprint.Kernel;

/// <summary>The engine's own remarks, on the process's real standard error, which cells cannot redirect.</summary>
internal static class Diagnostics
{
    private static readonly TextWriter s_error = Console.Error;

    public static void Log(string remark) => s_error.WriteLine($"offprint kernel: {remark}");
}
