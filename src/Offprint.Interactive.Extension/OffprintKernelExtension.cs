using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;

namespace Offprint.Interactive.Extension;

/// <summary>
/// What .NET Interactive loads from the package: formatters, displays that are updated in place, namespaces, and a magic.
/// </summary>
public sealed class OffprintKernelExtension : IKernelExtension
{
    /// <inheritdoc/>
    public async Task OnLoadAsync(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        OffprintExtension.Load();
        NotebookHost.Use(new DelegateDisplay(Show));
        Kernel root = kernel.RootKernel;
        OffprintDirective.AddTo(root);
        FSharpCoreHint.Watch();
        if (root.FindKernelByName("fsharp") is { } fsharp)
            FSharpReferences.AddTo(fsharp);
        if (root.FindKernelByName("csharp") is { } csharp)
        {
            string usings = string.Join('\n', OffprintExtension.Namespaces.Select(name => $"using {name};"));
            await csharp.SendAsync(new SubmitCode(usings, csharp.Name)).ConfigureAwait(false);
        }
    }

    private static Action<object> Show(object value, string? mimeType)
    {
        KernelInvocationContext context = KernelInvocationContext.Current
            ?? throw new InvalidOperationException("No cell is running, so there is nowhere to show this.");
        DisplayedValue shown = mimeType is null ? context.Display(value) : context.Display(value, mimeType);
        return newer => shown.Update(newer);
    }
}
