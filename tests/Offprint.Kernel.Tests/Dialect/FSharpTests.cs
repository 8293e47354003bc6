using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Tests.Server;

namespace Offprint.Kernel.Tests.Dialect;

/// <summary>F# cells, and values on their way between languages.</summary>
public class FSharpTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    [Fact]
    public async Task State_is_kept_and_the_last_value_is_the_result()
    {
        await RunAsync("#!fsharp\nlet square x = x * x\nlet mutable total = 3");
        Assert.Equal("9", await kernel.ResultAsync("#!f#\ntotal <- square total\ntotal"));
        Assert.Null(await kernel.ResultAsync("#!fsharp\nlet quiet = 1"));
        Assert.Null(await kernel.ResultAsync("#!fsharp\n()"));
    }

    [Fact]
    public async Task The_frameworks_types_are_those_of_the_language() =>
        Assert.Equal("1 x", await kernel.ResultAsync(
            "#!fsharp\nlet whole : System.Int32 = 1\nlet items : seq<string> = System.Collections.Generic.List<System.String>([ \"x\" " +
            "])\n$\"{whole} {Seq.head items}\""));

    [Fact]
    public async Task What_it_prints_and_displays_is_the_cells_output()
    {
        (JsonObject reply, List<Message> outputs) =
            await RunAsync("#!fsharp\nprintf \"one\"\ndisplay(\"two\") |> ignore\neprintf \"three\"\nHTML \"<b>four</b>\"");
        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Equal(["stdout:one", ":two", "stderr:three", ":<b>four</b>"], outputs
            .Where(m => m.Type is MessageType.Stream or MessageType.DisplayData or MessageType.ExecuteResult)
            .Select(m => $"{(string?)m.Content["name"]}:" +
                ((string?)m.Content["text"] ?? (string?)m.Content["data"]!["text/html"] ?? (string?)m.Content["data"]!["text/plain"])));
    }

    [Fact]
    public async Task Compilation_errors_name_the_cells_lines()
    {
        (JsonObject reply, _) = await RunAsync("#!time\n#!fsharp\nlet a = 1\nlet b = missing + a");
        Assert.Equal("CompilationError", (string?)reply["ename"]);
        Assert.StartsWith("(4,9): error FS0039", (string?)reply["evalue"], StringComparison.Ordinal);
        Assert.Equal("            ^^^^^^^", (string?)reply["traceback"]![2]);
    }

    [Fact]
    public async Task Exceptions_name_the_cells_lines_and_hide_the_engine()
    {
        (JsonObject reply, _) = await RunAsync("#!fsharp\nlet fail x =\n    if x > 0 then failwith \"boo\"\n    x\n\nfail 1");
        string trace = string.Join('\n', reply["traceback"]!.AsArray().Select(l => (string?)l));
        Assert.Equal("boo", (string?)reply["evalue"]);
        Assert.Matches(@"at fail in cell \d+, line 3", trace);
        Assert.Matches(@"at the cell in cell \d+, line 6", trace);
        Assert.DoesNotContain("System.Reflection", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("Offprint.Kernel", trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_without_end_is_interrupted_and_state_stays()
    {
        await RunAsync("#!fsharp\nlet kept = 5");
        Task<(JsonObject Reply, List<Message>)> running = RunAsync("#!fsharp\nwhile true do ()");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        kernel.Client.Interrupt();
        Assert.Equal("Interrupted", (string?)(await running).Reply["ename"]);
        Assert.Equal("5", await kernel.ResultAsync("#!fsharp\nkept"));
    }

    [Fact]
    public async Task CSharp_and_FSharp_share_objects()
    {
        Assert.Equal("4", await kernel.ResultAsync("""
            var list = new List<int> { 1, 2, 3 };
            #!fsharp
            #!share --from csharp list --as items
            items.Add 4
            #!csharp
            list.Count
            """));
        await RunAsync("#!fsharp\ntype Point = { X: int; Y: string }\nlet point = { X = 2; Y = \"b\" }\nlet numbers = [| 1.5; 2.5 |]");
        Assert.Equal("b 4", await kernel.ResultAsync(
            "#!share --from fsharp point\n#!share --from fsharp numbers\n$\"{point.Y} {numbers.Sum()}\""));
    }

    [Fact]
    public async Task Types_of_cells_reach_FSharp_as_json() =>
        Assert.Equal("7", await kernel.ResultAsync(
            "var anonymous = new { A = 7 };\n#!fsharp\n#!share --from csharp " +
            "anonymous\nanonymous.RootElement.GetProperty(\"A\").GetInt32()"));

    [Theory]
    [InlineData("1", "1 Double")]
    [InlineData("true", "True Boolean")]
    [InlineData("[1,2]", "[1,2] JsonDocument")]
    [InlineData("one", "one String")]
    [InlineData("\"1\"", "1 String")]
    [InlineData("@fsharp:half", "0.5 Double")]
    [InlineData("@fsharp:half --mime-type text/plain", "0.5 String")]
    [InlineData("@fsharp:half --byref", "0.5 Decimal")]
    public async Task Set_declares_literals_and_copies(string value, string expected)
    {
        await RunAsync("#!fsharp\nlet half = 0.5m");
        Assert.Equal(expected, await kernel.ResultAsync(
            $"#!set --name given --value {value}\n$\"{{((object)given is System.Text.Json.JsonDocument d ? d.RootElement.GetRawText() : " +
                $"given)}} {{given.GetType().Name}}\""));
    }

    [Fact]
    public async Task JavaScript_takes_values_as_json_and_gives_none()
    {
        (_, List<Message> outputs) =
            await RunAsync("var pair = new { a = 1, b = new[] { \"</script>\" } };\n#!js\n#!share --from csharp pair --as " +
            "shared\nreturn shared.a;");
        string[] scripts = [.. outputs.Where(m => m.Type == MessageType.DisplayData).Select(m => (string)m.Content["data"]!["text/html"]!)];
        Assert.Equal(2, scripts.Length);
        string json = scripts[0][(scripts[0].IndexOf("globalThis.shared = ", StringComparison.Ordinal) + 20)..scripts[0].LastIndexOf(';')];
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"a":1,"b":["</script>"]}"""), JsonNode.Parse(json)));
        Assert.Single(scripts[0].Split("</script")[1..]);
        Assert.Contains("return shared.a;", scripts[1], StringComparison.Ordinal);
        (JsonObject reply, _) = await RunAsync("#!share --from javascript shared");
        Assert.Contains("values go to JavaScript, not back", (string?)reply["evalue"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!share --from fsharp nothing", "fsharp has no variable 'nothing'")]
    [InlineData("#!share --from python x", "It knows")]
    [InlineData("#!share --from html x", "html cells hold no variables")]
    [InlineData("#!share x", "--from is missing. Usage:")]
    [InlineData("#!html\n#!set --name x --value 1", "html cells take no values")]
    [InlineData("#!set --name 1x --value 1", "cannot be the name of a C# variable")]
    public async Task Mistakes_in_sharing_say_what_is_wrong(string cell, string message)
    {
        (JsonObject reply, _) = await RunAsync(cell);
        Assert.Contains(message, (string?)reply["evalue"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_lists_the_language_that_it_stands_in()
    {
        (_, List<Message> outputs) = await RunAsync("#!fsharp\nlet onlyHere = 1\n#!who");
        Assert.Contains("onlyHere",
            ((string)Assert.Single(outputs, m => m.Type == MessageType.DisplayData).Content["data"]!["text/plain"]!).Split('\n'));
    }

    [Fact]
    public async Task Packages_are_shared_by_the_languages()
    {
        // In the local cache, as the tests themselves use it.
        Assert.Equal("FsCheck", await kernel.ResultAsync("#r \"nuget: FsCheck, 3.6.0\"\ntypeof(FsCheck.Config).Assembly.GetName().Name"));
        Assert.Equal("FsCheck", await kernel.ResultAsync("#!fsharp\ntypeof<FsCheck.Config>.Assembly.GetName().Name"));
    }

    /// <summary>The first F# cell waits for the compiler, on a busy machine for long.</summary>
    private Task<(JsonObject Reply, List<Message> Outputs)> RunAsync(string code) => kernel.RunAsync(code);
}
