using System.Text.Json.Nodes;
using Offprint.Kernel.Dialect;

namespace Offprint.Kernel.Tests.Dialect;

public class LanguagesTests
{
    // What JupyterLab and VS Code send with an execution is the cell's metadata, with a cell's identifier among it.
    [Theory]
    [InlineData("{\"cellId\":\"x\"}", null)]
    [InlineData("{\"cellId\":\"x\",\"polyglot_notebook\":{\"kernelName\":\"fsharp\"}}", "fsharp")]
    [InlineData("{\"dotnet_interactive\":{\"language\":\"html\"}}", "html")]
    [InlineData("{\"dotnet_interactive\":{\"language\":\"html\"},\"polyglot_notebook\":{\"kernelName\":\"javascript\"}}", "javascript")]
    [InlineData("{\"vscode\":{\"languageId\":\"fsharp\"}}", "fsharp")]
    [InlineData("{\"vscode\":{\"languageId\":\"plaintext\"}}", null)]
    [InlineData("{\"polyglot_notebook\":7,\"vscode\":[]}", null)]
    public void A_cells_language_is_in_its_metadata(string metadata, string? expected) =>
        Assert.Equal(expected, Languages.FromMetadata(JsonNode.Parse(metadata)!.AsObject()));
}
