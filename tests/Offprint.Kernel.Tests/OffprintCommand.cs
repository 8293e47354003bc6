using System.Diagnostics;

namespace Offprint.Kernel.Tests;

/// <summary>The real <c>offprint</c> command in a process of its own, with a temporary folder as its project.</summary>
internal static class OffprintCommand
{
    public static Process Start(string root, params string[] arguments)
    {
        ProcessStartInfo start = new(DotnetHost.Path, [typeof(UserException).Assembly.Location, .. arguments])
        {
            WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["OFFPRINT_ROOT"] = root;
        return Process.Start(start)!;
    }

    public static async Task<(int Exit, string Output, string Error)> RunAsync(string root, params string[] arguments)
    {
        using Process process = Start(root, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, error);
    }
}
