using System.Runtime.ExceptionServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Offprint.Interactive.Charts;

namespace Offprint.Interactive.Extension;

/// <summary>
/// Says in one line what to do where a cell uses Plotly.NET or Deedle and the engine's own FSharp.Core is too old for them.
/// </summary>
/// <remarks>When the exception is thrown: once a cell has failed .NET Interactive takes no more outputs of it.</remarks>
internal static class FSharpCoreHint
{
    private const string Text =
        "Plotly.NET and Deedle need a newer FSharp.Core than this .NET Interactive brings, so cells cannot use them here (Offprint's " +
            "own figures and " +
        "tables work). Use the copy that `offprint kernel install --dotnet-interactive` sets up, or Offprint's own kernel.";

    private static KernelCommand? s_explained;

    public static void Watch()
    {
        _ = IsolatedCharts.Draw; // asks for FSharp.Core itself, and catches what that throws
        AppDomain.CurrentDomain.FirstChanceException += Explain;
    }

    private static void Explain(object? sender, FirstChanceExceptionEventArgs e)
    {
        bool isOurs = e.Exception is FileNotFoundException { FileName: { } name }
            && name.StartsWith("FSharp.Core", StringComparison.Ordinal);
        if (!isOurs || KernelInvocationContext.Current is not { IsComplete: false } context)
            return;
        if (Interlocked.Exchange(ref s_explained, context.Command) != context.Command)
            context.DisplayAs(Text, MimeTypes.Text);
    }
}
