using Microsoft.Playwright;
using Offprint.Interactive.Pictures;

namespace Offprint.Kernel.Tests.Clients;

/// <summary>The machine's own browser, without window, for pages that people look at.</summary>
internal sealed class HeadlessBrowser : IAsyncDisposable
{
    private const int Limit = 60_000;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private HeadlessBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Skips the calling test where there is no browser.</summary>
    public static async Task<HeadlessBrowser> StartAsync()
    {
        if (BrowserFinder.Find() is not { } path)
        {
            Assert.Skip("No browser of the Chromium family is installed here. Remedy: install one, or name it in OFFPRINT_BROWSER.");
            throw new InvalidOperationException(); // not reached: the skip above throws
        }
        PlaywrightDriver.Locate();
        IPlaywright playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path, Args = Environment.UserName == "root" ? ["--no-sandbox", "--disable-gpu"] : ["--disable-gpu"],
        }));
    }

    public async Task<IPage> OpenAsync(Uri address)
    {
        IPage page = await _browser.NewPageAsync();
        page.SetDefaultTimeout(Limit);
        // What a page wants from a network, such as MathJax, is not waited for.
        await page.GotoAsync(address.ToString(), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
