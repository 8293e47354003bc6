using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Tests.Server;

public class KernelTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    [Fact]
    public async Task A_last_expression_is_the_result()
    {
        (JsonObject reply, List<Message> outputs) = await kernel.RunAsync("1 + 1");
        Assert.Equal("ok", (string?)reply["status"] + (string?)reply["evalue"]);
        Message result = Assert.Single(outputs, m => m.Type == MessageType.ExecuteResult);
        Assert.Equal("2", (string?)result.Content["data"]!["text/plain"]);
        Assert.Equal((int?)reply["execution_count"], (int?)result.Content["execution_count"]);
    }

    [Theory]
    [InlineData("var a = 1;", null)]
    [InlineData("Console.Write(\"\")", null)]
    [InlineData("string none = null; none", "<null>")]
    [InlineData("\"text\"", "text")]
    [InlineData("await Task.FromResult(5)", "5")]
    [InlineData("new[] { 1, 2 }.Sum()", "3")]
    [InlineData("", null)]
    [InlineData("// nothing", null)]
    public async Task Results_are_those_of_expressions_without_a_semicolon(string code, string? expected) =>
        Assert.Equal(expected, await kernel.ResultAsync(code));

    [Theory]
    [InlineData("")]
    [InlineData("// nothing")]
    [InlineData("using System.Net;")]
    [InlineData("#r \"nuget: Offprint.Interactive, 0.1.0\"\nusing System.Net.Http;")]
    [InlineData("#!time")]
    public async Task Cells_with_nothing_to_run_succeed(string code)
    {
        (JsonObject reply, _) = await kernel.RunAsync(code);
        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Equal("3", await kernel.ResultAsync("1 + 2"));
    }

    /// <summary>Such cells share what the one before has bound; those after them must not notice.</summary>
    [Fact]
    public async Task Expressions_in_a_row_see_what_is_declared_and_may_declare_themselves()
    {
        await kernel.RunAsync("int seven = 7;");
        Assert.Equal("14", await kernel.ResultAsync("seven + 7"));
        Assert.Equal("49", await kernel.ResultAsync("seven * 7"));
        Assert.Equal("True", await kernel.ResultAsync("int.TryParse(\"8\", out int eight)"));
        Assert.Equal("15", await kernel.ResultAsync("seven + eight"));
        await kernel.RunAsync("seven = 9;");
        Assert.Equal("17", await kernel.ResultAsync("seven + eight"));
        await kernel.RunAsync("string seven = \"7\";");
        Assert.Equal("78", await kernel.ResultAsync("seven + eight"));
        (JsonObject reply, _) = await kernel.RunAsync("// no number\nseven + int.Parse(\"x\")");
        Assert.Equal("FormatException", (string?)reply["ename"]);
        Assert.Matches(@"in cell \d+, line 2", string.Join('\n', reply["traceback"]!.AsArray().Select(l => (string?)l)));
    }

    [Fact]
    public async Task Usings_alone_hold_for_later_cells()
    {
        await kernel.RunAsync("using System.Net;");
        Assert.Equal("127.0.0.1", await kernel.ResultAsync("IPAddress.Loopback.ToString()"));
    }

    [Fact]
    public async Task Forms_that_come_out_empty_are_left_out()
    {
        await kernel.RunAsync("class Picture { }\nFormatter.Register<Picture>(_ => \"\", " +
            "\"image/png\");\nFormatter.SetPreferredMimeTypesFor(typeof(Picture), \"image/png\");");
        (_, List<Message> outputs) = await kernel.RunAsync("new Picture()");
        Assert.Equal(["text/plain"], Assert.Single(outputs, m => m.Type == MessageType.ExecuteResult).Content["data"]!.AsObject()
            .Select(p => p.Key));
    }

    [Fact]
    public async Task State_is_kept_between_cells()
    {
        await kernel.RunAsync("using System.Globalization;\nint counter = 1;\nint Twice(int x) => 2 * x;\nrecord Point(int X, int Y);");
        await kernel.RunAsync("counter++; var point = new Point(counter, Twice(counter));");
        Assert.Equal("Point { X = 2, Y = 4 } Invariant",
            await kernel.ResultAsync("$\"{point} {(CultureInfo.InvariantCulture != null ? \"Invariant\" : \"\")}\""));
    }

    [Fact]
    public async Task A_cell_that_throws_keeps_what_it_had_assigned()
    {
        await kernel.RunAsync("var kept = 7; throw new Exception();");
        Assert.Equal("7", await kernel.ResultAsync("kept"));
    }

    [Fact]
    public async Task A_variable_may_be_declared_again_with_another_type()
    {
        await kernel.RunAsync("var again = 1;");
        await kernel.RunAsync("var again = \"text\";");
        Assert.Equal("4", await kernel.ResultAsync("again.Length"));
    }

    [Fact]
    public async Task A_compilation_error_names_the_cells_own_line_and_column()
    {
        (JsonObject reply, _) = await kernel.RunAsync("#!time\nwhile (false) { }\nfor (;;) { int y = missing; }");
        Assert.Equal("CompilationError", (string?)reply["ename"]);
        Assert.StartsWith("(3,20): error CS0103", (string?)reply["evalue"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_names_the_cells_own_lines_and_hides_the_engine()
    {
        (JsonObject reply, List<Message> outputs) = await kernel.RunAsync("""
            void Fail(int depth)
            {
                if (depth == 0)
                    throw new InvalidOperationException("no more");
                Fail(depth - 1);
            }
            await Task.Yield();
            Fail(1);
            """);
        Assert.Equal(("error", "InvalidOperationException", "no more"),
            ((string?)reply["status"], (string?)reply["ename"], (string?)reply["evalue"]));
        string trace = string.Join('\n', Assert.Single(outputs, m => m.Type == MessageType.Error).Content["traceback"]!.AsArray()
            .Select(l => (string?)l));
        Assert.Matches(@"Fail in cell \d+, line 4", trace);
        Assert.Matches(@"Fail in cell \d+, line 5", trace);
        Assert.Matches(@"the cell in cell \d+, line 8", trace);
        Assert.DoesNotContain("Offprint.Kernel", trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_display_is_updated_under_its_identifier()
    {
        (_, List<Message> outputs) = await kernel.RunAsync("var shown = display(\"a\"); shown.Update(\"b\");");
        Message first = Assert.Single(outputs, m => m.Type == MessageType.DisplayData);
        Message second = Assert.Single(outputs, m => m.Type == MessageType.UpdateDisplayData);
        Assert.Equal((string?)first.Content["transient"]!["display_id"], (string?)second.Content["transient"]!["display_id"]);
        Assert.Equal("b", (string?)second.Content["data"]!["text/plain"]);
    }

    [Fact]
    public async Task Display_functions_have_the_names_of_dotnet_interactive()
    {
        (_, List<Message> outputs) = await kernel.RunAsync("""
            new { A = 1 }.Display();
            display(new { A = 1 }, "text/plain");
            "<svg/>".DisplayAs("image/svg+xml");
            "{\"x\":[1]}".DisplayAs("application/vnd.plotly.v1+json");
            Javascript("f()");
            HTML("<b>x</b>")
            """);
        JsonNode[] data = [.. outputs.Where(m => m.Type is MessageType.DisplayData or MessageType.ExecuteResult)
            .Select(m => m.Content["data"]!)];
        Assert.Equal(6, data.Length);
        Assert.Equal(["text/html", "text/plain"], data[0].AsObject().Select(p => p.Key));
        Assert.Equal(["text/plain"], data[1].AsObject().Select(p => p.Key));
        Assert.Equal("<svg/>", (string?)data[2]["image/svg+xml"]);
        Assert.Equal(1, (int?)data[3]["application/vnd.plotly.v1+json"]!["x"]![0]); // JSON, not text
        Assert.Contains("f()", (string?)data[4]["text/html"], StringComparison.Ordinal);
        Assert.Equal("<b>x</b>", (string?)data[5]["text/html"]);
    }

    [Fact]
    public async Task Both_streams_are_captured_in_their_order()
    {
        (JsonObject reply, List<Message> outputs) =
            await kernel.RunAsync("Console.Write(\"a\"); Console.Error.Write(\"b\"); Console.Write(\"c\"); display(\"d\"); " +
            "Console.Write(\"e\");");
        Assert.Equal("ok", (string?)reply["status"] + (string?)reply["evalue"]);
        Assert.Equal(["stdout:a", "stderr:b", "stdout:c", ":d", "stdout:e"],
            outputs.Where(m => m.Type is MessageType.Stream or MessageType.DisplayData)
            .Select(m => $"{(string?)m.Content["name"]}:{(string?)m.Content["text"] ?? (string?)m.Content["data"]!["text/plain"]}")
                .ToArray());
    }

    [Fact]
    public async Task A_flood_of_lines_arrives_whole_in_few_messages()
    {
        (_, List<Message> outputs) = await kernel.RunAsync("for (int i = 1; i <= 100_000; i++) Console.WriteLine($\"line {i}\");");
        string[] texts = [.. outputs.Where(m => m.Type == MessageType.Stream).Select(m => (string)m.Content["text"]!)];
        Assert.InRange(texts.Length, 1, 200);
        string[] lines = string.Concat(texts).TrimEnd('\n').Split('\n');
        Assert.Equal((100_000, "line 1", "line 100000"), (lines.Length, lines[0], lines[^1]));
    }

    [Fact]
    public async Task What_threads_print_after_their_cell_goes_to_that_cell()
    {
        (_, List<Message> outputs) =
            await kernel.RunAsync("var printed = Task.Run(async () => { await Task.Delay(300); Console.WriteLine(\"late\"); });");
        (_, List<Message> next) = await kernel.RunAsync("await printed;");
        Assert.Contains(outputs, m => m.Type == MessageType.Stream && (string?)m.Content["text"] == "late\n");
        Assert.DoesNotContain(next, m => m.Type == MessageType.Stream);
    }

    [Theory]
    [InlineData("var n = 0L; while (true) { n++; }", "Interrupted")]
    [InlineData("while (true) { try { throw new Exception(); } catch { } }", "Interrupted")]
    [InlineData("int Busy() { again: goto again; }\nBusy()", "Interrupted")]
    [InlineData("System.Threading.Thread.Sleep(-1);", "Interrupted")]
    [InlineData("await Task.Delay(-1, Notebook.Cancellation);", "Interrupted")]
    [InlineData("await Task.Delay(-1);", "Interrupted")]
    public async Task An_interrupt_ends_a_cell_and_keeps_the_state(string code, string error)
    {
        await kernel.RunAsync("var before = 1;");
        Task<(JsonObject Reply, List<Message>)> running = kernel.RunAsync(code);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        kernel.Client.Interrupt();
        Assert.Equal(error, (string?)(await running).Reply["ename"]);
        Assert.Equal("1", await kernel.ResultAsync("before"));
    }

    [Fact]
    public async Task An_endless_recursion_is_an_error_not_the_end()
    {
        (JsonObject reply, _) = await kernel.RunAsync("int Down(int n) { return Down(n + 1) + 1; }\nDown(0)");
        Assert.Equal("InsufficientExecutionStackException", (string?)reply["ename"]);
        Assert.Equal("3", await kernel.ResultAsync("1 + 2"));
    }

    [Fact]
    public async Task Own_packages_are_answered_from_the_build()
    {
        (JsonObject reply, _) = await kernel.RunAsync("#r \"nuget: Offprint.Interactive, 9.9.9\"\n#r \"nuget: Offprint\"");
        Assert.Equal("ok", (string?)reply["status"] + (string?)reply["evalue"]);
        Assert.Equal("True", await kernel.ResultAsync(
            "typeof(TorchSharp.torch) != null && typeof(Plotly.NET.Chart) != null && typeof(MathNet.Numerics.Constants) != null && " +
                "Offprint.Interactive.NotebookHost.Display != null"));
        Assert.Equal("True", await kernel.ResultAsync("Papers.Ghvb is Paper && new Card(\"\") is IDescribable")); // no using in a cell
    }

    [Theory]
    [InlineData("#r \"nuget: \"", "does not name a package")]
    [InlineData("#r \"nuget: A, 1, 2\"", "does not name a package")]
    [InlineData("#r \"nowhere/x.dll\"", "there is no assembly")]
    [InlineData("#!cobol\nDISPLAY", "#!cobol is not a magic of this engine. It knows #!about")]
    public async Task A_faulty_directive_is_one_clear_error(string code, string message)
    {
        (JsonObject reply, _) = await kernel.RunAsync(code);
        Assert.Equal("Error", (string?)reply["ename"]);
        Assert.Contains(message, (string?)reply["evalue"], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_assembly_file_can_be_referenced()
    {
        string path = typeof(FsCheck.Gen<int>).Assembly.Location;
        Assert.Equal("FsCheck", await kernel.ResultAsync($"#r \"{path}\"\ntypeof(FsCheck.Gen<int>).Namespace"));
    }

    [Fact]
    public async Task References_added_later_leave_earlier_displays_usable()
    {
        await kernel.RunAsync("var early = display(\"a\");");
        await kernel.RunAsync($"#r \"nuget: Offprint.Interactive\"\n#r \"{typeof(UserException).Assembly.Location}\"");
        (JsonObject reply, List<Message> outputs) =
            await kernel.RunAsync("early = display(\"b\"); early.Update(\"c\"); HTML(\"d\").Display();");
        Assert.Equal("ok", (string?)reply["status"] + (string?)reply["evalue"]);
        Assert.Equal(2, outputs.Count(m => m.Type == MessageType.DisplayData));
    }

    [Fact]
    public async Task Cells_may_mix_languages()
    {
        (_, List<Message> outputs) = await kernel.RunAsync("#!html\n<b>1</b>\n#!markdown\n*2*\n#!mermaid\ngraph LR\n#!csharp\n3");
        Assert.Equal(["text/html", "text/markdown", "text/vnd.mermaid", "text/plain"], outputs
            .Where(m => m.Type is MessageType.DisplayData or MessageType.ExecuteResult)
                .Select(m => m.Content["data"]!.AsObject().First().Key));
    }

    [Fact]
    public async Task Information_is_given_while_a_cell_runs()
    {
        string gate = Path.Combine(Path.GetTempPath(), $"offprint-{Guid.NewGuid():N}");
        Task<(JsonObject Reply, List<Message>)> running =
            kernel.RunAsync($"while (!System.IO.File.Exists(\"{gate}\")) await Task.Delay(10);");
        Message info = await kernel.Client.RequestAsync(MessageType.KernelInfoRequest, [], control: false, KernelFixture.Limit);
        Assert.False(running.IsCompleted);
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        Assert.Equal(("5.4", "C#"), ((string?)info.Content["protocol_version"], (string?)info.Content["language_info"]!["name"]));
        await running;
        File.Delete(gate);
    }
}
