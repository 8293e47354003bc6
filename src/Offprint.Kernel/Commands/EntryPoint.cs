using Offprint.Kernel.Server;

namespace Offprint.Kernel.Commands;

/// <summary>The <c>offprint</c> command.</summary>
internal static class EntryPoint
{
    public static async Task<int> RunAsync(string[] args)
    {
        // Ahead of the command-line parser, which would cost a kernel's start a tenth of a second.
        if (args is ["kernel", "start", "--connection-file", var file])
        {
            await KernelServer.RunAsync(file).ConfigureAwait(false);
            // Not by returning: a thread that a cell left behind would keep the process.
            Environment.Exit(0);
        }
        return 0;
    }
}
