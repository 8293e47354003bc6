using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Offprint.Cards;
using Offprint.Files;
using TorchSharp;

namespace Offprint.Experiments;

/// <summary>Where a stored result comes from.</summary>
/// <param name="Commit">The project's commit, with <c>+</c> behind it if files were changed; that of the package outside a
/// repository.</param>
/// <param name="Packages">Versions of what the numbers depend on.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Processor">The processor's name.</param>
/// <param name="Started">When the computation began (UTC).</param>
/// <param name="Seconds">How long it took.</param>
public sealed record Provenance(
    string Commit, IReadOnlyDictionary<string, string> Packages, string Runtime, string System, string Processor, DateTime Started,
    double Seconds) : IDescribable
{
    /// <summary>With which instructions; <see langword="null"/> where that was not written down.</summary>
    public InstructionSets? Instructions { get; init; }

    /// <summary>The cell's first marks; <see langword="null"/> where it makes none, or none were written down.</summary>
    public MarkRecord? Marks { get; init; }

    private static readonly Lazy<Provenance> s_here = new(() => new Provenance(
        ReadCommit(),
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["MathNet.Numerics"] = VersionOf(typeof(MathNet.Numerics.Constants).Assembly),
            ["Offprint"] = VersionOf(typeof(Provenance).Assembly),
            ["TorchSharp"] = VersionOf(typeof(torch).Assembly),
            ["libtorch"] = torch.__version__,
        },
        RuntimeInformation.FrameworkDescription, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}",
        ReadProcessor(), default, 0)
    {
        Instructions = InstructionSets.Here,
    });

    /// <summary>The provenance of a computation that this process has just made.</summary>
    /// <param name="started">When it began (UTC).</param>
    /// <param name="seconds">How long it took.</param>
    /// <returns>The provenance.</returns>
    public static Provenance Here(DateTime started, double seconds) =>
        s_here.Value with { Started = started, Seconds = Math.Round(seconds, 3) };

    /// <summary>
    /// Whether the same bits are to be expected here: instructions, processor, system and packages are known to be the same. The
    /// mathematical functions of .NET are the system's.
    /// </summary>
    internal bool PromisesBits()
    {
        Provenance here = s_here.Value;
        return Instructions == here.Instructions && Brand(Processor) == Brand(here.Processor) && System == here.System &&
            Packages.Where(NotOurs).SequenceEqual(here.Packages.Where(NotOurs));

        static string Brand(string processor) => processor.Split(',')[0];
        static bool NotOurs(KeyValuePair<string, string> package) => package.Key != nameof(Offprint);
    }

    /// <inheritdoc/>
    public Card Describe() => new("Provenance")
    {
        Facts =
        [
            new("Commit", Commit), new("Computed", Started.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC"),
                new("Took", Seconds, "s"),
            new("Runtime", Runtime), new("System", System), new("Processor", Processor),
            new("Packages", string.Join(", ", Packages.Select(p => $"{p.Key} {p.Value}"))),
        ],
    };

    private static string VersionOf(Assembly assembly) => assembly.GetName().Version?.ToString(3) ?? "unknown";

    private static string ReadCommit()
    {
        string? commit = Git("rev-parse --short=12 HEAD");
        if (commit is null)
            return PackedCommit ?? "unknown";
        // Stored results are the product, not the source: a run that has already saved some is not a changed tree.
        string? changes = Git("status --porcelain -- src global.json Directory.Packages.props");
        return string.IsNullOrEmpty(changes) ? commit : commit + "+";
    }

    /// <summary>The commit that a package was built from, as the compiler was told: <c>0.1.0+commit</c>.</summary>
    private static string? PackedCommit =>
        typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_,
            { Length: >= 12 } commit]
            ? commit[..12]
            : null;

    private static string? Git(string arguments)
    {
        if (!ProjectFolders.TryFindRoot(out string? root))
            return null;
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string text = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? text : null;
        }
        catch (global::System.ComponentModel.Win32Exception)
        {
            return null; // git is not installed: the commit is not known, which is no reason to lose a result.
        }
    }

    private static string ReadProcessor()
    {
        const string linux = "/proc/cpuinfo";
        string? model = File.Exists(linux) ? File.ReadLines(linux)
            .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        string name = model?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
        return $"{name}, {Environment.ProcessorCount} cores";
    }
}
