using System.Diagnostics.CodeAnalysis;

namespace Offprint.Files;

/// <summary>Where the project's files lie: its data, stored results, reported numbers, and the user's cache.</summary>
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

    /// <summary>Datasets that ship with the project.</summary>
    /// <exception cref="DirectoryNotFoundException">The project's folder cannot be found.</exception>
    public static string Data => Path.Combine(Root, "data");

    /// <summary>Stored results of experiments.</summary>
    /// <exception cref="DirectoryNotFoundException">The project's folder cannot be found.</exception>
    public static string Results => Path.Combine(Data, "results");

    /// <summary>The papers' own numbers.</summary>
    /// <exception cref="DirectoryNotFoundException">The project's folder cannot be found.</exception>
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
