using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Tests.Protocol;

/// <summary>Completion, hover and signatures, as clients ask for them.</summary>
public sealed class LanguageTests(ProtocolClient kernel) : IClassFixture<ProtocolClient>
{
    [Theory]
    [InlineData("Console.Wri", "WriteLine", 8, 11)]
    [InlineData("var s = \"😀\"; s.Leng", "Length", 15, 19)] // the smiley is one code point, and two units of UTF-16
    [InlineData("#!time\nMath.Sq", "Sqrt", 12, 14)]
    [InlineData("#!html\n<b>\n#!csharp\nMath.Sq", "Sqrt", 25, 27)]
    [InlineData("new StringBu", "StringBuilder", 4, 12)]
    [InlineData("#!ti", "#!time", 0, 4)]
    [InlineData("for (int index = 0; inde", "index", 20, 24)]
    public void Words_are_completed(string code, string expected, int start, int end)
    {
        JsonObject reply = Complete(code);
        Assert.Contains(expected, Matches(reply));
        Assert.Equal((start, end), ((int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
    }

    [Fact]
    public void Completion_knows_what_earlier_cells_declared_and_imported()
    {
        kernel.Execute("using System.Net.Http;\nrecord Measurement(double Value);\nvar measured = new Measurement(2);\nint Halve(int x) " +
            "=> x / 2;");
        kernel.Execute("1 + 1");
        Assert.Contains("measured", Matches(Complete("meas")));
        Assert.Contains("Value", Matches(Complete("measured.")));
        Assert.Contains("Halve", Matches(Complete("Hal")));
        Assert.Contains("HttpClient", Matches(Complete("HttpCli")));
        kernel.Execute("var measured = \"now text\";");
        Assert.Contains("Length", Matches(Complete("measured.")));
    }

    [Fact]
    public void Completion_knows_cells_of_long_ago()
    {
        kernel.Execute("using System.Net.Sockets;\nint longAgo = 1;\nrecord LongAgo(int Year);\nvar (left, right) = (1, \"x\");\nint " +
            "Since(int year) => 0;");
        kernel.Execute("var longAgo = \"text\";");
        for (int i = 0; i < 60; i++)
            kernel.Execute($"var filler{i} = {i};");
        Assert.Contains("Length", Matches(Complete("longAgo.")));
        Assert.Contains("Year", Matches(Complete("new LongAgo(1).")));
        Assert.Contains("right", Matches(Complete("righ")));
        Assert.Contains("Since", Matches(Complete("Sinc")));
        Assert.Contains("TcpClient", Matches(Complete("TcpCli")));
        Assert.Contains("filler59", Matches(Complete("filler5")));
    }

    [Fact]
    public void Words_of_FSharp_are_completed_and_what_its_cells_bound()
    {
        kernel.Execute("#!fsharp\nlet petals = [ 1; 2; 3 ]\ntype Flower = { Name: string }\nlet iris = { Name = \"Iris\" }");
        Assert.Contains("map2", Matches(Complete("#!fsharp\nList.ma")));
        Assert.Contains("petals", Matches(Complete("1 + 1\n#!fsharp\nlet n = List.sum pet")));
        Assert.Contains("Name", Matches(Complete("#!fsharp\niris.Na")));
        Assert.DoesNotContain("map2", Matches(Complete("#!fsharp\n1\n#!csharp\nList.ma")));
        JsonObject reply = Complete("#!fsharp\nList.ma");
        Assert.Equal((14, 16), ((int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
    }

    [Fact]
    public void Parameters_come_first_inside_a_call() =>
        Assert.Equal("year: ", Matches(Complete("new DateTime("))
            .First(m => m.StartsWith("year", StringComparison.Ordinal) || m == "Array"));

    [Fact]
    public void Files_are_completed_where_a_directive_names_one()
    {
        string folder = Directory.CreateTempSubdirectory("offprint-place-").FullName;
        File.WriteAllText(Path.Combine(folder, "other.dib"), "");
        Assert.Contains("other.dib", Matches(Complete($"#!import {folder}/oth")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Completion_sees_a_reference_at_once()
    {
        kernel.Execute($"#r \"{typeof(FsCheck.Gen<int>).Assembly.Location}\"");
        Assert.Contains("FsCheck", Matches(Complete("using FsCh")));
    }

    [Fact]
    public void Completions_come_with_kind_signature_and_documentation()
    {
        JsonObject reply = Complete("Console.WriteLin");
        JsonNode first = reply["metadata"]!["_jupyter_types_experimental"]![0]!;
        Assert.Equal(("WriteLine", "function"), ((string?)first["text"], (string?)first["type"]));
        Assert.StartsWith("void Console.WriteLine()", (string?)first["signature"], StringComparison.Ordinal);
        Assert.Contains("line terminator", (string?)first["documentation"], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_completed_in_other_languages() => Assert.Empty(Matches(Complete("#!html\n<b>Cons")));

    [Theory]
    [InlineData("Console.WriteLine(1)", 12, "void Console.WriteLine(int value)", "standard output stream")]
    [InlineData("Math.Max(1, ", 12, "int Math.Max(int val1, int val2)", "val2: ")]
    [InlineData("var list = new List<int>(); list.Add(", 37, "void List<int>.Add(int item)", "Adds an object to the end")]
    [InlineData("new string('a', ", 16, "string(char c, int count)", "count: The number of times")]
    [InlineData("var numbers = new[] { 1.5 };", 5, "double[] numbers", "")]
    public void What_stands_at_the_cursor_is_explained(string code, int position, string declaration, string documentation)
    {
        JsonObject reply = kernel.Ask(MessageType.InspectRequest,
            new() { ["code"] = code, ["cursor_pos"] = position, ["detail_level"] = 0 }).Content;
        Assert.True((bool?)reply["found"]);
        string text = (string)reply["data"]!["text/plain"]!;
        Assert.Contains(declaration, text.Replace("String(", "string(", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(documentation, text, StringComparison.Ordinal);
        Assert.Contains("<code>", (string?)reply["data"]!["text/html"], StringComparison.Ordinal);
        Assert.StartsWith("```csharp\n", (string?)reply["data"]!["text/markdown"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("   ")]
    [InlineData("")]
    [InlineData("#!html\n<b>Console</b>")]
    public void Where_there_is_nothing_to_say_nothing_is_said(string code)
    {
        JsonObject reply = kernel.Ask(MessageType.InspectRequest, new() { ["code"] = code, ["cursor_pos"] = code.Length }).Content;
        Assert.Equal(("ok", false), ((string?)reply["status"], (bool)reply["found"]!));
    }

    [Theory]
    [InlineData("1 + 1", "complete", null)]
    [InlineData("var x = 1;", "complete", null)]
    [InlineData("1 +", "incomplete", "")]
    [InlineData("for (;;) {", "incomplete", "    ")]
    [InlineData("class A\n{\n    void F()\n    {", "incomplete", "        ")]
    [InlineData("int x = ;", "invalid", null)]
    [InlineData("\"\"\"\nopen", "incomplete", "")]
    [InlineData("var text = \"\"\"\n  open", "incomplete", "")]
    [InlineData("using var file = System.IO.File.OpenRead(\"a\");", "complete", null)]
    [InlineData("#!nothing", "invalid", null)]
    [InlineData("#!html\n<b>", "complete", null)]
    public void Whether_a_cell_is_complete_is_told(string code, string status, string? indent)
    {
        JsonObject reply = kernel.Ask(MessageType.IsCompleteRequest, new() { ["code"] = code }).Content;
        Assert.Equal((status, indent), ((string?)reply["status"], (string?)reply["indent"]));
    }

    [Fact]
    public void Questions_are_answered_while_a_cell_runs()
    {
        string running = kernel.Send(MessageType.ExecuteRequest, ProtocolClient.Cell("while (true) { }"));
        Assert.Contains("WriteLine", Matches(Complete("Console.Wri")));
        Assert.True((bool?)kernel.Ask(MessageType.InspectRequest, new() { ["code"] = "Console", ["cursor_pos"] = 3 }).Content["found"]);
        Assert.Equal("complete", kernel.Ask(MessageType.IsCompleteRequest, new() { ["code"] = "1" }).Status);
        kernel.Ask(MessageType.InterruptRequest, [], control: true);
        Assert.Equal("Interrupted", (string?)kernel.Reply(running).Content["ename"]); // it was running all the time
    }

    private JsonObject Complete(string code) =>
        kernel.Ask(MessageType.CompleteRequest, new() { ["code"] = code, ["cursor_pos"] = code.EnumerateRunes().Count() }).Content;

    private static string[] Matches(JsonObject reply) => [.. reply["matches"]!.AsArray().Select(m => (string)m!)];
}
