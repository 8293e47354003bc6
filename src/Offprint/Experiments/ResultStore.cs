using System.Text.Json;
using Offprint.Files;

namespace Offprint.Experiments;

/// <summary>Finished cells as files, one each, written atomically; two stores are merged by having their files side by side.</summary>
/// <param name="root">The store's folder; made at the first save.</param>
/// <param name="shipped">A store that came with the package, read only: for what this one does not hold. Or <see langword="null"/>.</param>
public sealed class ResultStore(string root, string? shipped = null)
{
    /// <summary>The store's folder.</summary>
    public string Root { get; } = root;

    /// <summary>The store of a profile: <c>standard</c> results belong to the project, the others to this machine.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>
    /// The store; outside a project's folder it lies in the user's cache, and the results that came with the package are read where it has
    /// none.
    /// </returns>
    public static ResultStore For(Profile profile)
    {
        string name = profile.ToString().ToLowerInvariant();
        if (ProjectFolders.TryFindRoot(out string? root))
            return new ResultStore(profile == Profile.Standard ? ProjectFolders.Results : Path.Combine(root, ".offprint", "results", name));
        bool ships = profile == Profile.Standard && ProjectFolders.TryFindData(out _);
        return new ResultStore(Path.Combine(ProjectFolders.Cache, "results", name), ships ? ProjectFolders.Results : null);
    }

    /// <summary>Reads a stored result.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="key">Which result.</param>
    /// <param name="stored">Receives the result with its provenance.</param>
    /// <returns>Whether it is stored.</returns>
    /// <exception cref="InvalidDataException">The file is cut short or was changed; the message names it and says what to do.</exception>
    public bool TryLoad<TResult>(CellKey key, out Stored<TResult> stored)
    {
        stored = null!;
        if (Find(key) is not { } path)
            return false;
        try
        {
            var file = JsonSerializer.Deserialize<StoredFile>(File.ReadAllBytes(path), StoreJson.Options);
            if (file is not { Key: not null, Provenance: not null } || file.Result.ValueKind == JsonValueKind.Undefined)
                throw new JsonException("It holds no result.");
            if (file.Key.Digest != key.Digest)
                throw new JsonException($"It holds the result of another cell, '{file.Key.Cell}'.");
            // The checksum is that of the result as it is written alone: inside a file the same strings may be escaped in another way.
            var result = file.Result.Deserialize<TResult>(StoreJson.Options)!;
            if (StoreJson.Hash(JsonSerializer.Serialize(result, StoreJson.Options)) != file.Hash)
                throw new JsonException("Its content does not match its checksum.");
            stored = new Stored<TResult>(result, file.Provenance);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // The reader throws the latter two for text that is not UTF-8 and for values of another type.
            throw new InvalidDataException(
                $"The stored result {path} cannot be read: {e.Message} Delete the file and run again to compute this cell anew; the " +
                    $"others are kept.", e);
        }
    }

    /// <summary>Whether a result is stored; its file is not read.</summary>
    /// <param name="key">Which result.</param>
    /// <returns>Whether its file exists.</returns>
    public bool Contains(CellKey key) => Find(key) is not null;

    /// <summary>Stores a result.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="key">Which result.</param>
    /// <param name="result">The result.</param>
    /// <param name="provenance">Where it comes from.</param>
    /// <exception cref="IOException">It could not be written; the message names the file.</exception>
    public void Save<TResult>(CellKey key, TResult result, Provenance provenance)
    {
        string text = JsonSerializer.Serialize(result, StoreJson.Options);
        using var document = JsonDocument.Parse(text);
        Write(key, new StoredFile(key, StoreJson.Hash(text), provenance, document.RootElement));
    }

    /// <summary>Writes another provenance to a stored result, which stays as it is, with its checksum.</summary>
    /// <param name="key">Which result.</param>
    /// <param name="provenance">What is known of it now.</param>
    /// <exception cref="IOException">It could not be written; the message names the file.</exception>
    internal void Amend(CellKey key, Provenance provenance)
    {
        var file = JsonSerializer.Deserialize<StoredFile>(File.ReadAllBytes(PathOf(key)), StoreJson.Options)!;
        Write(key, file with { Provenance = provenance });
    }

    /// <summary>The file of a result.</summary>
    /// <param name="key">Which result.</param>
    /// <returns>The path where it is saved, whether it exists or not.</returns>
    public string PathOf(CellKey key) => Path.Combine(Root, Relative(key));

    private string? Find(CellKey key) =>
        new[] { Root, shipped }.OfType<string>().Select(folder => Path.Combine(folder, Relative(key))).FirstOrDefault(File.Exists);

    private static string Relative(CellKey key) => Path.Combine(key.Paper, key.Experiment, $"{key.Cell}-{key.Digest}.json");

    private void Write(CellKey key, StoredFile file) => AtomicFile.Write(PathOf(key), stream =>
    {
        JsonSerializer.Serialize(stream, file, StoreJson.Options);
        stream.WriteByte((byte)'\n');
    });

    private sealed record StoredFile(CellKey Key, string Hash, Provenance Provenance, JsonElement Result);
}

/// <summary>A stored result.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
/// <param name="Result">The result.</param>
/// <param name="Provenance">Where it comes from.</param>
public sealed record Stored<TResult>(TResult Result, Provenance Provenance);
