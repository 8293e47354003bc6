using Offprint.Files;

namespace Offprint.Kernel.Commands;

/// <summary>
/// Finds the notebook that a person means: a path, or the slug of one under the <c>notebooks</c> folder of the project or the tool.
/// </summary>
internal static class NotebookLocator
{
    private const string Extension = ".ipynb";

    /// <exception cref="UserException">There is no such notebook; the message lists similar slugs.</exception>
    public static string Find(string pathOrSlug, string? root)
    {
        if (File.Exists(pathOrSlug))
            return Path.GetFullPath(pathOrSlug);
        bool isPath = Path.GetExtension(pathOrSlug) is Extension or ".dib" or ".cs" || pathOrSlug.AsSpan().ContainsAny('/', '\\');
        if (isPath)
            throw new UserException($"There is no notebook {Path.GetFullPath(pathOrSlug)}.");
        if (root is null)
        {
            throw new UserException($"'{pathOrSlug}' is not a file, and slugs need the project: run inside it, or set " +
                $"{ProjectFolders.RootVariable} to its folder.");
        }
        Dictionary<string, string> known = Slugs(root);
        return known.TryGetValue(pathOrSlug, out string? found) ? found : throw new UserException(Unknown(pathOrSlug, known.Keys, root));
    }

    private static Dictionary<string, string> Slugs(string root)
    {
        string folder = Path.Combine(root, "notebooks");
        Dictionary<string, string> slugs = new(StringComparer.OrdinalIgnoreCase);
        if (!Directory.Exists(folder))
            return slugs;
        foreach (string path in Directory.EnumerateFiles(folder, "*" + Extension, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            if (!path.Contains(".ipynb_checkpoints", StringComparison.Ordinal))
                slugs.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }
        return slugs;
    }

    private static string Unknown(string slug, IEnumerable<string> known, string root)
    {
        string[] all = [.. known.Order(StringComparer.Ordinal)];
        return all.Length == 0
            ? $"There is no notebook '{slug}': {Path.Combine(root, "notebooks")} holds none."
            : $"There is no notebook '{slug}'. {NearNames.Suggestion(slug, all)}";
    }
}
