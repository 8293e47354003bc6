using System.Text.Json.Nodes;
using Offprint.Kernel.KernelSpecs;

namespace Offprint.Kernel.Tests.Clients;

public sealed class NbconvertTests(JupyterInstallation jupyter) : IClassFixture<JupyterInstallation>
{
    [Fact]
    public void A_notebook_with_a_chart_is_executed()
    {
        string python = jupyter.PythonWith("nbconvert", "jupyter-nbconvert");
        jupyter.PythonWith("nbclient", "python3-nbclient");
        string notebook = Path.Combine(jupyter.Folder, "chart.ipynb");
        File.WriteAllText(notebook, TestNotebook.Text(
            "#r \"nuget: Offprint.Interactive, 0.1.0\"\nusing Plotly.NET.CSharp;\nint half = 21;",
            "Console.WriteLine(2 * half);",
            "Chart.Point<double, double, string>([1, 2, 3], [1, 4, 9])",
            "#!markdown\n**done**"));
        (int exit, string output) = jupyter.Run(python, "-m", "nbconvert", "--to", "notebook", "--execute", "--output", "executed.ipynb",
            $"--ExecutePreprocessor.kernel_name={KernelSpec.DefaultName}", "--ExecutePreprocessor.timeout=120", notebook);
        Assert.True(exit == 0, output);
        JsonNode cells = JsonNode.Parse(File.ReadAllText(Path.Combine(jupyter.Folder, "executed.ipynb")))!["cells"]!;
        Assert.Equal([1, 2, 3, 4], cells.AsArray().Select(c => (int)c!["execution_count"]!));
        Assert.Equal("42\n", (string?)cells[1]!["outputs"]![0]!["text"]![0]);
        JsonNode chart = cells[2]!["outputs"]![0]!["data"]!;
        Assert.Equal(3, chart["application/vnd.plotly.v1+json"]!["data"]![0]!["x"]!.AsArray().Count);
        Assert.Equal("**done**", string.Concat(cells[3]!["outputs"]![0]!["data"]!["text/markdown"]!.AsArray().Select(l => (string?)l)));
    }
}
