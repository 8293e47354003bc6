using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Tests.Server;

namespace Offprint.Kernel.Tests.Dialect;

/// <summary>C# that scripts do not know: it works, or the error says what to write instead.</summary>
public sealed class ScriptDifferenceTests(KernelFixture kernel) : IClassFixture<KernelFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("static class More { public static int Twice(this int x) => 2 * x; }")]
    [InlineData("static class More { extension(int x) { public int Twice() => 2 * x; } }")]
    [InlineData("namespace Mine { class A { } }")]
    public async Task What_cannot_be_in_a_cell_is_explained(string code)
    {
        (JsonObject reply, _) = await kernel.RunAsync(code);
        Assert.Matches("static int Twice\\(this int x\\) => 2 \\* x|Leave the namespace out", (string?)reply["evalue"]);
    }

    [Fact]
    public async Task An_extension_method_stands_in_the_cell() =>
        Assert.Equal("42", await kernel.ResultAsync("static int Twice(this int x) => 2 * x;\n21.Twice()"));

    [Fact]
    public async Task Variables_declared_with_using_are_disposed_of_when_the_cell_ends()
    {
        await kernel.RunAsync("class Noted(string name) : IDisposable, IAsyncDisposable {\n"
            + "public static string Log = \"\"; public void Dispose() => Log += name; public ValueTask DisposeAsync() { Log += name + " +
                "\"!\"; return default; } }");
        Assert.Equal("", await kernel.ResultAsync("using var first = new Noted(\"1\"); await using Noted second = new(\"2\");\nNoted.Log"));
        Assert.Equal("2!1!", await kernel.ResultAsync("Noted.Log"));
        await kernel.RunAsync("using var third = new Noted(\"3\"); throw new Exception();");
        Assert.Equal("2!1!3!", await kernel.ResultAsync("Noted.Log"));
    }

    [Fact]
    public async Task A_file_with_a_namespace_is_imported_as_a_library()
    {
        File.WriteAllText(_folder.File("library.cs"),
            "namespace Mine.Own;\npublic static class More { public static int Thrice(this int x) => 3 * x; }");
        Assert.Equal("63", await kernel.ResultAsync($"#!import {_folder.File("library.cs")}\nusing Mine.Own;\n21.Thrice()"));
        File.WriteAllText(_folder.File("broken.cs"), "namespace Mine.Broken;\npublic class A { int b = nothing; }");
        (JsonObject reply, _) = await kernel.RunAsync($"#!import {_folder.File("broken.cs")}");
        Assert.StartsWith("broken.cs does not compile:\n(2,26): error CS0103", (string?)reply["evalue"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imports_of_an_imported_file_are_found_beside_it()
    {
        Directory.CreateDirectory(_folder.File("deep"));
        File.WriteAllText(_folder.File("deep/outer.dib"), "#!import inner.csx\n");
        File.WriteAllText(_folder.File("deep/inner.csx"), "int deep = 11;");
        Assert.Equal("11", await kernel.ResultAsync($"#!import {_folder.File("deep/outer.dib")}\ndeep"));
    }

    [Theory]
    [InlineData("let rec down n = 1 + down (n + 1)\nprintfn \"%d\" (down 0)")]
    [InlineData("let rec down n =\n    1 + down (n + 1)\nprintfn \"%d\" (down 0)")]
    [InlineData("let rec even n =\n    1 + odd (n + 1)\nand odd n =\n    1 + even (n + 1)\nprintfn \"%d\" (even 0)")]
    [InlineData("type Hole() =\n    member this.Deep = 1 + this.Deep\nprintfn \"%d\" (Hole().Deep)")]
    public async Task An_endless_recursion_in_FSharp_is_an_error_not_the_end(string code)
    {
        (JsonObject reply, _) = await kernel.RunAsync("#!fsharp\n" + code);
        Assert.Equal("InsufficientExecutionStackException", (string?)reply["ename"]);
        Assert.Equal("3", await kernel.ResultAsync("1 + 2"));
    }

    [Fact]
    public async Task FSharp_functions_mean_what_they_meant()
    {
        (_, List<Message> outputs) = await kernel.RunAsync("""
            #!fsharp
            let rec factorial n =
                match n with
                | 0 -> 1
                | _ -> n * factorial (n - 1)
            let rec last = function
                | [x] -> x
                | _ :: rest -> last rest
                | [] -> failwith "empty"
            type Point(x: int) =
                member _.X = x
                override this.ToString() =
                    string this.X
            $"{factorial 5} {last [1; 7]} {Point 5}"
            """);
        Assert.Equal("120 7 5", (string?)outputs.Find(m => m.Type == MessageType.ExecuteResult)?.Content["data"]?["text/plain"]);
        (JsonObject reply, _) = await kernel.RunAsync("#!fsharp\nlet rec f n =\n    n + 1\nlet g = nothing");
        Assert.StartsWith("(4,9): error FS0039", (string?)reply["evalue"], StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
