using Microsoft.Playwright;
using Offprint.Kernel.KernelSpecs;

namespace Offprint.Kernel.Tests.Clients;

/// <summary>Cards under JupyterLab's own style sheet, which nbconvert's pages carry: light and dark, in a browser.</summary>
public sealed class LabStyleTests(JupyterInstallation jupyter) : IClassFixture<JupyterInstallation>
{
    [Fact]
    public async Task Cards_and_diagrams_look_as_meant_in_both_themes()
    {
        string python = jupyter.PythonWith("nbconvert", "jupyter-nbconvert");
        jupyter.PythonWith("nbclient", "python3-nbclient");
        await using HeadlessBrowser browser = await HeadlessBrowser.StartAsync();
        string notebook = Path.Combine(jupyter.Folder, "cards.ipynb");
        File.WriteAllText(notebook, TestNotebook.Text(
            "#r \"nuget: Offprint.Interactive, 0.1.0\"\nusing Offprint.Cards;",
            "Offprint.Papers.Papers.Ghvb",
            "CardTable.Of(\"Two rows\", (string[])[\"some words\", \"two\"], (\"name\", r => r), (\"length\", r => r.Length))",
            "#!mermaid\nflowchart LR\n a --> b"));
        (int exit, string output) = jupyter.Run(python, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace",
            $"--ExecutePreprocessor.kernel_name={KernelSpec.DefaultName}", "--ExecutePreprocessor.timeout=120", notebook);
        Assert.True(exit == 0, output);
        foreach (string theme in (string[])["light", "dark"])
        {
            (exit, output) = jupyter.Run(python, "-m", "nbconvert", "--to", "html", $"--HTMLExporter.theme={theme}", "--output",
                $"{theme}.html", notebook);
            Assert.True(exit == 0, output);
            await CheckAsync(await browser.OpenAsync(new Uri(Path.Combine(jupyter.Folder, $"{theme}.html"))), theme == "dark");
        }
    }

    private static async Task CheckAsync(IPage page, bool isDark)
    {
        // A label stands on one line, beside what it names.
        Assert.True(await page.EvaluateAsync<bool>("""
            () => [...document.querySelectorAll('.offprint dt')].filter(label => label.checkVisibility()).every(label => {
                const words = document.createRange();
                words.selectNodeContents(label);
                const drop = label.getBoundingClientRect().top - label.nextElementSibling.getBoundingClientRect().top;
                return words.getClientRects().length === 1 && Math.abs(drop) < 4;
            })
            """));
        Assert.Equal("left right", await page.EvaluateAsync<string>("""
            () => [...[...document.querySelectorAll('.offprint')].at(-1).querySelectorAll('tbody tr:first-child > *')]
                .map(cell => getComputedStyle(cell).textAlign).join(' ')
            """));
        // Words stand out from the page: the luminance of both, 0 to 255.
        double[] luminance = await page.EvaluateAsync<double[]>("""
            () => {
              const light = color => color.match(/\d+/g).slice(0, 3).reduce((sum, c, i) => sum + [0.2126, 0.7152, 0.0722][i] * c, 0);
              return [light(getComputedStyle(document.querySelector('.offprint td')).color),
                light(getComputedStyle(document.body).backgroundColor)];
            }
            """);
        Assert.True(isDark ? luminance[0] - luminance[1] > 150 : luminance[1] - luminance[0] > 150, string.Join(" on ", luminance));
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>(
            "() => getComputedStyle(document.querySelector('.offprint-mermaid svg')).backgroundColor"));
        Assert.Equal(isDark ? "#5bd18b" : "#14733b", await page.EvaluateAsync<string>(
            "() => getComputedStyle(document.querySelector('.offprint')).getPropertyValue('--op-good').trim()"));
    }
}
