using Offprint.Kernel;
using Offprint.Kernel.Commands;

try
{
    return await EntryPoint.RunAsync(args).ConfigureAwait(false);
}
catch (UserException e)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}").ConfigureAwait(false);
    return 1;
}
