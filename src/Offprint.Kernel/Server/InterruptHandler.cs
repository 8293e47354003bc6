using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server;

internal sealed class InterruptHandler(CellExecutor executor) : IRequestHandler
{
    public string RequestType => MessageType.InterruptRequest;

    public bool InOrder => false;

    public Task<JsonObject> HandleAsync(Message request)
    {
        executor.Interrupt();
        return Task.FromResult(new JsonObject { ["status"] = "ok" });
    }
}
