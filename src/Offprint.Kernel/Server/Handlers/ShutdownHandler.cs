using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server.Handlers;

internal sealed class ShutdownHandler(Action shutdown) : IRequestHandler
{
    public string RequestType => MessageType.ShutdownRequest;

    public Task<JsonObject?> HandleAsync(Message request) => Task.FromResult<JsonObject?>(new()
    {
        ["status"] = "ok", ["restart"] = request.Content["restart"]?.DeepClone() ?? false,
    });

    public void AfterReply() => shutdown();
}
