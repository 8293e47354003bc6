using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Offprint.Kernel.KernelSpecs;

namespace Offprint.Kernel.Tests.Clients;

/// <summary>The classic Notebook's page, used with a keyboard and a mouse.</summary>
public sealed class NotebookPageTests(JupyterInstallation jupyter) : IClassFixture<JupyterInstallation>
{
    [Fact]
    public async Task A_person_runs_interrupts_and_restarts_on_the_page()
    {
        string python = jupyter.PythonWith("notebook.notebookapp", "jupyter-notebook");
        await using HeadlessBrowser browser = await HeadlessBrowser.StartAsync();
        File.WriteAllText(Path.Combine(jupyter.Folder, "page.ipynb"), EmptyNotebook());
        using NotebookServer server = await NotebookServer.StartAsync(jupyter, python);
        IPage page = await browser.OpenAsync(server.Page("notebooks/page.ipynb"));
        await WaitUntilIdleAsync(page);

        await RunCellAsync(page, 0, "var kept = 41; kept + 1");
        await page.Locator(".cell").Nth(0).Locator(".output_area", new() { HasText = "42" }).First.WaitForAsync();

        await RunCellAsync(page, 1, "while (true) { }");
        await page.WaitForFunctionAsync("() => document.querySelector('#kernel_indicator_icon').className.includes('busy')");
        await page.ClickAsync("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']");
        await page.Locator(".cell").Nth(1).Locator(".output_error", new() { HasText = "interrupted" }).First.WaitForAsync();

        await RunCellAsync(page, 2, "kept");
        await page.Locator(".cell").Nth(2).Locator(".output_area", new() { HasText = "41" }).First.WaitForAsync();

        await RunCellAsync(page, 3,
            "#r \"nuget: Offprint.Interactive, 0.1.0\"\nPlotly.NET.CSharp.Chart.Point<double, double, string>([1, 2], [3, 4])");
        await page.WaitForFunctionAsync(
            "() => document.querySelectorAll('.cell')[3].querySelector('.output_subarea img')?.naturalHeight > 200");

        await RunCellAsync(page, 4, "#!javascript\nreturn 6 * 7 + \" on \" + location.pathname;");
        await page.Locator(".cell").Nth(4).Locator(".output_area pre", new() { HasText = "42 on /notebooks/page.ipynb" }).First
            .WaitForAsync();

        await page.ClickAsync("button[data-jupyter-action='jupyter-notebook:confirm-restart-kernel']");
        await page.ClickAsync(".modal-dialog .btn-danger");
        await page.WaitForFunctionAsync("() => document.querySelector('.modal-dialog') === null");
        await WaitUntilIdleAsync(page);
        await RunCellAsync(page, 5, "kept");
        await page.Locator(".cell").Nth(5).Locator(".output_error", new() { HasText = "CS0103" }).First.WaitForAsync(); // a new session
    }

    private static Task WaitUntilIdleAsync(IPage page) => page.WaitForFunctionAsync(
        "() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()"
        + " && Jupyter.notebook.kernel.info_reply.status === 'ok' && " +
            "document.querySelector('#kernel_indicator_icon').className.includes('idle')");

    /// <summary>Types into a cell, which the page has made when the one above was run, and runs it.</summary>
    private static async Task RunCellAsync(IPage page, int index, string code)
    {
        await page.Locator(".cell").Nth(index).Locator(".CodeMirror").ClickAsync();
        await page.Keyboard.InsertTextAsync(code);
        await page.Keyboard.PressAsync("Shift+Enter");
    }

    private static string EmptyNotebook()
    {
        JsonNode notebook = JsonNode.Parse(TestNotebook.Text(""))!;
        notebook["metadata"] = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["name"] = KernelSpec.DefaultName, ["display_name"] = "C# (Offprint)", ["language"] = "C#" },
        };
        return notebook.ToJsonString();
    }
}
