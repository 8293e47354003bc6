using System.Text;
using Offprint.Kernel.Converting;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Tests.Notebooks;

/// <summary>Whatever is wrong with a notebook file, the error is one that names the file and the place.</summary>
public sealed class NotebookFaultTests
{
    private const string Head = "\"nbformat\":4,\"nbformat_minor\":5";

    [Theory]
    [InlineData("{\"cells\":[],\"metadata\":[]," + Head + "}", "$.metadata is not an object")]
    [InlineData("{\"cells\":[],\"cells\":[],\"metadata\":{}," + Head + "}", "twice")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"source\":\"\",\"metadata\":{\"a\":1,\"a\":2}}],\"metadata\":{}," + Head + "}",
        "$.cells[0].metadata has a name twice")]
    [InlineData("{\"cells\":[{\"cell_type\":5,\"source\":\"\"}],\"metadata\":{}," + Head + "}", "$.cells[0].cell_type is not text")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"source\":\"\\ud800\"}],\"metadata\":{}," + Head + "}", "half of a character")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"source\":\"\",\"\\udc00\":1}],\"metadata\":{}," + Head + "}", "half of a character")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"source\":[1]}],\"metadata\":{}," + Head + "}", "$.cells[0].source[0] is not text")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"source\":\"\",\"outputs\":[3]}],\"metadata\":{}," + Head + "}", "not an object")]
    public void An_ipynb_file_with_a_fault_is_refused_with_its_place(string json, string place)
    {
        UserException error = Assert.Throws<UserException>(() => NotebookDocument.Parse(Encoding.UTF8.GetBytes(json), "some.ipynb"));
        Assert.Contains("some.ipynb", error.Message, StringComparison.Ordinal);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"kernelInfo\":[]}")]
    [InlineData("{\"kernelInfo\":{\"defaultKernelName\":[1]}}")]
    [InlineData("{\"kernelInfo\":{},\"kernelInfo\":{}}")]
    public void A_dib_header_with_a_fault_is_refused_with_its_place(string header)
    {
        UserException error = Assert.Throws<UserException>(() => DibFormat.Read($"#!meta\n\n{header}\n\n#!csharp\n\n1\n", "some.dib"));
        Assert.Matches("header of some.dib.*(kernelInfo|twice)", error.Message);
    }

    [Fact]
    public void A_language_of_dotnet_interactive_that_the_engine_lacks_begins_a_cell_of_its_own() =>
        Assert.Equal(["1", "Get-Date"], DibFormat.Read("#!csharp\n\n1\n\n#!pwsh\n\nGet-Date\n", "a.dib").Cells.Select(c => c.Source));
}
