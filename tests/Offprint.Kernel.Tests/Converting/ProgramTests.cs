using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Offprint.Kernel.Converting;

namespace Offprint.Kernel.Tests.Converting;

public class ProgramTests
{
    private const string Everything = """
        #!meta
        {}
        #!markdown
        # Squares
        #!csharp
        #r "nuget: Markdig, 1.6.0"
        using System.Globalization;
        #!time
        var numbers = new[] { 1, 2, 3 };
        numbers.Length
        #!csharp
        record Point(int X, int Y)
        {
            public int Sum => X + Y;
        }

        int Square(int x) => x * x;
        display(new Point(1, Square(2)).Sum);
        var text = @"
        using System;
        #!html";
        await Task.FromResult(numbers.Select(Square))
        #!fsharp
        let f x = x
        #!csharp
        Console.WriteLine(Markdig.Markdown.ToHtml("*" + text.Length.ToString(CultureInfo.InvariantCulture) + "*").Trim())
        """;

    [Fact]
    public void Memory_grows_with_a_cell_and_not_with_the_square_of_its_lines()
    {
        long small = Allocated(200), large = Allocated(1600);
        Assert.InRange(large, small, 12 * small); // eight times the lines

        static long Allocated(int lines)
        {
            var notebook = TestNotebook.Of(string.Join('\n', Enumerable.Range(0, lines)
                .Select(i => $"Console.WriteLine(\"{i} /* {i}\");")));
            ProgramWriter.Write(notebook, []); // compiles what is compiled once
            long before = GC.GetAllocatedBytesForCurrentThread();
            ProgramWriter.Write(notebook, []);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Lines_go_where_a_program_wants_them()
    {
        List<string> notes = [];
        string[] lines = ProgramWriter.Write(DibFormat.Read(Everything, "a.dib"), notes).Split('\n');
        int Line(string line) => Array.IndexOf(lines, line) is >= 0 and var at ? at
            : throw new InvalidOperationException($"{line} is missing.");
        Assert.True(Line("#:package Markdig@1.6.0") < Line("using System.Globalization;"));
        Assert.True(Line("using System.Globalization;") < Line("var numbers = new[] { 1, 2, 3 };"));
        Assert.True(Line("// %> 1") < Line("int Square(int x) => x * x;"));
        Assert.True(Line("int Square(int x) => x * x;") < Line("record Point(int X, int Y)"));
        Assert.All(["// # Squares", "//| #!time", "// let f x = x", "using System;"], l => Line(l));
        Assert.Equal(2, notes.Count);
        Assert.Contains("#!time", notes[0], StringComparison.Ordinal);
        Assert.Contains("fsharp", notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_declared_twice_are_told()
    {
        List<string> notes = [];
        ProgramWriter.Write(TestNotebook.Of("var a = 1;", "int b = 2, a = 3;"), notes);
        Assert.Contains("cell 2 declares a again, after cell 1", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_package_opens_in_a_notebook_is_opened_in_the_program_once_and_not_read_back()
    {
        var notebook = TestNotebook.Of("#r \"nuget: Offprint.Interactive, 0.1.0\"\nusing Offprint.Cards;", "new Card(\"a\")");
        string program = ProgramWriter.Write(notebook, []);
        Assert.Single(program.Split('\n'), line => line == "using Offprint.Cards;");
        Assert.Single(program.Split('\n'), line => line == "using Offprint.Experiments;");
        Assert.Equal(notebook.ToText(), ProgramReader.Read(program, "a.cs").ToText());
    }

    [Fact]
    public void Any_notebook_comes_back_whole() => Prop.ForAll(TestNotebooks.Any(lossy: false), notebook =>
    {
        string program = ProgramWriter.Write(notebook, []);
        Assert.True(notebook.ToText() == ProgramReader.Read(program, "a.cs").ToText(), program);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_other_program_is_one_cell() =>
        Assert.Equal("class A;\nclass B;", Assert.Single(ProgramReader.Read("class A;\nclass B;\n", "a.cs").Cells).Source);

    [Fact]
    public async Task The_program_builds_and_runs()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("notebook.cs");
        File.WriteAllText(file, ProgramWriter.Write(DibFormat.Read(Everything, "a.dib"), []));
        ProcessStartInfo start = new(DotnetHost.Path, ["run", "--file", file]) { WorkingDirectory = folder.Path,
            RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = start.Environment["DOTNET_NOLOGO"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(output.Contains("NU1301", StringComparison.Ordinal),
            "NuGet cannot be reached, and has not all of the program's packages in its cache. Remedy: go online once.");
        Assert.Equal("3\n5\n[ 1, 4, 9 ]\n<p><em>21</em></p>\n", output.ReplaceLineEndings("\n") + await errors);
    }
}
