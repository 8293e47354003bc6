using System.Text.Json.Nodes;
using Offprint.Interactive;

namespace Offprint.Kernel.Packages;

/// <summary>Offprint's own packages: a notebook that asks for them gets the engine's own build, whatever version it names.</summary>
internal static class OwnPackages
{
    private const string InteractiveId = "Offprint.Interactive";

    private static readonly Lazy<JsonObject> s_libraries = new(ReadLibraries);

    public static bool Contains(string id) => id is "Offprint" or "Offprint.Data" or "Offprint.Papers" or InteractiveId;

    /// <summary>The package's assembly and those that it depends on, from the engine's folder.</summary>
    public static IEnumerable<string> Assemblies(string id)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        Queue<string> queue = new([id]);
        while (queue.TryDequeue(out string? name))
        {
            if (!seen.Add(name) || s_libraries.Value[name] is not JsonObject library)
                continue;
            foreach (string file in Keys(library["runtime"]).Select(Path.GetFileName).OfType<string>())
            {
                string path = Path.Combine(AppContext.BaseDirectory, file);
                if (File.Exists(path))
                    yield return path;
            }
            foreach (string dependency in Keys(library["dependencies"]))
                queue.Enqueue(dependency);
        }
    }

    /// <summary>Registers the extension's formatters, as .NET Interactive does when it loads the package.</summary>
    public static void LoadExtension(string id)
    {
        if (id == InteractiveId)
            OffprintExtension.Load();
    }

    /// <summary>The namespaces that cells may use without naming them, once they have asked for the package.</summary>
    public static IReadOnlyList<string> Namespaces(string id) => id == InteractiveId ? OffprintExtension.Namespaces : [];

    private static IEnumerable<string> Keys(JsonNode? node) => node is JsonObject o ? o.Select(p => p.Key) : [];

    /// <summary>The libraries of the engine's dependency file by name.</summary>
    private static JsonObject ReadLibraries()
    {
        string path = Path.Combine(AppContext.BaseDirectory, typeof(OwnPackages).Assembly.GetName().Name + ".deps.json");
        JsonObject root = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        string target = root["runtimeTarget"]!["name"]!.GetValue<string>();
        JsonObject byName = new(new JsonNodeOptions { PropertyNameCaseInsensitive = true });
        foreach ((string key, JsonNode? library) in root["targets"]![target]!.AsObject())
            byName[key[..key.IndexOf('/', StringComparison.Ordinal)]] = library!.DeepClone();
        return byName;
    }
}
