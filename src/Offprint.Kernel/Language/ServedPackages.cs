using System.Collections.Concurrent;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace Offprint.Kernel.Language;

/// <summary>What the sources of packages serve, as far as they say it in the time that a person at a keyboard waits.</summary>
/// <remarks>
/// The sources are those that a restore would ask: NuGet's configuration for the working folder, and the session's own. An answer that
/// comes too late is kept for the next question; a source that fails is not asked again for a while, so that nobody waits offline.
/// </remarks>
/// <param name="folder">The folder whose NuGet configuration counts.</param>
internal sealed class ServedPackages(string folder)
{
    private const int MostIds = 40;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Task<string[]>> _answers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, long> _failed = new(StringComparer.Ordinal);

    /// <summary>Names of packages that begin with what is typed.</summary>
    public Task<string[]> IdsAsync(string typed, IReadOnlyList<string> more) => typed.Length == 0 ? Task.FromResult<string[]>([])
        : AskAsync($"ids {typed}", more, (source, stop) => IdsAsync(source, typed, stop));

    /// <summary>A package's versions, in no order.</summary>
    public Task<string[]> VersionsAsync(string id, IReadOnlyList<string> more) => id.Length == 0 ? Task.FromResult<string[]>([])
        : AskAsync($"versions {id}", more, (source, stop) => VersionsAsync(source, id, stop));

    private static async Task<string[]> IdsAsync(SourceRepository source, string typed, CancellationToken stop)
    {
        if (await source.GetResourceAsync<AutoCompleteResource>(stop).ConfigureAwait(false) is not { } resource)
            return []; // a source need not offer it
        IEnumerable<string> ids = await resource.IdStartsWith(typed, includePrerelease: true, NullLogger.Instance, stop)
            .ConfigureAwait(false);
        return [.. ids.Take(MostIds)];
    }

    private static async Task<string[]> VersionsAsync(SourceRepository source, string id, CancellationToken stop)
    {
        using SourceCacheContext cache = new();
        if (await source.GetResourceAsync<FindPackageByIdResource>(stop).ConfigureAwait(false) is not { } resource)
            return [];
        IEnumerable<NuGetVersion> versions = await resource.GetAllVersionsAsync(id, cache, NullLogger.Instance, stop)
            .ConfigureAwait(false);
        return [.. versions.Select(v => v.ToNormalizedString())];
    }

    /// <summary>Asks all sources at once; what has been answered when patience ends.</summary>
    private async Task<string[]> AskAsync(
        string question, IReadOnlyList<string> more, Func<SourceRepository, CancellationToken, Task<string[]>> ask)
    {
        string kind = question[..question.IndexOf(' ', StringComparison.Ordinal)]; // a source may know versions, and no names
        Task<string[]>[] asked = [.. Sources(more).Where(s => !IsResting(kind + s.Source)).Select(source => _answers.GetOrAdd(
            $"{question} {source.Source}", key => Task.Run(() => AskAsync(key, kind, source, ask))))];
        await Task.WhenAny(Task.WhenAll(asked), Task.Delay(s_patience)).ConfigureAwait(false);
        return [.. asked.Where(t => t.IsCompletedSuccessfully).SelectMany(t => t.Result).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private async Task<string[]> AskAsync(
        string question, string kind, PackageSource source, Func<SourceRepository, CancellationToken, Task<string[]>> ask)
    {
        try
        {
            using CancellationTokenSource stop = new(s_pause);
            return await ask(Repository.Factory.GetCoreV3(source), stop.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Diagnostics.Log($"The source of packages {source.Name} did not answer: {e.Message}");
            _failed[kind + source.Source] = Environment.TickCount64;
            _answers.TryRemove(question, out _);
            return [];
        }
    }

    private bool IsResting(string asked) => _failed.TryGetValue(asked, out long since)
        && Environment.TickCount64 - since < s_pause.TotalMilliseconds;

    private IEnumerable<PackageSource> Sources(IReadOnlyList<string> more)
    {
        try
        {
            return PackageSourceProvider.LoadPackageSources(Settings.LoadDefaultSettings(folder)).Where(s => s.IsEnabled)
                .Concat(more.Select(s => new PackageSource(s))).DistinctBy(s => s.Source);
        }
        catch (NuGetConfigurationException e)
        {
            Diagnostics.Log($"NuGet's configuration cannot be read: {e.Message}");
            return [];
        }
    }
}
