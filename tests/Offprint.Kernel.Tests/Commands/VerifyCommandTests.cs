using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Offprint.Experiments;
using Library = Offprint.Papers.Papers;

namespace Offprint.Kernel.Tests.Commands;

/// <summary><c>offprint verify</c> as a person, and continuous integration, meet it.</summary>
public sealed class VerifyCommandTests : IDisposable
{
    private static readonly int s_experiments = Library.Ghvb.Experiments.Count(e => e.CellKeys(Profile.Standard).Count > 0);

    private readonly TemporaryFolder _folder = new();

    public VerifyCommandTests() => File.WriteAllText(_folder.File("Offprint.slnx"), "<Solution />");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stored_result_passes_until_a_number_of_it_is_changed()
    {
        await RunAsync(0, "reproduce", "ghvb", "--only", "stiff-toy");
        Assert.EndsWith("\n1 passed, 0 failed\n", await RunAsync(0, "verify", "--only", "stiff-toy"), StringComparison.Ordinal);
        string table = await RunAsync(0, "verify", "ghvb");
        Assert.Contains("same bits", table, StringComparison.Ordinal);
        Assert.EndsWith($"\n1 passed, 0 failed, {s_experiments - 1} not stored\n", table, StringComparison.Ordinal);

        string file = Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "data", "results"), "*.json",
            SearchOption.AllDirectories));
        ChangeANumber(file);
        table = await RunAsync(1, "verify", "ghvb");
        Assert.Contains("DIFFERENT", table, StringComparison.Ordinal);
        Assert.EndsWith($"\n0 passed, 1 failed, {s_experiments - 1} not stored\n", table, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(await RunAsync(1, "verify", "ghvb", "--json"));
        Assert.Equal(s_experiments, json.RootElement.GetArrayLength());
        JsonElement failed = json.RootElement.EnumerateArray().Single(c => c.GetProperty("outcome").GetString() == "different");
        Assert.Equal(("ghvb", "stiff-toy"), (failed.GetProperty("paper").GetString(), failed.GetProperty("experiment").GetString()));
    }

    [Theory]
    [InlineData("There is no paper 'gvhb'", "gvhb")]
    [InlineData("--budget takes a positive number", "--budget", "0")]
    [InlineData("--limit takes a positive number", "--limit", "-1")]
    [InlineData("No experiment is named 'nothing'", "--only", "nothing")]
    public async Task Bad_input_is_told(string message, params string[] arguments)
    {
        var (exit, _, error) = await OffprintCommand.RunAsync(_folder.Path, ["verify", .. arguments]);
        Assert.Equal(1, exit);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_recorded_with_the_commit_of_changed_sources()
    {
        Git("init", "-q");
        Git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "--allow-empty", "-m", "First");
        await RunAsync(0, "verify", "ghvb", "--record");
        Directory.CreateDirectory(_folder.File("src"));
        File.WriteAllText(_folder.File("src/Changed.cs"), "");
        var (exit, _, error) = await OffprintCommand.RunAsync(_folder.Path, "verify", "ghvb", "--record");
        Assert.Equal(1, exit);
        Assert.Contains("commit them first", error, StringComparison.Ordinal);
    }

    private void Git(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder.Path })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private async Task<string> RunAsync(int expected, params string[] arguments)
    {
        var (exit, output, error) = await OffprintCommand.RunAsync(_folder.Path, arguments);
        Assert.True(exit == expected, $"exit code {exit}: {error}");
        return output.ReplaceLineEndings("\n");
    }

    /// <summary>Gives the first number with a fraction another one, and the file a checksum that agrees.</summary>
    private static void ChangeANumber(string file)
    {
        string text = File.ReadAllText(file);
        using var document = JsonDocument.Parse(text);
        string result = document.RootElement.GetProperty("result").GetRawText(), hash = document.RootElement.GetProperty("hash")
            .GetString()!;
        int point = result.IndexOf('.', StringComparison.Ordinal) + 1;
        string changed = string.Concat(result.AsSpan(0, point), result[point] == '5' ? "6" : "5", result.AsSpan(point + 1));
        string checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(changed)));
        File.WriteAllText(file, text.Replace(result, changed, StringComparison.Ordinal).Replace(hash, checksum, StringComparison.Ordinal));
    }
}
