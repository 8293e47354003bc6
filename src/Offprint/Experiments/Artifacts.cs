using System.Text.Json;
using System.Text.Json.Nodes;
using Offprint.Files;

namespace Offprint.Experiments;

/// <summary>Names something costly that can be made again, such as a trained network.</summary>
/// <param name="Name">A short name, part of the folder's name.</param>
/// <param name="Recipe">Everything that decides it, as JSON.</param>
public sealed record ArtifactKey(string Name, string Recipe)
{
    /// <summary>
    /// Whether a cell makes it as part of its own computation, such as the archive of a search it resumes from; a verification makes it
    /// anew and takes only the others, a cell's inputs, as they are.
    /// </summary>
    public bool IsOwn { get; init; }

    /// <summary>The folder's name: the short name and twelve digits of the recipe's SHA-256.</summary>
    public string Folder => $"{Name}-{StoreJson.Hash(Recipe)[..12]}";

    /// <summary>Names the artifact of a recipe.</summary>
    /// <typeparam name="TRecipe">A record that System.Text.Json can write.</typeparam>
    /// <param name="name">A short name.</param>
    /// <param name="recipe">Options, seed and version: everything that decides the artifact.</param>
    /// <param name="networkNumerics">The version of the network kernels, where the artifact trains a multilayer perceptron; it joins the
    /// recipe.</param>
    /// <returns>The key.</returns>
    public static ArtifactKey Of<TRecipe>(string name, TRecipe recipe, int? networkNumerics = null)
    {
        if (networkNumerics is null)
            return new(name, JsonSerializer.Serialize(recipe, StoreJson.Options));
        JsonObject json = JsonSerializer.SerializeToNode(recipe, StoreJson.Options)!.AsObject();
        json["networkNumerics"] = networkNumerics;
        return new(name, json.ToJsonString(StoreJson.Options));
    }
}

/// <summary>
/// A cache of things that cells and papers share, one folder each. Deleting one only costs time. What ships with the project is found
/// first; the rest is made once, under a lock that holds across processes.
/// </summary>
/// <param name="root">The cache's folder.</param>
/// <param name="shipped">A folder of artifacts that ship with the project, read only, or <see langword="null"/>.</param>
public sealed class Artifacts(string root, string? shipped = null)
{
    private const string RecipeFile = "recipe.json";

    private Artifacts? _own; // where a verification has a cell make what is its own

    /// <summary>The user's cache, with what ships with the project before it.</summary>
    public static Artifacts Default { get; } = new(
        Path.Combine(ProjectFolders.Cache, "artifacts"),
        ProjectFolders.TryFindData(out string? data) ? Path.Combine(data, "artifacts") : null);

    /// <summary>Whether an artifact exists already.</summary>
    /// <param name="key">Which artifact.</param>
    /// <returns>Whether <see cref="GetOrCreate"/> would return at once.</returns>
    public bool Contains(ArtifactKey key) => Find(key) is not null;

    /// <summary>The folder of an artifact, made now if it does not exist.</summary>
    /// <param name="key">Which artifact.</param>
    /// <param name="create">
    /// Fills the folder that it is given. A folder of an interrupted attempt is given again with what was in it, so that a long creation
    /// can resume from its own checkpoints; it takes its final name only when this returns.
    /// </param>
    /// <param name="cancellation">Stops waiting for another process that makes the same artifact.</param>
    /// <returns>The folder's path.</returns>
    /// <exception cref="MissingArtifactException">It does not exist, and a verification makes no inputs.</exception>
    /// <exception cref="IOException">The folder could not be written.</exception>
    public string GetOrCreate(ArtifactKey key, Action<string> create, CancellationToken cancellation = default)
    {
        if (_own is not null && key.IsOwn)
            return _own.GetOrCreate(key, create, cancellation);
        if (Find(key) is { } found)
            return Swept(found);
        if (_own is not null)
            throw new MissingArtifactException(key);
        Directory.CreateDirectory(root);
        using var held = Lock(Path.Combine(root, key.Folder + ".lock"), cancellation);
        if (Find(key) is { } made)
            return Swept(made);
        string partial = Path.Combine(root, key.Folder + ".partial"), final = Path.Combine(root, key.Folder);
        Directory.CreateDirectory(partial);
        create(partial);
        AtomicFile.WriteText(Path.Combine(partial, RecipeFile), key.Recipe + "\n");
        FileSteps.MoveFolder(partial, final);
        return Swept(final);
    }

    /// <summary>
    /// Where a creation keeps what it needs to go on after a kill. The file is deleted when the artifact has its final name, and not
    /// before:
    /// until then a kill would lose the creation's work.
    /// </summary>
    /// <param name="folder">The folder that is being filled.</param>
    /// <returns>The file's path.</returns>
    public static string ResumeFile(string folder) => Path.Combine(folder, "resume.npz");

    private string Swept(string folder)
    {
        if (shipped is null || !folder.StartsWith(shipped, StringComparison.Ordinal))
            FileSteps.Delete(ResumeFile(folder));
        return folder;
    }

    /// <summary>
    /// These artifacts, to compute a cell again: inputs are taken from here and never made, a cell's own go to a folder of their own.
    /// </summary>
    /// <param name="scratch">The folder for a cell's own.</param>
    /// <returns>The view.</returns>
    internal Artifacts Frozen(string scratch) => new(root, shipped) { _own = new Artifacts(scratch) };

    private string? Find(ArtifactKey key) =>
        new[] { shipped, root }.OfType<string>().Select(folder => Path.Combine(folder, key.Folder)).FirstOrDefault(Directory.Exists);

    private static FileStream Lock(string path, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                // The file stays: were it deleted at the end, one process could lock the deleted file and another a new one.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException) when (File.Exists(path))
            {
                cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(200));
            }
        }
    }
}

/// <summary>A cell cannot be computed again: what it works with is not on this machine.</summary>
/// <param name="key">What is missing.</param>
public sealed class MissingArtifactException(ArtifactKey key) : InvalidOperationException(
    $"{key.Name} is not on this machine ({key.Folder}); `offprint reproduce` would make it.");
