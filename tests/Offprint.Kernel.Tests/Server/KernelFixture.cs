using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.Tests.Server;

/// <summary>A real kernel in its own process, shared by tests that leave it usable.</summary>
public sealed class KernelFixture : IAsyncLifetime
{
    internal KernelClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Client = await KernelClient.StartAsync(Path.GetTempPath(),
        TestContext.Current.CancellationToken);

    /// <summary>When an answer is given up, however busy the machine: no measure, only an end for what hangs.</summary>
    internal static TimeSpan Limit { get; } = TimeSpan.FromMinutes(2);

    public async ValueTask DisposeAsync()
    {
        await Client.ShutdownAsync();
        Client.Dispose();
    }

    /// <summary>Runs a cell; its reply and what it published.</summary>
    internal async Task<(JsonObject Reply, List<Message> Outputs)> RunAsync(string code)
    {
        List<Message> outputs = [];
        JsonObject reply = await Client.ExecuteAsync(code, null, m =>
        {
            lock (outputs)
                outputs.Add(m);
        }).WaitAsync(Limit, TestContext.Current.CancellationToken);
        return (reply, outputs);
    }

    /// <summary>The plain text of a cell's result.</summary>
    internal async Task<string?> ResultAsync(string code) =>
        (string?)(await RunAsync(code)).Outputs.Find(m => m.Type == MessageType.ExecuteResult)?.Content["data"]?["text/plain"];

    /// <summary>All that a cell printed.</summary>
    internal async Task<string> StandardOutputAsync(string code) =>
        string.Concat((await RunAsync(code)).Outputs.Where(m => m.Type == MessageType.Stream).Select(m => (string?)m.Content["text"]));
}
