using System.Reflection;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace Offprint.Interactive.Extension;

/// <summary>Lets F# cells use what a C# cell's <c>#r "nuget: Offprint.Interactive"</c> brought, Deedle and Plotly.NET included.</summary>
/// <remarks>.NET Interactive gives a package to the language of the cell that asked for it, and to no other.</remarks>
internal static class FSharpReferences
{
    /// <summary>Takes effect at the first F# cell, so that notebooks without one do not wait for F#'s compiler.</summary>
    public static void AddTo(Kernel fsharp)
    {
        string[] lines = [.. Files(typeof(OffprintExtension).Assembly).Select(path => $"#r @\"{path}\"")];
        fsharp.DeferCommand(new SubmitCode(string.Join('\n', lines), fsharp.Name));
    }

    /// <summary>The package's assemblies and those that they refer to; the framework's and F#'s own are the engine's matter.</summary>
    private static IEnumerable<string> Files(Assembly root)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase) { "FSharp.Core" };
        Queue<Assembly> queue = new([root]);
        while (queue.TryDequeue(out Assembly? assembly))
        {
            if (assembly.Location.Length == 0 || assembly.Location.StartsWith(framework, StringComparison.Ordinal))
                continue;
            yield return assembly.Location;
            foreach (AssemblyName name in assembly.GetReferencedAssemblies().Where(n => seen.Add(n.Name!)))
            {
                if (TryLoad(name) is { } other)
                    queue.Enqueue(other);
            }
        }
    }

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException)
        {
            return null; // what the engine does not have cells do without
        }
    }
}
