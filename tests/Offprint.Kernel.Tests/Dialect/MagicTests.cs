using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Running;
using Offprint.Kernel.Tests.Server;

namespace Offprint.Kernel.Tests.Dialect;

public sealed class MagicTests(KernelFixture kernel) : IClassFixture<KernelFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Notebooks_without_FSharp_load_no_FSharp_compiler()
    {
        await kernel.RunAsync("#!about\n#!lsmagic\n#!who\nvar x = 1;");
        Assert.Equal("0", await kernel.ResultAsync(
            "AppDomain.CurrentDomain.GetAssemblies().Count(a => a.GetName().Name.StartsWith(\"FSharp.Compiler\"))"));
    }

    [Fact]
    public async Task About_and_lsmagic_tell_of_the_engine()
    {
        Assert.Matches(@"Offprint's notebook engine \d[\s\S]*C# compiler 5\.\d+\.\d+, F# compiler 43\.", await DisplayedAsync("#!about"));
        string magics = await DisplayedAsync("#!lsmagic");
        Assert.All(["#!share --from", "#!set --name", "#!import", "#!csharp or #!c#", "#!fsharp or #!f#", "#r \"nuget:"], m =>
            Assert.Contains(m, magics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Time_covers_the_segments_below_it() =>
        Assert.InRange(Milliseconds(await DisplayedAsync("#!time\n#!csharp\nSystem.Threading.Thread.Sleep(120);")), 119, 60_000);

    [Fact]
    public async Task Whos_shows_values_as_they_are_at_its_place() =>
        Assert.Contains("before", await DisplayedAsync("var subject = \"before\";\n#!whos\nsubject = \"after\";"),
            StringComparison.Ordinal);

    [Fact]
    public async Task Loaded_files_declare_what_the_cell_uses()
    {
        File.WriteAllText(_folder.File("tools.csx"), "int Thrice(int x) => 3 * x;\nclass Tool { public int Size = 2; }");
        Assert.Equal("6", await kernel.ResultAsync($"#load \"{_folder.File("tools.csx")}\"\nThrice(new Tool().Size)"));
        Assert.Equal("9", await kernel.ResultAsync("Thrice(3)"));
    }

    [Fact]
    public async Task Imported_notebooks_run_cell_by_cell_in_their_languages()
    {
        File.WriteAllText(_folder.File("a b.dib"),
            "#!markdown\n\n# Title\n\n#!csharp\n\nint imported = 20;\nimported + 1\n\n#!html\n\n<b>x</b>\n");
        File.WriteAllText(_folder.File("n.ipynb"), TestNotebook.Text("int second = imported * 2;"));
        (JsonObject reply, List<Message> outputs) =
            await kernel.RunAsync($"#!import \"{_folder.File("a b.dib")}\"\n#!import {_folder.File("n.ipynb")}\nsecond");
        Assert.Equal("ok", (string?)reply["status"] + (string?)reply["evalue"]);
        Assert.Equal(["# Title", "21", "<b>x</b>", "40"], outputs.Where(m => m.Type is MessageType.DisplayData or MessageType.ExecuteResult)
            .Select(m => (string?)m.Content["data"]!["text/html"] ?? (string?)m.Content["data"]!["text/plain"]));
    }

    [Theory]
    [InlineData("code.cs", "int fromCode = 5;", null)]
    [InlineData("broken.csx", "int a = 1;\nint b = nothing;", "broken.csx does not compile:\n(2,9): error CS0103")]
    [InlineData("self.dib", "#!import {0}", "self.dib imports self.dib")]
    [InlineData("data.csv", "1,2", "is not a notebook or a file of code")]
    public async Task Imported_files_fail_with_their_own_names(string name, string content, string? error)
    {
        string path = _folder.File(name);
        File.WriteAllText(path, content.Replace("{0}", path, StringComparison.Ordinal));
        (JsonObject reply, _) = await kernel.RunAsync($"#!import {path}");
        Assert.Contains(error ?? "", (string?)reply["evalue"] ?? "", StringComparison.Ordinal);
        Assert.Equal(error is null ? "ok" : "error", (string?)reply["status"]);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_named()
    {
        (JsonObject reply, _) = await kernel.RunAsync("#!import missing.dib");
        Assert.Matches("There is no file .*missing.dib", (string?)reply["evalue"]);
    }

    [Fact]
    public async Task Mermaid_goes_out_with_its_source()
    {
        (_, List<Message> outputs) = await kernel.RunAsync("#!mermaid\ngraph TD; Alpha-->Beta");
        JsonNode data = Assert.Single(outputs, m => m.Type == MessageType.DisplayData).Content["data"]!;
        Assert.Equal(["graph TD; Alpha-->Beta", "graph TD; Alpha-->Beta"],
            [(string?)data["text/vnd.mermaid"], (string?)data["text/plain"]]);
        Assert.SkipWhen(!Kernel.Html.MermaidPicture.CanDraw,
            "There is no browser to draw the diagram. Remedy: install Chromium, Chrome or Edge, or name one in OFFPRINT_BROWSER.");
        System.Xml.Linq.XElement picture = System.Xml.Linq.XElement.Parse((string)data["image/svg+xml"]!);
        Assert.All(["Alpha", "Beta"], label => Assert.Contains(label, picture.Value, StringComparison.Ordinal));
        (JsonObject reply, _) = await kernel.RunAsync("#!mermaid\ngraph TD; Alpha-->");
        Assert.StartsWith("Mermaid cannot draw this", (string?)reply["evalue"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packages_own_script_runs_once_with_the_package()
    {
        string package = _folder.File("packages/offprint.test.greeting/1.0.0");
        Write(package, "offprint.test.greeting.nuspec", """
            <package><metadata><id>Offprint.Test.Greeting</id><version>1.0.0</version><authors>a</authors><description>d</description></metadata></package>
            """);
        Write(package, "offprint.test.greeting.1.0.0.nupkg.sha512", "");
        Write(package, ".nupkg.metadata", """{"version":2,"contentHash":"","source":null}""");
        Write(package, "interactive-extensions/dotnet/extension.dib", "#!csharp\n\nConsole.WriteLine(\"loaded\");\nint greeting = 42;\n");
        using KernelClient client = await KernelClient.StartAsync(_folder.Path, TestContext.Current.CancellationToken,
            new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = _folder.File("packages"), ["OFFPRINT_CACHE"] = _folder.File("cache"),
        });
        List<Message> outputs = [];
        string cell = "#r \"nuget: Offprint.Test.Greeting, 1.0.0\"\n";
        await client.ExecuteAsync(cell, null, outputs.Add).WaitAsync(KernelFixture.Limit, TestContext.Current.CancellationToken);
        JsonObject reply = await client.ExecuteAsync(cell + "greeting", null, outputs.Add)
            .WaitAsync(KernelFixture.Limit, TestContext.Current.CancellationToken);
        Assert.Equal("ok", (string?)reply["status"] + (string?)reply["evalue"]);
        Assert.Equal("loaded\n", (string?)Assert.Single(outputs, m => m.Type == MessageType.Stream).Content["text"]);
        Assert.Equal("42", (string?)Assert.Single(outputs, m => m.Type == MessageType.ExecuteResult).Content["data"]!["text/plain"]);
        await client.ShutdownAsync();
    }

    public void Dispose() => _folder.Dispose();

    private static void Write(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static double Milliseconds(string text) => double.Parse(text["Wall time: ".Length..^"ms".Length], CultureInfo.InvariantCulture);

    private async Task<string> DisplayedAsync(string cell)
    {
        (_, List<Message> outputs) = await kernel.RunAsync(cell);
        JsonNode data = Assert.Single(outputs, m => m.Type == MessageType.DisplayData).Content["data"]!;
        return (string?)data["text/plain"] ?? "";
    }
}
