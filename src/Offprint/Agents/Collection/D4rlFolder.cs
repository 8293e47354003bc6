namespace Offprint.Agents.Collection;

/// <summary>
/// Where a user keeps D4RL's own files: the folder that the environment variable <c>OFFPRINT_D4RL</c> names, else where D4RL's package puts
/// them. Files of version 2 are used in place of logs that are made again; those of older versions are not, as their ends of episodes and
/// successors are wrong or missing.
/// </summary>
public static class D4rlFolder
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "OFFPRINT_D4RL";

    private const string Current = "v2";

    /// <summary>The folder; it need not exist.</summary>
    public static string Path => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".d4rl", "datasets");

    /// <summary>The file of a log.</summary>
    /// <param name="name">The log's name, for example <c>hopper-medium-replay</c>.</param>
    /// <returns>The file's path, if there is one of version 2; else what stands in its way, if anything.</returns>
    public static (string? File, string? Note) Find(string name)
    {
        string stem = name.Contains('-', StringComparison.Ordinal)
            ? name[..name.IndexOf('-', StringComparison.Ordinal)] + "_" + name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..]
                .Replace('-', '_')
            : name;
        string file = System.IO.Path.Combine(Path, $"{stem}-{Current}.hdf5");
        if (File.Exists(file))
            return (file, null);
        string[] older = Directory.Exists(Path)
            ? [.. new[] { $"{stem}.hdf5", $"{stem}-v0.hdf5", $"{stem}-v1.hdf5" }
                .Where(old => File.Exists(System.IO.Path.Combine(Path, old)))]
            : [];
        return (null, older.Length > 0
            ? $"'{System.IO.Path.Combine(Path, older[^1])}' is of an older version than {Current}, whose ends of " +
                $"episodes and successors are wrong or missing, and was not used: put {stem}-{Current}.hdf5 beside it"
            : null);
    }
}
