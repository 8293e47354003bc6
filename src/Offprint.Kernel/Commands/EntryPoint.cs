using System.CommandLine;
using Offprint.Kernel.Server;

namespace Offprint.Kernel.Commands;

/// <summary>The <c>offprint</c> command.</summary>
internal static class EntryPoint
{
    public static async Task<int> RunAsync(string[] args)
    {
        // Ahead of the command-line parser, which would cost a kernel's start a tenth of a second.
        if (args is ["kernel", "start", "--connection-file", var file])
            return await StartKernelAsync(file).ConfigureAwait(false);
        RootCommand root = new("Research papers reproduced in .NET notebooks.") 
        {
            RunCommand.Create(), ConvertCommand.Create(), PapersCommand.CreateList(), PapersCommand.CreateShow(), ClaimsCommand.Create(), ReproduceCommand.Create(), Kernel(),
        };
        ParseResult parsed = root.Parse(args);
        // Errors of the person at the keyboard are shown by Program, without a stack trace; after Ctrl-C a run saves what it has.
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        }).ConfigureAwait(false);
    }

    private static Command Kernel()
    {
        Option<string> connection = new("--connection-file") { Required = true, Description = "The file that a Jupyter client wrote." };
        Command start = new("start", "Runs a Jupyter kernel until it is asked to shut down.") { connection };
        start.SetAction((result, _) => StartKernelAsync(result.GetRequiredValue(connection)));
        return new Command("kernel", "The notebook engine as a Jupyter kernel.") { start };
    }

    private static async Task<int> StartKernelAsync(string connectionFile)
    {
        await KernelServer.RunAsync(connectionFile).ConfigureAwait(false);
        // Not by returning: a thread that a cell left behind would keep the process.
        Environment.Exit(0);
        return 0;
    }
}
