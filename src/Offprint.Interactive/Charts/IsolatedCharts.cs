using System.Reflection;
using System.Runtime.Loader;
using Offprint.Files;
using Figure = Offprint.Cards.Figure;

namespace Offprint.Interactive.Charts;

/// <summary>
/// Draws figures in a load context of its own, for hosts that bring an older FSharp.Core than Plotly.NET asks for, as .NET Interactive
/// does:
/// there the host's is taken whoever asks. Figures go in, JSON comes out; nothing of F# crosses.
/// </summary>
internal static class IsolatedCharts
{
    private const string Core = "FSharp.Core";

    // What refers to FSharp.Core; all else is the host's, Offprint's figures above all.
    private static readonly string[] s_own = ["Plotly.NET", "Plotly.NET.CSharp", "DynamicObj", "Giraffe.ViewEngine"];

    private static readonly Lazy<Func<Figure, string>?> s_draw = new(() => IsNeeded() ? Create() : null);

    /// <summary>Draws in the other context; <see langword="null"/> where this one will do.</summary>
    public static Func<Figure, string>? Draw => s_draw.Value;

    /// <summary>Sets the context up.</summary>
    /// <exception cref="FileNotFoundException">The FSharp.Core that belongs to this package is not in NuGet's folder.</exception>
    internal static Func<Figure, string> Create()
    {
        Assembly own = typeof(IsolatedCharts).Assembly;
        Assembly copy = new Context(FindCore(own)).LoadFromAssemblyPath(own.Location);
        return copy.GetType(typeof(ChartCache).FullName!)!
            .GetMethod(nameof(ChartCache.Draw), BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!
            .CreateDelegate<Func<Figure, string>>();
    }

    private static bool IsNeeded()
    {
        try
        {
            Assembly.Load(typeof(IsolatedCharts).Assembly.GetReferencedAssemblies().Single(name => name.Name == Core));
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException)
        {
            return true;
        }
    }

    private static string FindCore(Assembly own)
    {
        string version = own.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "FSharpCoreVersion").Value!;
        string[] frameworks = ["net10.0", "netstandard2.1"];
        string[] places = [.. NuGetFolders.Of(own).SelectMany(f =>
            frameworks.Select(t => Path.Combine(f, "fsharp.core", version, "lib", t, Core + ".dll")))];
        return places.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"Figures need FSharp.Core {version}, which is not in {places[0]}; restore the package again.", Core);
    }

    private sealed class Context(string core) : AssemblyLoadContext("Offprint charts")
    {
        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name switch
        {
            Core => LoadFromAssemblyPath(core),
            { } name when s_own.Contains(name) => LoadFromAssemblyPath(Assembly.Load(new AssemblyName(name)).Location),
            _ => null,
        };
    }
}
