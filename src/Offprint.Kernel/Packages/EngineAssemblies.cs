using System.Reflection;

namespace Offprint.Kernel.Packages;

/// <summary>The assemblies that the engine itself is made of: a session has them in the engine's version.</summary>
internal static class EngineAssemblies
{
    /// <summary>
    /// Says that a package's assembly is newer than the engine's own, whose older one is what cells get; null if it is not.
    /// </summary>
    public static string? Conflict(string path)
    {
        string own = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(path));
        if (!File.Exists(own))
            return null;
        try
        {
            AssemblyName theirs = AssemblyName.GetAssemblyName(path), ours = AssemblyName.GetAssemblyName(own);
            return theirs.Version > ours.Version
                ? $"the engine itself uses {ours.Name} {ours.Version}; cells get that one instead of {theirs.Version}, and calls of " +
                    $"what is newer fail." : null;
        }
        catch (BadImageFormatException)
        {
            return null; // native
        }
    }
}
