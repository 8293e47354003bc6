namespace Offprint.Data;

/// <summary>The files that travel with the packages: data sets, trained networks, the papers' numbers and stored results.</summary>
public static class ShippedFiles
{
    private const string Name = "offprint";

    private static readonly Lazy<string?> s_folder = new(() => Find(AppContext.BaseDirectory, typeof(ShippedFiles).Assembly.Location));

    /// <summary>
    /// The folder that holds them, laid out as the project's own (<c>data/digits</c>, …): beside the program, or in the package's folder;
    /// <see langword="null"/> where the packages are not used, as in a checkout.
    /// </summary>
    public static string? Folder => s_folder.Value;

    /// <param name="program">The program's folder.</param>
    /// <param name="assembly">Where this assembly was loaded from; empty if it is part of a single file.</param>
    internal static string? Find(string program, string assembly)
    {
        List<string> places = [Path.Combine(program, Name)];
        if (Path.GetDirectoryName(assembly) is { Length: > 0 } library)
        {
            places.Add(Path.Combine(library, Name));
            // In NuGet's folder: …/offprint.data/<version>/lib/<framework>/Offprint.Data.dll
            places.Add(Path.GetFullPath(Path.Combine(library, "..", "..", Name)));
        }
        return places.FirstOrDefault(place => Directory.Exists(Path.Combine(place, "data")));
    }
}
