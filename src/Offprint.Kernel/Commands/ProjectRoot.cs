namespace Offprint.Kernel.Commands;

/// <summary>The project's folder: <c>OFFPRINT_ROOT</c>, else the nearest parent that holds <c>Offprint.slnx</c>.</summary>
internal static class ProjectRoot
{
    public const string Variable = "OFFPRINT_ROOT";
    private const string Marker = "Offprint.slnx";

    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured)
            return Path.GetFullPath(configured);
        return Above(Environment.CurrentDirectory) ?? Above(AppContext.BaseDirectory);
    }

    private static string? Above(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
                return folder.FullName;
        }
        return null;
    }
}
