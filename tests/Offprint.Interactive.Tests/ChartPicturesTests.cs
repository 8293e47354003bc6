using Microsoft.Playwright;
using Offprint.Interactive.Charts;
using Offprint.Interactive.Pictures;
using Offprint.Interactive.Rendering;

namespace Offprint.Interactive.Tests;

public class ChartPicturesTests
{
    private const string NoBrowser = "No Chromium, Chrome or Edge on this machine. Remedy: install one, or name it in OFFPRINT_BROWSER.";

    [Fact]
    public void A_chart_becomes_a_sharp_picture_of_modest_size()
    {
        Assert.SkipWhen(BrowserFinder.Find() is null, NoBrowser);
        string chart = ChartCache.Json(Samples.LearningCurves);
        byte[]? png = ChartPictures.Default.Draw(chart)?.Png;
        Assert.NotNull(png);
        var (width, height) = PngTests.Size(png);
        Assert.Equal(760 * ChartBrowser.Scale, width);
        Assert.InRange(height, 700, 1400);
        Assert.InRange(png.Length, 5_000, 90_000);
        Assert.Same(png, ChartPictures.Default.Draw(chart)?.Png);
    }

    [Fact]
    public void Without_a_browser_there_are_no_pictures_and_one_note()
    {
        using var pictures = new ChartPictures(null, TimeSpan.FromSeconds(1));
        Assert.False(pictures.Available);
        Assert.Null(pictures.Draw("{}"));
        Assert.Contains(BrowserFinder.Variable, pictures.TakeNote(), StringComparison.Ordinal);
        Assert.Null(pictures.TakeNote());
    }

    [Fact]
    public void A_browser_that_does_not_start_is_named_and_not_tried_again()
    {
        string folder = Directory.CreateTempSubdirectory("offprint-").FullName, missing = Path.Combine(folder, "browser"),
            trace = Path.Combine(folder, "started");
        using var pictures = new ChartPictures(missing, TimeSpan.FromSeconds(20));
        Assert.Null(pictures.Draw("{}"));
        // Now there is one, which leaves a trace when it is started.
        File.WriteAllText(missing, $"#!/bin/sh\ntouch '{trace}'\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(missing, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Null(pictures.Draw("[]"));
        Assert.False(File.Exists(trace));
        Directory.Delete(folder, recursive: true);
        Assert.Contains(missing, pictures.TakeNote(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_browser_is_the_one_asked_for_or_the_first_on_the_path()
    {
        string found = Path.Combine("b", OperatingSystem.IsWindows() ? "chromium.exe" : "chromium");
        string path = string.Join(Path.PathSeparator, "a", "b");
        Assert.Equal(found, BrowserFinder.Find(name => name == "PATH" ? path : null, file => file == found));
        Assert.Equal("mine", BrowserFinder.Find(name => name == BrowserFinder.Variable ? "mine" : path, _ => true));
        Assert.Null(BrowserFinder.Find(name => name == BrowserFinder.Variable ? "gone" : path, file => file == found));
        Assert.Null(BrowserFinder.Find(_ => null, _ => false));
    }

    [Fact]
    public async Task A_page_with_Plotly_shows_the_live_chart_and_a_page_without_keeps_the_picture()
    {
        Assert.SkipWhen(BrowserFinder.Find() is null, NoBrowser);
        string html = CardHtml.Render(Samples.Scores.Describe());
        PlaywrightDriver.Locate();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = BrowserFinder.Find(),
            Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await browser.NewPageAsync(new() { Offline = true });

        await page.SetContentAsync($"<body>{html}</body>");
        Assert.Equal(1, await page.Locator(".op-figure img").CountAsync());

        await page.SetContentAsync($"<head><script>{PlotlyScript.Text}</script></head><body>{html}</body>");
        await page.Locator(".op-figure .js-plotly-plot .bars").First.WaitForAsync(new() { Timeout = 15_000 });
        Assert.Equal(0, await page.Locator(".op-figure img").CountAsync());
    }

    [Fact]
    public void The_script_is_that_of_Plotly_and_can_stand_in_a_page()
    {
        Assert.StartsWith("2.", PlotlyScript.Version, StringComparison.Ordinal);
        Assert.True(PlotlyScript.Text.Length > 3_000_000);
        Assert.DoesNotContain("</script", PlotlyScript.Text, StringComparison.OrdinalIgnoreCase);
    }
}
