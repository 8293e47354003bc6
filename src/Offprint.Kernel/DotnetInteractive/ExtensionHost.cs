using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Scripting;
using InteractiveKernel = Microsoft.DotNet.Interactive.Kernel;

namespace Offprint.Kernel.DotnetInteractive;

/// <summary>Loads the assemblies by which packages extend .NET Interactive, and says what this engine does not have for them.</summary>
/// <remarks>
/// They find .NET Interactive's own types, with a kernel for C# and one for F# whose submissions run as cells of this notebook. Formatters,
/// usings and displays work so; magics, languages and requests of other kinds do not.
/// </remarks>
/// <param name="runCell">Runs one cell.</param>
internal sealed class ExtensionHost(Func<string, string, CellRun, Task<SubmissionResult>> runCell)
{
    private CompositeKernel? _root;
    private CellRun? _run;

    /// <summary>Whether an assembly may hold extensions.</summary>
    public static bool IsAssembly(string path) => Path.GetExtension(path).Equals(".dll", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="Exception">An extension failed with this.</exception>
    public async Task LoadAsync(string path, CellRun run)
    {
        CompositeKernel root = _root ??= CreateRoot();
        Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        foreach (Type type in assembly.GetExportedTypes()
            .Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(IKernelExtension))))
        {
            _run = run;
            HashSet<string> before = [.. Additions(root)];
            KernelCommandResult result = await root.SendAsync(new LoadExtension((IKernelExtension)Activator.CreateInstance(type)!),
                run.Cancellation).ConfigureAwait(false);
            string[] missing = [.. Additions(root).Where(before.Add), .. result.Events.OfType<CommandFailed>()
                .Where(f => f.Command is not (LoadExtension or SubmitCode)).Select(f => $"the request {f.Command.GetType().Name}")];
            if (missing.Length > 0)
                run.Scope.Write("stderr", $"{type.Name} asks for what this engine does not have: {string.Join(", ", missing)}. " +
                    "It works on .NET Interactive (offprint kernel install --dotnet-interactive).\n");
            if (result.Events.OfType<CommandFailed>().FirstOrDefault(f => f.Command is LoadExtension or SubmitCode) is { } failed)
                throw failed.Exception ?? new UserException(failed.Message);
        }
    }

    private CompositeKernel CreateRoot()
    {
        CompositeKernel root = [];
        SessionKernel csharp = new(Languages.CSharp, RunAsync);
        csharp.RegisterCommandHandler<LoadExtension>((command, _) => command.Extension.OnLoadAsync(csharp));
        root.Add(csharp, []);
        root.Add(new SessionKernel(Languages.FSharp, RunAsync), []);
        root.DefaultKernelName = Languages.CSharp;
        root.KernelEvents.Subscribe(new Shown(e =>
        {
            JsonObject bundle = [];
            foreach (Microsoft.DotNet.Interactive.Formatting.FormattedValue value in e.FormattedValues)
                bundle[value.MimeType] = MimeBundle.Content(value.MimeType, value.Value);
            _run?.Scope.Display(bundle);
        }));
        return root;
    }

    private async Task RunAsync(string code, string language)
    {
        SubmissionResult result = await runCell(code, language, _run!).ConfigureAwait(false);
        if (result.HasValue)
            _run!.Scope.Display(MimeBundle.Of(result.Value));
    }

    /// <summary>What extensions may have added and only .NET Interactive runs.</summary>
    private static IEnumerable<string> Additions(CompositeKernel root) =>
        root.ChildKernels.Prepend<InteractiveKernel>(root).SelectMany(k => k.KernelInfo.SupportedDirectives)
            .Select(d => $"the magic {d.Name}").Concat(root.ChildKernels.Select(k => $"the language {k.Name}"));

    private sealed class LoadExtension(IKernelExtension extension) : KernelCommand(Languages.CSharp)
    {
        public IKernelExtension Extension { get; } = extension;
    }

    private sealed class Shown(Action<DisplayEvent> show) : IObserver<KernelEvent>
    {
        public void OnNext(KernelEvent value)
        {
            if (value is DisplayEvent shown)
                show(shown);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
