using System.CommandLine;
using System.CommandLine.Help;

namespace Offprint.Kernel.Commands;

/// <summary>The <c>offprint</c> command.</summary>
internal static class EntryPoint
{
    public static async Task<int> RunAsync(string[] args)
    {
        // Ahead of the command-line parser, which would cost a kernel's start a tenth of a second.
        if (args is ["kernel", "start", "--connection-file", var file])
            return await KernelCommand.StartAsync(file).ConfigureAwait(false);
        // A root command would take its name from the executable, which nobody types.
        Command root = new("offprint", "Research papers reproduced in .NET notebooks.")
        {
            new HelpOption { Recursive = true }, new VersionOption(),
            RunCommand.Create(), ConvertCommand.Create(), PapersCommand.Create(), ShowCommand.Create(),
            ClaimsCommand.Create(), ExportCommand.Create(), CompareCommand.Create(),
            ReproduceCommand.Create(), VerifyCommand.Create(), DataCommand.Create(), CollectCommand.Create(),
            DesignsCommand.Create(), KernelCommand.Create(), LabCommand.Create(), CreateTest(),
        };
        if (args is [var name, ..] && !name.StartsWith('-') && root.Subcommands.All(c => c.Name != name))
            throw new UserException($"There is no command '{name}'. " +
                $"{NearNames.Suggestion(name, [.. root.Subcommands.Select(c => c.Name)])}");
        ParseResult parsed = root.Parse(args);
        // Errors of the person at the keyboard are shown by Program, without a stack trace; after Ctrl-C a run saves what it has.
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        }).ConfigureAwait(false);
    }

    /// <summary>The launcher's own command, which is here to be listed.</summary>
    private static Command CreateTest()
    {
        Command test = new("test", "Runs all tests, from the project's folder: ./offprint test.");
        test.SetAction(int (_) => throw new UserException(
            "Tests are built and run by the launcher in the project's folder: ./offprint test"));
        return test;
    }
}
