using System.Diagnostics.CodeAnalysis;
using Offprint.Data;

namespace Offprint.Files;

/// <summary>
/// Where the project's files lie: its data, stored results, reported numbers, and the user's cache. A checkout has its own; a program
/// outside of one reads those of the package Offprint.Data and writes to the user's cache.
/// </summary>
public static class ProjectFolders
{
    /// <summary>The environment variable that names the project's folder.</summary>
    public const string RootVariable = "OFFPRINT_ROOT";

    private const string Marker = "Offprint.slnx";
    private const string CacheVariable = "OFFPRINT_CACHE";

    /// <summary>
    /// The project's folder: the environment variable <c>OFFPRINT_ROOT</c>, or else the nearest folder with <c>Offprint.slnx</c> at or
    /// above the program's folder, or else at or above the current folder.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is none, or the variable names a folder that does not exist.</exception>
    public static string Root => TryFindRoot(out string? root) ? root : throw new DirectoryNotFoundException(
        $"No folder with {Marker} lies at or above '{AppContext.BaseDirectory}' or '{Directory.GetCurrentDirectory()}'. " +
        $"Set the environment variable {RootVariable} to the folder of the project, or work inside it.");

    /// <summary>Finds the project's folder, where there is one.</summary>
    /// <param name="root">Receives the folder.</param>
    /// <returns>Whether there is one: a package used on its own has none.</returns>
    /// <exception cref="DirectoryNotFoundException">The environment variable names a folder that does not exist.</exception>
    public static bool TryFindRoot([NotNullWhen(true)] out string? root)
    {
        root = Configured ?? NearestAbove(AppContext.BaseDirectory) ?? NearestAbove(Directory.GetCurrentDirectory());
        return root is not null;
    }

    /// <summary>Datasets, trained networks, stored results: the project's own, or else those that came with the package.</summary>
    /// <exception cref="DirectoryNotFoundException">There are neither.</exception>
    public static string Data => TryFindData(out string? data) ? data : throw new DirectoryNotFoundException(
        $"No data: no folder with {Marker} lies at or above '{AppContext.BaseDirectory}' or '{Directory.GetCurrentDirectory()}', and the " +
        "files of the package Offprint.Data are neither beside the program nor in NuGet's folder. Restore the package, or set the " +
        $"environment variable {RootVariable} to a checkout of the project.");

    /// <summary>Finds the data that <see cref="Data"/> names, where there is any.</summary>
    /// <param name="data">Receives the folder.</param>
    /// <returns>Whether there is any.</returns>
    /// <exception cref="DirectoryNotFoundException">The environment variable names a folder that does not exist.</exception>
    public static bool TryFindData([NotNullWhen(true)] out string? data)
    {
        string? above = TryFindRoot(out string? root) ? root : ShippedFiles.Folder;
        data = above is null ? null : Path.Combine(above, "data");
        return data is not null;
    }

    /// <summary>Stored results of experiments.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no data.</exception>
    public static string Results => Path.Combine(Data, "results");

    /// <summary>The papers' own numbers.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no data.</exception>
    public static string Reported => Path.Combine(Data, "reported");

    /// <summary>
    /// Files that can be made again, such as checkpoints: the environment variable <c>OFFPRINT_CACHE</c>, or else <c>offprint</c> in the
    /// user's local application data. The folder may not exist yet.
    /// </summary>
    public static string Cache
    {
        get
        {
            if (Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } configured)
                return configured;
            string local = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(local.Length > 0 ? local : Path.GetTempPath(), "offprint");
        }
    }

    private static string? Configured
    {
        get
        {
            if (Environment.GetEnvironmentVariable(RootVariable) is not { Length: > 0 } configured)
                return null;
            string root = Path.GetFullPath(configured);
            return Directory.Exists(root) ? root : throw new DirectoryNotFoundException(
                $"The environment variable {RootVariable} names '{root}', which does not exist. Set it to the folder that holds {Marker}.");
        }
    }

    private static string? NearestAbove(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
                return folder.FullName;
        }
        return null;
    }
}
