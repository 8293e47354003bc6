using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server.Handlers;

/// <summary>Refuses requests of the Debug Adapter Protocol in that protocol's own words, which clients show.</summary>
internal sealed class DebugHandler : IRequestHandler
{
    public string RequestType => MessageType.DebugRequest;

    public Task<JsonObject?> HandleAsync(Message request) => Task.FromResult<JsonObject?>(new()
    {
        ["type"] = "response",
        ["request_seq"] = request.Content["seq"]?.DeepClone() ?? 0,
        ["seq"] = 0,
        ["command"] = request.Content["command"]?.DeepClone() ?? "",
        ["success"] = false,
        ["message"] = "This kernel has no debugger.",
        ["body"] = new JsonObject(),
    });
}
