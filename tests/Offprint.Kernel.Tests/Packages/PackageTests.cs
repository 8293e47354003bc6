using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.Tests.Packages;

/// <summary>What a session says of packages: which version it took, and what does not go together.</summary>
public sealed class PackageTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private KernelClient _kernel = null!;

    public async ValueTask InitializeAsync()
    {
        PackageFolder packages = new(_folder.File("source"));
        packages.Add("OffprintA", "1.0.0");
        packages.Add("OffprintA", "1.2.0");
        packages.Add("OffprintB", "1.0.0", "<dependency id=\"OffprintA\" version=\"1.2.0\" />");
        packages.WriteConfiguration(_folder.File("cache"));
        packages.WriteConfiguration(_folder.Path);
        _kernel = await KernelClient.StartAsync(_folder.Path, TestContext.Current.CancellationToken, new Dictionary<string, string>
        {
            ["OFFPRINT_CACHE"] = _folder.File("cache"), ["NUGET_PACKAGES"] = _folder.File("packages"),
        });
    }

    [Theory]
    [InlineData("#r \"nuget: OffprintA, 1.0.0\"")]
    [InlineData("#r nuget:OffprintA, 1.0.0")]
    [InlineData("#r nuget: OffprintA,1.0.0 // without quotes")]
    public async Task The_version_that_was_taken_is_said(string line)
    {
        (string said, string result) = await RunAsync($"{line}\nOffprintA.Tool.Version");
        Assert.Equal(("Installed: OffprintA, 1.0.0", "1.0.0"), (said, result));
    }

    [Fact]
    public async Task Another_version_than_asked_for_is_a_warning_in_the_cell()
    {
        (string said, string result) = await RunAsync("#r \"nuget: OffprintA, 1.1.0\"\nOffprintA.Tool.Version");
        Assert.Contains("warning NU1603", said, StringComparison.Ordinal);
        Assert.EndsWith("Installed: OffprintA, 1.2.0", said, StringComparison.Ordinal);
        Assert.Equal("1.2.0", result);
    }

    [Fact]
    public async Task A_second_version_is_refused_and_the_session_stays_usable()
    {
        await RunAsync("#r \"nuget: OffprintA, 1.0.0\"\nOffprintA.Tool.Version");
        foreach (string other in new[] { "OffprintA, 1.2.0", "OffprintB, 1.0.0" })
        {
            (string said, _) = await RunAsync($"#r \"nuget: {other}\"");
            Assert.Contains("restart the kernel", said, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("1.0.0", (await RunAsync("OffprintA.Tool.Version")).Result);
        }
        Assert.Equal("1.0.0", (await RunAsync("#r \"nuget: OffprintA, 1.0.0\"\n#r \"nuget: OffprintA\"\nOffprintA.Tool.Version")).Result);
    }

    [Fact]
    public async Task Packages_of_one_cell_are_resolved_together()
    {
        (string said, string result) =
            await RunAsync("#r \"nuget: OffprintA\"\n#r \"nuget: OffprintB, 1.0.0\"\nOffprintA.Tool.Version + OffprintB.Tool.Version");
        Assert.Equal(("Installed: OffprintA, 1.2.0; OffprintB, 1.0.0", "1.2.01.0.0"), (said, result));
    }

    [Fact]
    public async Task Names_and_versions_that_the_sources_serve_are_completed()
    {
        Assert.Equal(["OffprintA", "OffprintB"], await CompleteAsync("#r \"nuget: offprint"));
        Assert.Equal(["1.2.0", "1.0.0"], await CompleteAsync("#r \"nuget: OffprintA, "));
        Assert.Equal(["1.2.0"], await CompleteAsync("#r \"nuget:OffprintA,1.2"));
        Assert.Empty(await AskAsync("#r \"nuget: NobodyHasThis, "));
        await RunAsync("#r \"nuget: OffprintB, 1.0.0\"");
        Assert.Equal(["OffprintA", "OffprintB"], await CompleteAsync("#r \"nuget: offprint"));
    }

    public async ValueTask DisposeAsync()
    {
        await _kernel.ShutdownAsync();
        _kernel.Dispose();
        _folder.Dispose();
    }

    private async Task<string[]> CompleteAsync(string code)
    {
        // On a busy machine the first answers may come too late.
        for (int i = 0; i < 60; i++)
        {
            if (await AskAsync(code) is { Length: > 0 } words)
                return words;
        }
        return [];
    }

    private async Task<string[]> AskAsync(string code)
    {
        Message reply = await _kernel.RequestAsync(MessageType.CompleteRequest,
            new() { ["code"] = code, ["cursor_pos"] = code.Length }, control: false, TimeSpan.FromMinutes(2));
        return [.. reply.Content["matches"]!.AsArray().Select(m => (string)m!)];
    }

    /// <summary>What a cell printed, displayed or failed with, and its result.</summary>
    private async Task<(string Said, string Result)> RunAsync(string code)
    {
        List<Message> outputs = [];
        JsonObject reply = await _kernel.ExecuteAsync(code, null, outputs.Add)
            .WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        string said = string.Concat(outputs.Select(m => m.Type switch
        {
            MessageType.Stream => (string?)m.Content["text"],
            MessageType.DisplayData => (string?)m.Content["data"]!["text/plain"],
            _ => null,
        })) + (string?)reply["evalue"];
        return (said, (string?)outputs.Find(m => m.Type == MessageType.ExecuteResult)?.Content["data"]?["text/plain"] ?? "");
    }
}
