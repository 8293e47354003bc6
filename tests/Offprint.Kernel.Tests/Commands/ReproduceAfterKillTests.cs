using System.Diagnostics;
using System.Text.Json;

namespace Offprint.Kernel.Tests.Commands;

public sealed class ReproduceAfterKillTests : IDisposable
{
    private static readonly string[] s_quick = ["reproduce", "ghvb", "--profile", "smoke", "--only", "stability-atlas", "--only",
        "stiff-toy", "--only", "order-study"];

    private readonly TemporaryFolder _killed = new();
    private readonly TemporaryFolder _whole = new();

    public void Dispose()
    {
        _killed.Dispose();
        _whole.Dispose();
    }

    [Fact]
    public async Task A_killed_run_leaves_whole_results_and_the_next_gives_those_of_an_uninterrupted_one()
    {
        await KillAfterFirstResultAsync();
        var before = Results(_killed);
        Assert.NotEmpty(before);
        var written = before.Keys.ToDictionary(name => name, name => File.GetLastWriteTimeUtc(PathOf(_killed, name)));

        var (exit, _, error) = await OffprintCommand.RunAsync(_killed.Path, s_quick);
        Assert.True(exit == 0, error);
        // loaded, not computed again
        Assert.All(written, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(PathOf(_killed, file.Key))));
        (exit, _, error) = await OffprintCommand.RunAsync(_whole.Path, s_quick);
        Assert.True(exit == 0, error);
        Assert.Equal(Results(_whole), Results(_killed));
        Assert.Equal(4, Results(_killed).Count);
    }

    /// <summary>SIGKILL in the middle of the whole profile, whose later cells take seconds.</summary>
    private async Task KillAfterFirstResultAsync()
    {
        using Process process = OffprintCommand.Start(_killed.Path, "reproduce", "ghvb", "--profile", "smoke");
        while (Files(_killed).Length == 0)
        {
            Assert.False(process.HasExited, "The run ended before it could be killed.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, process.ExitCode);
    }

    /// <summary>The checksum of each stored result; that the file can be parsed shows that it is whole.</summary>
    private static SortedDictionary<string, string> Results(TemporaryFolder root) =>
        new(Files(root).ToDictionary(f => Path.GetFileName(f), f =>
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(f));
        return document.RootElement.GetProperty("hash").GetString()!;
    }), StringComparer.Ordinal);

    private static string PathOf(TemporaryFolder root, string name) => Files(root).Single(f => Path.GetFileName(f) == name);

    private static string[] Files(TemporaryFolder root) => Directory.GetFiles(root.Path, "*.json", SearchOption.AllDirectories);
}
