using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Tests.Server;

/// <summary>No value and no output is too large, too deep or too slow for the session, and what is left out is said.</summary>
public sealed class OutputLimitTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    [Theory]
    [InlineData("class Self : System.Collections.IEnumerable { public System.Collections.IEnumerator GetEnumerator() { yield return " +
        "this; } }\nnew Self()")]
    [InlineData("var own = new System.Collections.ArrayList(); own.Add(1); own.Add(own);\nown")]
    [InlineData("var list = new List<object>(); list.Add(list);\nlist")]
    [InlineData("#!fsharp\nlet rec own : seq<obj> = seq { yield box own }\nown")]
    public async Task A_value_that_contains_itself_is_shown_in_part(string code)
    {
        JsonObject data = await DataAsync(code);
        Assert.Contains("contains itself", (string?)data["text/plain"], StringComparison.Ordinal);
        Assert.True(data.Sum(form => ((string)form.Value!).Length) < 300_000);
        Assert.Equal("3", await kernel.ResultAsync("1 + 2"));
    }

    [Fact]
    public async Task Objects_that_hold_each_other_are_shown()
    {
        JsonObject data = await DataAsync(
            "class Ring { public Ring Next { get; set; } public int Value => 7; }\nvar ring = new Ring(); ring.Next = ring;\nring");
        Assert.Contains("Value: 7", (string?)data["text/plain"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_circular_record_is_an_error()
    {
        (JsonObject reply, _) = await kernel.RunAsync(
            "record Circle(int Size) { public Circle Next { get; set; } }\nvar circle = new Circle(1); circle.Next = circle;\ncircle");
        Assert.Equal("InsufficientExecutionStackException", (string?)reply["ename"]);
    }

    [Theory]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess()", 100_000)]
    [InlineData("System.Threading.Thread.CurrentThread", 130_000)]
    [InlineData("typeof(string).Assembly", 130_000)]
    [InlineData("#!fsharp\n[1..3]", 2_000)]
    public async Task Trees_of_properties_have_a_size_that_a_page_bears(string code, int most) =>
        Assert.InRange(((string?)(await DataAsync(code))["text/html"] ?? "").Length, 0, most);

    [Fact]
    public async Task Long_HTML_is_left_out_with_a_note()
    {
        JsonObject data = await DataAsync("HTML(new string('x', 9 << 20))");
        Assert.Null(data["text/html"]);
        Assert.Contains("[text/html is left out: it is longer than 8 MB]", (string?)data["text/plain"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Console.Write(new string('x', 150_000_000)); Console.Write(\"the end\");")]
    [InlineData("Console.WriteLine(new string('x', 210_000_000) + \"the end\");")]
    public async Task One_enormous_text_is_cut_with_a_note(string code)
    {
        string text = await kernel.StandardOutputAsync(code);
        Assert.InRange(text.Length, 8 << 20, 9 << 20);
        Assert.Contains("characters left out: a cell's output is limited to 8 MB", text, StringComparison.Ordinal);
        Assert.EndsWith("the end", text.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_values_is_cut_with_a_note()
    {
        (JsonObject reply, List<Message> outputs) = await kernel.RunAsync("for (int i = 0; i < 6_000; i++) display(i);");
        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Equal(5_000, outputs.Count(m => m.Type == MessageType.DisplayData));
        Assert.Contains("left out", (string?)Assert.Single(outputs, m => m.Type == MessageType.Stream).Content["text"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Native_code_and_child_processes_print_into_the_cell()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "libc");
        string text = await kernel.StandardOutputAsync("""
            [System.Runtime.InteropServices.DllImport("libc")] static extern int puts(string text);
            puts("from C");
            System.Diagnostics.Process.Start("echo", "from a child").WaitForExit();
            """);
        Assert.Equal(["from C", "from a child"], text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact]
    public async Task What_child_processes_say_on_their_error_stream_is_the_cells()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a shell");
        (_, List<Message> outputs) = await kernel.RunAsync(
            "System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"echo out; echo wrong >&2\"]).WaitForExit();");
        Assert.Equal([("stderr", "wrong\n"), ("stdout", "out\n")], outputs.Where(m => m.Type == MessageType.Stream)
            .Select(m => ((string?)m.Content["name"], (string?)m.Content["text"])).Order());
    }

    [Fact]
    public async Task A_file_is_read_by_lines_as_far_as_it_is_shown()
    {
        using TemporaryFolder folder = new();
        File.WriteAllLines(folder.File("lines.txt"), ["a", "b", "c", "d"]);
        JsonObject data = await DataAsync($"System.IO.File.ReadLines(\"{folder.File("lines.txt")}\").Take(3)");
        Assert.Equal("[ a, b, c ]", (string?)data["text/plain"]);
        Assert.Contains("c", (string?)data["text/html"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Enumerable.Range(0, 5).Where(i => i > 1).Select(i => { asked++; return i; })")]
    [InlineData("IEnumerable<int> Few() { for (int i = 2; i < 5; i++) { asked++; yield return i; } }\nFew()")]
    public async Task A_query_is_asked_once_for_all_forms(string code)
    {
        JsonObject data = await DataAsync($"int asked = 0;\n{code}");
        Assert.Equal("[ 2, 3, 4 ]", (string?)data["text/plain"]);
        Assert.NotNull(data["text/html"]);
        Assert.Equal("3", await kernel.ResultAsync("asked"));
    }

    [Fact]
    public async Task Of_a_query_without_end_the_beginning_is_shown()
    {
        JsonObject data = await DataAsync("IEnumerable<int> All() { for (int i = 0; ; i++) yield return i; }\nAll()");
        Assert.StartsWith("[ 0, 1, 2", (string?)data["text/plain"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_displayed_value_is_not_shown_twice()
    {
        (_, List<Message> outputs) = await kernel.RunAsync("display(3)");
        Assert.Equal([MessageType.ExecuteInput, MessageType.DisplayData], outputs.Select(m => m.Type));
    }

    private async Task<JsonObject> DataAsync(string code)
    {
        (JsonObject reply, List<Message> outputs) = await kernel.RunAsync(code);
        Assert.Equal("ok", (string?)reply["status"] + (string?)reply["evalue"]);
        return outputs.Single(m => m.Type == MessageType.ExecuteResult).Content["data"]!.AsObject();
    }
}
