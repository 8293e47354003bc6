using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Offprint.Interactive.Pictures;

namespace Offprint.Kernel.Html;

/// <summary>Diagrams as SVG, drawn by a browser without window from the Mermaid release that exported pages carry.</summary>
internal static partial class MermaidPicture
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Whether this machine has a browser to draw with.</summary>
    public static bool CanDraw => BrowserFinder.Find() is not null;

    /// <returns>The picture; null where there is no browser, or it fails.</returns>
    /// <exception cref="UserException">Mermaid cannot read the diagram; the message is its own.</exception>
    public static async Task<string?> DrawAsync(string diagram, CancellationToken cancellation)
    {
        if (BrowserFinder.Find() is not { } browser)
            return null;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("offprint-mermaid-");
        try
        {
            string page = Path.Combine(folder.FullName, "diagram.html");
            await File.WriteAllTextAsync(page, Page(diagram), cancellation).ConfigureAwait(false);
            string drawn = await RenderAsync(browser, page, folder.FullName, cancellation).ConfigureAwait(false);
            if (Failure().Match(drawn) is { Success: true } failure)
                throw new UserException($"Mermaid cannot draw this: {WebUtility.HtmlDecode(failure.Groups["message"].Value).Trim()}");
            return Picture().Match(drawn) is { Success: true } picture ? picture.Value : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or TimeoutException or IOException)
        {
            return null; // a browser that does not start is as good as none
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Labels are SVG's own text, which shows in pictures too, unlike HTML inside of them. Its arrows are dark: it brings its paper along.
    /// </summary>
    private static string Page(string diagram) => $$"""
        <!DOCTYPE html><html><head><meta charset="utf-8"></head><body><pre id="source">{{WebUtility.HtmlEncode(diagram)}}</pre>
        <script>{{PageAssets.MermaidScript}}</script>
        <script>
        mermaid.initialize({ startOnLoad: false, htmlLabels: false, flowchart: { htmlLabels: false } });
        mermaid.render("diagram-{{Guid.NewGuid():N}}", document.getElementById("source").textContent).then(
          drawn => { document.body.innerHTML = drawn.svg; document.querySelector("svg").style.background = "#fff"; },
          error => { document.body.innerHTML = '<p id="failure"></p>'; document.getElementById("failure").textContent = error.message; });
        </script></body></html>
        """;

    private static async Task<string> RenderAsync(string browser, string page, string folder, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage",
            // Chromium's sandbox refuses to run as root, and in most containers; the page is ours, and has no network.
            .. Environment.UserName == "root" ? ["--no-sandbox"] : Array.Empty<string>(),
            "--host-resolver-rules=MAP * ~NOTFOUND", $"--user-data-dir={Path.Combine(folder, "profile")}",
            "--virtual-time-budget=10000", "--dump-dom", new Uri(page).AbsoluteUri,
        ];
        ProcessStartInfo start = new(browser, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation),
                errors = process.StandardError.ReadToEndAsync(cancellation);
            await Task.WhenAll(output, errors).WaitAsync(s_limit, cancellation).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return await output.ConfigureAwait(false);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex("<svg[\\s\\S]*</svg>")]
    private static partial Regex Picture();

    [GeneratedRegex("<p id=\"failure\">(?<message>[\\s\\S]*?)</p>")]
    private static partial Regex Failure();
}
