using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server.Handlers;

/// <summary>Lists the open comms: the engine has no widgets, so there are none.</summary>
internal sealed class CommInfoHandler : IRequestHandler
{
    public string RequestType => MessageType.CommInfoRequest;

    public Task<JsonObject?> HandleAsync(Message request) =>
        Task.FromResult<JsonObject?>(new() { ["status"] = "ok", ["comms"] = new JsonObject() });
}

/// <summary>Closes a comm that a client opens, as the protocol asks of a kernel without its target.</summary>
internal sealed class CommOpenHandler(KernelSockets sockets) : IRequestHandler
{
    public string RequestType => MessageType.CommOpen;

    public Task<JsonObject?> HandleAsync(Message request)
    {
        sockets.Publish(
            MessageType.CommClose, new() { ["comm_id"] = request.Content["comm_id"]?.DeepClone() ?? "", ["data"] = new JsonObject() },
            request);
        return Task.FromResult<JsonObject?>(null);
    }
}

/// <summary>Takes messages of comms that are closed already and does nothing.</summary>
internal sealed class ClosedCommHandler(string type) : IRequestHandler
{
    public string RequestType => type;

    public Task<JsonObject?> HandleAsync(Message request) => Task.FromResult<JsonObject?>(null);
}
