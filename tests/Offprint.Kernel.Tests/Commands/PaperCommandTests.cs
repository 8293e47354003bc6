using System.Text.Json;
using Offprint.Experiments;
using Library = Offprint.Papers.Papers;

namespace Offprint.Kernel.Tests.Commands;

/// <summary><c>offprint papers</c>, <c>show</c>, <c>claims</c> and <c>reproduce</c> as a person meets them.</summary>
public sealed class PaperCommandTests : IDisposable
{
    private static readonly string[] s_fields = ["paper", "claim", "source", "holds", "measured", "low", "high", "reported", "seeds",
        "profile"];

    private readonly TemporaryFolder _folder = new();

    public PaperCommandTests() => File.WriteAllText(_folder.File("Offprint.slnx"), "<Solution />");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Papers_are_listed_with_their_topics_and_claims()
    {
        string output = await SucceedAsync("papers");
        foreach (var paper in Library.All)
        {
            string line = Assert.Single(output.Split('\n'), l => l.StartsWith(paper.Slug + " ", StringComparison.Ordinal));
            // A title longer than its column goes on in the next line.
            Assert.Contains(string.Join(' ', paper.Citation.Title.Split(' ').Take(3)), line, StringComparison.Ordinal);
            Assert.Contains($" {paper.Notebook.Split('/')[1]} ", line, StringComparison.Ordinal);
            Assert.EndsWith($" {paper.Claims.Count}", line.TrimEnd(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_paper_is_shown_with_its_experiments_and_claims()
    {
        string output = await SucceedAsync("show", "ghvb");
        Assert.StartsWith(Library.Ghvb.Citation.Title, output, StringComparison.Ordinal);
        Assert.Contains("https://arxiv.org/abs/2307.11118", output, StringComparison.Ordinal);
        Assert.All(Library.Ghvb.Experiments, e => Assert.Contains(e.Name, output, StringComparison.Ordinal));
        Assert.All(Library.Ghvb.Claims, c => Assert.Contains(c.Id, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_reproduced_decides_claims_and_what_is_not_says_the_command()
    {
        string reproduced = await SucceedAsync("reproduce", "ghvb", "--profile", "smoke", "--only", "stability-atlas", "--only",
            "stiff-toy");
        // Of these two experiments one decides a claim of the paper, the other a control.
        int Count(ClaimKind kind) => Library.Ghvb.Claims.Count(c => c.Kind == kind);
        int own = Count(ClaimKind.Paper);
        string totals = $"Of the paper's {own} claims 1 hold, 0 do not, {own - 1} are undecided; of {Count(ClaimKind.Control)} controls " +
            $"1 hold; of {Count(ClaimKind.Ours)} claims of ours 0 hold.";
        Assert.Contains(totals, reproduced, StringComparison.Ordinal);
        string table = await SucceedAsync("claims", "--paper", "ghvb", "--profile", "smoke");
        Assert.Contains("ghvb, smoke results", table, StringComparison.Ordinal);
        Assert.Contains(totals, table, StringComparison.Ordinal);

        var rows = Rows(await SucceedAsync("claims", "--paper", "ghvb", "--profile", "smoke", "--json"));
        Assert.Equal(Library.Ghvb.Claims.Select(c => c.Id), rows.Select(r => r.GetProperty("claim").GetString()));
        Assert.All(rows, r => Assert.All(s_fields, field => Assert.True(r.TryGetProperty(field, out _), $"no field '{field}'")));
        Assert.All(rows, r => Assert.Equal(("ghvb", "smoke"), (r.GetProperty("paper").GetString(), r.GetProperty("profile").GetString())));
        JsonElement toy = rows.Single(r => r.GetProperty("claim").GetString() == "toy");
        Assert.True(toy.GetProperty("holds").GetBoolean());
        Assert.InRange(toy.GetProperty("measured").GetDouble(), 0, 0.07);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (toy.GetProperty("low").ValueKind, toy.GetProperty("reported").ValueKind));
        Assert.Equal(0, toy.GetProperty("seeds").GetArrayLength());
        JsonElement open = rows.Single(r => r.GetProperty("claim").GetString() == "orders-exact");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null),
            (open.GetProperty("holds").ValueKind, open.GetProperty("measured").ValueKind));
        Assert.Contains("offprint reproduce ghvb --profile smoke", open.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Equal(6.69 / 7.31, rows.Single(r => r.GetProperty("claim").GetString() == "digits-hb").GetProperty("reported")
            .GetDouble(), 1e-12);

        // A damaged result: its name, the remedy, and the others stay.
        string file = Directory.GetFiles(_folder.Path, "26-steps-*.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(file, File.ReadAllText(file)[..100]);
        foreach (string[] command in new[] { new[] { "claims", "--profile", "smoke" },
            ["reproduce", "ghvb", "--profile", "smoke", "--only", "stiff-toy"] })
        {
            string message = await FailAsync(command);
            Assert.Contains(file, message, StringComparison.Ordinal);
            Assert.Contains("Delete the file and run again", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Results_that_cannot_be_stored_are_told_by_the_files_name()
    {
        File.WriteAllText(_folder.File(".offprint"), "a file where a folder is needed");
        string message = await FailAsync("reproduce", "ghvb", "--profile", "smoke", "--only", "stiff-toy");
        Assert.Contains("Could not save", message, StringComparison.Ordinal);
        Assert.Contains("26-steps", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no paper 'gvhb'. Did you mean ghvb?", "reproduce", "gvhb")]
    [InlineData("There is no paper 'gvhb'", "show", "gvhb")]
    [InlineData("There is no paper 'gvhb'", "claims", "--paper", "gvhb")]
    [InlineData("--shard takes i/n", "reproduce", "ghvb", "--shard", "4/3")]
    [InlineData("not 'third'", "reproduce", "ghvb", "--shard", "third")]
    [InlineData("no experiment 'toy'. It has: stability-atlas, stiff-toy", "reproduce", "ghvb", "--profile", "smoke", "--only", "toy")]
    [InlineData("'quick'", "reproduce", "ghvb", "--profile", "quick")]
    [InlineData("'humanoid'", "collect", "humanoid")]
    [InlineData("'Best'", "collect", "hopper", "--level", "Best")]
    [InlineData("'0'", "collect", "hopper", "--rows", "0")]
    [InlineData("'0'", "designs", "--count", "0")]
    [InlineData("'7'", "claims", "--profile", "7")]
    public async Task Bad_input_is_one_clear_line(string message, params string[] arguments)
    {
        Assert.Contains(message, await FailAsync(arguments), StringComparison.Ordinal);
        Assert.Equal([_folder.File("Offprint.slnx")], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        var (exit, output, error) = await OffprintCommand.RunAsync(_folder.Path, arguments);
        Assert.True(exit == 0, error);
        return output;
    }

    private async Task<string> FailAsync(params string[] arguments)
    {
        var (exit, _, error) = await OffprintCommand.RunAsync(_folder.Path, arguments);
        Assert.NotEqual(0, exit);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", error, StringComparison.Ordinal);
        string[] lines = [.. error.Split('\n').Where(l => l.StartsWith("error:", StringComparison.Ordinal))];
        return lines.Length == 0 ? error : Assert.Single(lines);
    }

    private static List<JsonElement> Rows(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(e => e.Clone())];
    }
}
