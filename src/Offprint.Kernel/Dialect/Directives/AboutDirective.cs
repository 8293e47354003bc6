using System.Reflection;
using System.Runtime.InteropServices;
using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Dialect.Directives;

/// <summary><c>#!about</c>: says which engine this is and what it runs on.</summary>
internal sealed class AboutDirective : IDirectiveHandler
{
    public string Name => "#!about";

    public string Help => "#!about: says which engine this is and what it runs on";

    public Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        Assembly engine = typeof(AboutDirective).Assembly;
        string version = engine.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        run.Scope.Display(new()
        {
            [MimeBundle.Text] = $"""
                Offprint's notebook engine {version}
                {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})
                C# compiler {Version("Microsoft.CodeAnalysis.CSharp")}, F# compiler {Version("FSharp.Compiler.Service")}
                """,
        });
        return Task.FromResult<Action?>(null);
    }

    /// <summary>Read from the file, so that a compiler that is not in use stays unloaded.</summary>
    private static string Version(string assembly) =>
        AssemblyName.GetAssemblyName(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")).Version!.ToString(3);
}
