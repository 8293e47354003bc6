using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Offprint.Files;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.KernelSpecs;

/// <summary>
/// What tells Jupyter of this kernel: a folder with <c>kernel.json</c> and logos, under <c>kernels</c> of one of Jupyter's folders.
/// </summary>
/// <param name="Folder">The kernelspec's own folder.</param>
internal sealed partial record KernelSpec(string Folder)
{
    public const string DefaultName = "offprint-csharp", DotnetInteractivePrefix = "offprint-dotnet-interactive-";

    private const string FileName = "kernel.json", Mark = "offprint";
    private const string LogoPrefix = "Offprint.Kernel.KernelSpecs.Logo.";

    public string Name => Path.GetFileName(Folder);

    /// <summary>The assembly that the kernelspec starts; null if it cannot be read.</summary>
    public string? Program => Read(Folder)?["argv"] is JsonArray argv
        ? argv.Select(a => a?.ToString()).FirstOrDefault(a => a?.EndsWith(".dll", StringComparison.Ordinal) == true) : null;

    /// <exception cref="UserException">The name is not one that Jupyter takes.</exception>
    public static KernelSpec At(string jupyterFolder, string name) => ValidName().IsMatch(name)
        ? new KernelSpec(Path.Combine(jupyterFolder, "kernels", name.ToLowerInvariant()))
        : throw new UserException($"'{name}' cannot name a kernel: use letters, digits, dots, dashes and underscores.");

    /// <summary>Offprint's kernels among those that Jupyter finds.</summary>
    /// <param name="folders">Where Jupyter looks.</param>
    /// <param name="only">One of Jupyter's folders to look into instead.</param>
    public static IEnumerable<KernelSpec> Installed(JupyterFolders folders, string? only = null) => (only is null ? folders.All() : [only])
        .Select(f => Path.Combine(f, "kernels")).Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateDirectories(f).Order(StringComparer.Ordinal))
        .Where(f => Read(f)?["metadata"] is JsonObject metadata && metadata.ContainsKey(Mark)).Select(f => new KernelSpec(f));

    /// <summary>Writes the kernelspec of this engine, in place of what was there.</summary>
    /// <remarks>The engine is started by its assembly: the launcher would first look whether something has to be built.</remarks>
    /// <exception cref="UserException">The folder cannot be written.</exception>
    public void Install() => Install(KernelProgram.Own, "C# (Offprint)", "C#", new Dictionary<string, string>());

    /// <summary>Writes a kernelspec, in place of what was there.</summary>
    /// <param name="program">What starts the kernel.</param>
    /// <param name="title">Its name in menus.</param>
    /// <param name="language">Its language.</param>
    /// <param name="environment">Variables of its environment.</param>
    /// <exception cref="UserException">The folder cannot be written.</exception>
    public void Install(KernelProgram program, string title, string language, IReadOnlyDictionary<string, string> environment)
    {
        try
        {
            foreach (string resource in typeof(KernelSpec).Assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith(LogoPrefix, StringComparison.Ordinal)))
            {
                using Stream logo = typeof(KernelSpec).Assembly.GetManifestResourceStream(resource)!;
                AtomicFile.Write(Path.Combine(Folder, resource[LogoPrefix.Length..]), logo.CopyTo);
            }
            AtomicFile.WriteText(Path.Combine(Folder, FileName), Content(program, title, language, environment)
                .ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The kernel could not be installed in {Folder}: {e.Message} Choose another place with --user or " +
                $"--prefix.", e);
        }
    }

    public void Uninstall() => Directory.Delete(Folder, recursive: true);

    private static JsonObject Content(KernelProgram program, string title, string language, IReadOnlyDictionary<string,
        string> environment) => new()
    {
        ["argv"] = new JsonArray([program.File, .. program.Arguments]),
        ["display_name"] = title,
        ["language"] = language,
        ["interrupt_mode"] = "message",
        ["env"] = new JsonObject(environment.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))),
        ["metadata"] = new JsonObject
        {
            ["debugger"] = false,
            [Mark] = FileVersionInfo.GetVersionInfo(typeof(KernelSpec).Assembly.Location).ProductVersion?.Split('+')[0] ?? "",
        },
    };

    private static JsonObject? Read(string folder)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, FileName))) as JsonObject;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null; // another's, or half removed: not ours to mend
        }
    }

    [GeneratedRegex("^[A-Za-z0-9._-]+$")]
    private static partial Regex ValidName();
}
