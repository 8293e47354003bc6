using System.Reactive.Linq;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Offprint.Interactive.Extension;

/// <summary>Says in one line what to do where a cell uses Plotly.NET or Deedle and the engine's own FSharp.Core is too old for them.</summary>
internal static class FSharpCoreHint
{
    private const string Text =
        "Plotly.NET and Deedle need a newer FSharp.Core than this .NET Interactive brings, so cells cannot use them here (Offprint's own figures and " +
        "tables work). Use the copy that `offprint kernel install --dotnet-interactive` sets up, or Offprint's own kernel.";

    public static void AddTo(Kernel kernel) => kernel.AddMiddleware(async (command, context, next) =>
    {
        if (command is not SubmitCode || command.Parent is not null)
        {
            await next(command, context).ConfigureAwait(false);
            return;
        }
        bool failed = false;
        using (context.KernelEvents.OfType<CommandFailed>().Subscribe(e => failed |= IsOurs(e.Exception)))
            await next(command, context).ConfigureAwait(false);
        if (failed)
            context.DisplayAs(Text, MimeTypes.Text);
    });

    private static bool IsOurs(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is FileNotFoundException { FileName: { } name } && name.StartsWith("FSharp.Core", StringComparison.Ordinal))
                return true;
        }
        return false;
    }
}
