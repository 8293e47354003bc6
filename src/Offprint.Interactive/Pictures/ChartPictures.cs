using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Offprint.Interactive.Pictures;

/// <summary>Still pictures of charts, drawn by a browser that is started with the first and serves the whole process.</summary>
/// <remarks>
/// Where there is no browser, or it fails, there are no pictures and everything else goes on; <see cref="TakeNote"/> then says so, once.
/// </remarks>
internal sealed class ChartPictures(string? executable, TimeSpan limit) : IDisposable
{
    // One figure is asked for several times, once a MIME type; a notebook page rarely holds more charts than this.
    private const int CacheSize = 64;

    private readonly ConcurrentDictionary<string, ChartPicture> _drawn = [];
    private readonly SemaphoreSlim _one = new(1, 1);
    private ChartBrowser? _browser;
    private string? _failure = executable is null ? Missing() : null;
    private bool _noted;

    public static ChartPictures Default { get; } = CreateDefault();

    /// <summary>Whether pictures can be expected.</summary>
    public bool Available => _failure is null;

    /// <summary>The chart's picture, or <see langword="null"/> where none can be drawn.</summary>
    /// <param name="chart">The chart as Plotly's JSON.</param>
    public ChartPicture? Draw(string chart)
    {
        string key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(chart)));
        if (_drawn.TryGetValue(key, out ChartPicture? known))
            return known;
        // Off the caller's thread, whose synchronization context could wait for us.
        var picture = Task.Run(() => DrawAsync(chart)).GetAwaiter().GetResult();
        if (picture is null)
            return null;
        if (_drawn.Count >= CacheSize)
            _drawn.Clear();
        _drawn[key] = picture;
        return picture;
    }

    /// <summary>
    /// Why there are no pictures and how to get them; <see langword="null"/> where there are, and from the second call on.
    /// </summary>
    public string? TakeNote()
    {
        if (_failure is null || _noted)
            return null;
        _noted = true;
        return _failure;
    }

    private async Task<ChartPicture?> DrawAsync(string chart)
    {
        await _one.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_failure is not null)
                return null;
            _browser ??= await ChartBrowser.StartAsync(executable!).WaitAsync(limit).ConfigureAwait(false);
            return await _browser.DrawAsync(chart).WaitAsync(limit).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A notebook is worth more than its pictures: whatever the browser does, cells go on.
            _failure = $"No picture was stored: {executable} could not draw it ({FirstLine(e.Message)}). "
                + $"Set {BrowserFinder.Variable} to another Chromium, Chrome or Edge.";
            return null;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        var browser = Interlocked.Exchange(ref _browser, null);
        if (browser is null)
            return;
        _failure = "No picture was stored: the process is ending.";
        try
        {
            Task.Run(async () => await browser.DisposeAsync().ConfigureAwait(false)).Wait(TimeSpan.FromSeconds(3));
        }
        catch (AggregateException)
        {
            // The browser is gone already.
        }
    }

    private static ChartPictures CreateDefault()
    {
        var pictures = new ChartPictures(BrowserFinder.Find(), TimeSpan.FromMinutes(2)); // a busy machine starts a browser slowly
        AppDomain.CurrentDomain.ProcessExit += (_, _) => pictures.Dispose();
        return pictures;
    }

    private static string Missing() =>
        Environment.GetEnvironmentVariable(BrowserFinder.Variable) is { Length: > 0 } chosen
            ? $"No picture was stored: {BrowserFinder.Variable} names {chosen}, which does not exist."
            : $"No picture was stored, because no Chromium, Chrome or Edge was found. Install one, or set {BrowserFinder.Variable} to " +
                "its path.";

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
