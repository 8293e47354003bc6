using System.Text.Json.Nodes;
using Offprint.Kernel.Html;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Tests.Html;

public class HtmlPageTests
{
    [Fact]
    public void Of_several_forms_the_richest_is_shown()
    {
        string page = Render(
            Display(("text/html", "<i>rich</i>"), ("text/plain", "poor")),
            Display(("image/png", "iVBORw0KGgo="), ("text/plain", "no picture")));
        Assert.Contains("<i>rich</i>", page, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/png;base64,iVBORw0KGgo=\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("poor", page, StringComparison.Ordinal);
        Assert.DoesNotContain("no picture", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_escaped_and_colours_are_kept()
    {
        string page = Render(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout",
            ["text"] = "a<b \u001b[31mred\u001b[0m \u001b[2K" });
        Assert.Contains("a&lt;b <span class=\"a31\">red</span> </pre>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_show_their_traceback() => Assert.Contains(
        "class=\"output error\"><pre>line 1\nline 2</pre>",
        Render(new JsonObject { ["output_type"] = "error", ["ename"] = "E", ["evalue"] = "v",
            ["traceback"] = new JsonArray("line 1", "line 2") }),
        StringComparison.Ordinal);

    [Fact]
    public void A_plain_notebook_carries_no_library() => Assert.InRange(Render(Display(("text/plain", "x"))).Length, 500, 10_000);

    [Fact]
    public void A_figure_brings_plotly_along_and_cannot_end_its_script_element()
    {
        JsonObject figure = new() { ["data"] = new JsonArray(), ["layout"] = new JsonObject { ["title"] = "</script>" } };
        string page = Render(new JsonObject { ["output_type"] = "display_data",
            ["data"] = new JsonObject { ["application/vnd.plotly.v1+json"] = figure } });
        Assert.Contains("id=\"asset-plotly\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("</script>\"}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Mathematics_and_diagrams_bring_their_libraries_along()
    {
        NotebookDocument notebook = TestNotebook.Of("1");
        notebook.Cells[0].Json["cell_type"] = "markdown";
        notebook.Cells[0].Json["source"] = "# A title\n\n$a<b$ and $$c$$\n\n```mermaid\ngraph LR; A-->B\n```\n![p](attachment:p.png)";
        notebook.Cells[0].Json["attachments"] = new JsonObject { ["p.png"] = new JsonObject { ["image/png"] = "AAAA" } };
        string page = HtmlPage.Render(notebook, "file");
        Assert.Contains("<title>A title</title>", page, StringComparison.Ordinal);
        Assert.Contains("\\(a&lt;b\\)", page, StringComparison.Ordinal);
        Assert.Contains("class=\"math display\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"asset-katex\"", page, StringComparison.Ordinal);
        Assert.Contains("font/woff2;base64", page, StringComparison.Ordinal);
        Assert.Contains("id=\"asset-mermaid\"", page, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,AAAA", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_is_highlighted() => Assert.Equal(
        "<span class=\"k\">var</span> x = <span class=\"s\">&quot;if // 1&quot;</span>; <span class=\"c\">// &lt;done&gt; 2</span>",
        CodeHighlighter.ToHtml("var x = \"if // 1\"; // <done> 2"));

    private static JsonObject Display(params (string Mime, string Text)[] forms) => new()
    {
        ["output_type"] = "display_data", ["metadata"] = new JsonObject(),
        ["data"] = new JsonObject(forms.Select(f => KeyValuePair.Create(f.Mime, (JsonNode?)f.Text))),
    };

    private static string Render(params JsonObject[] outputs)
    {
        NotebookDocument notebook = TestNotebook.Of("1");
        notebook.Cells[0].Outputs = new JsonArray(outputs);
        return HtmlPage.Render(notebook, "file");
    }
}
