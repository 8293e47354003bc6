using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server.Handlers;

internal sealed class InterruptHandler(CellExecutor executor) : IRequestHandler
{
    public string RequestType => MessageType.InterruptRequest;

    public Task<JsonObject?> HandleAsync(Message request)
    {
        executor.Interrupt();
        return Task.FromResult<JsonObject?>(new() { ["status"] = "ok" });
    }
}
