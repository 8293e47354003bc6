using System.Reflection;

namespace Offprint.Files;

/// <summary>NuGet's folders of restored packages, laid out as <c>id/version/…</c>.</summary>
internal static class NuGetFolders
{
    private const string Variable = "NUGET_PACKAGES";

    /// <summary>
    /// Where NuGet restores packages to: the environment variable <c>NUGET_PACKAGES</c>, or else <c>.nuget/packages</c> in the user's
    /// folder.
    /// </summary>
    public static string Default => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The folder that an assembly was loaded from, where it is one of a restored package, then the default one.</summary>
    /// <param name="assembly">An assembly of a package.</param>
    /// <returns>Folders, which need not exist.</returns>
    public static IEnumerable<string> Of(Assembly assembly)
    {
        if (PackageOf(assembly) is { } package)
            yield return Path.GetFullPath(Path.Combine(package, "..", ".."));
        yield return Default;
    }

    /// <summary>The folder of the package that an assembly was loaded from: <c>…/id/version</c>.</summary>
    /// <param name="assembly">An assembly.</param>
    /// <returns>The folder, or <see langword="null"/> if it lies beside a program or in a single file.</returns>
    public static string? PackageOf(Assembly assembly)
    {
        if (Path.GetDirectoryName(assembly.Location) is not { Length: > 0 } framework
            || Directory.GetParent(framework) is not { Name: "lib" } library)
            return null;
        string package = library.Parent!.FullName;
        return File.Exists(Path.Combine(package, ".nupkg.metadata")) ? package : null;
    }
}
