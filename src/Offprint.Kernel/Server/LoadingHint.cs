using System.Reflection;
using System.Runtime.Loader;

namespace Offprint.Kernel.Server;

/// <summary>What to do where a package's library could not be loaded, since another one of its name is there already.</summary>
internal static class LoadingHint
{
    private const string Remedy = "Restart the kernel and put the #r lines of all packages that share it into the first cell.";

    /// <summary>A line for the person at the notebook; null if an exception has another reason.</summary>
    public static string? Of(Exception? exception) => exception switch
    {
        null => null,
        FileLoadException { FileName: { } file } when Loaded(file) is { } there => Another(there),
        FileNotFoundException { FileName: { } file } when Loaded(file) is { } there => Another(there),
        EntryPointNotFoundException => "The native library that is loaded has no such function: it may be another package's, or another "
            + $"version's, and a process keeps the first of a name. {Remedy}",
        DllNotFoundException => $"The native library is missing, or does not go together with those that are loaded. {Remedy}",
        _ => Of(exception.InnerException),
    };

    private static string Another(AssemblyName there) =>
        $"The session has {there.Name} {there.Version}, and .NET loads one version of an assembly. {Remedy}";

    private static AssemblyName? Loaded(string file)
    {
        try
        {
            string? name = new AssemblyName(file).Name;
            return AssemblyLoadContext.Default.Assemblies.Select(a => a.GetName()).FirstOrDefault(a => a.Name == name);
        }
        catch (FileLoadException)
        {
            return null; // a path, not a name
        }
    }
}
