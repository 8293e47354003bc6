using Microsoft.Playwright;

namespace Offprint.Interactive.Pictures;

/// <summary>A browser without windows and without network that draws charts one after another.</summary>
internal sealed class ChartBrowser : IAsyncDisposable
{
    /// <summary>Pixels of the picture a pixel of the chart, so that text is sharp on fine screens.</summary>
    public const double Scale = 1.5;

    private static readonly string[] Arguments =
    [
        "--disable-gpu", "--disable-background-networking", "--disable-sync", "--disable-component-update", "--no-first-run",
            "--no-default-browser-check",
        "--disable-extensions", "--disable-dev-shm-usage", "--hide-scrollbars", "--font-render-hinting=none",
    ];

    private const string Draw = """
        async ([text, scale]) => {
            const chart = JSON.parse(text);
            const width = chart.layout.width || 760, height = chart.layout.height || 460;
            const layout = Object.assign({}, chart.layout, { width: width, height: height });
            const url = await Plotly.toImage({ data: chart.data, layout: layout }, { format: 'png', width: width, height: height, scale: scale });
            const picture = new Image();
            picture.src = url;
            await picture.decode();
            const canvas = document.createElement('canvas');
            canvas.width = width;
            canvas.height = height;
            const context = canvas.getContext('2d');
            context.imageSmoothingQuality = 'high';
            context.drawImage(picture, 0, 0, width, height);
            return [url, canvas.toDataURL('image/webp', 0.7)].map(data => data.substring(data.indexOf(',') + 1));
        }
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IPage _page;

    private ChartBrowser(IPlaywright playwright, IBrowser browser, IPage page)
    {
        _playwright = playwright;
        _browser = browser;
        _page = page;
    }

    public static async Task<ChartBrowser> StartAsync(string executable)
    {
        PlaywrightDriver.Locate();
        var playwright = await Playwright.CreateAsync().ConfigureAwait(false);
        try
        {
            var browser = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = executable,
                Headless = true,
                // Chromium's sandbox refuses to run as root, and in most containers.
                Args = Environment.UserName == "root" ? [.. Arguments, "--no-sandbox"] : Arguments,
                HandleSIGINT = false,
            }).ConfigureAwait(false);
            var context = await browser.NewContextAsync(new() { Offline = true }).ConfigureAwait(false);
            var page = await context.NewPageAsync().ConfigureAwait(false);
            await page.AddScriptTagAsync(new() { Content = PlotlyScript.Text }).ConfigureAwait(false);
            return new ChartBrowser(playwright, browser, page);
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>Draws a chart, given as Plotly's JSON.</summary>
    /// <returns>The picture.</returns>
    public async Task<ChartPicture> DrawAsync(string chart)
    {
        string[] encoded = await _page.EvaluateAsync<string[]>(Draw, new object[] { chart, Scale }).ConfigureAwait(false);
        return new ChartPicture(PngCompactor.Compact(Convert.FromBase64String(encoded[0])), Convert.FromBase64String(encoded[1]));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync().ConfigureAwait(false);
        _playwright.Dispose();
    }
}
