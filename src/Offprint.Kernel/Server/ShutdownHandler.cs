using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server;

internal sealed class ShutdownHandler(Action shutdown) : IRequestHandler
{
    public string RequestType => MessageType.ShutdownRequest;

    public bool InOrder => false;

    public Task<JsonObject> HandleAsync(Message request) => Task.FromResult(new JsonObject
    {
        ["status"] = "ok", ["restart"] = request.Content["restart"]?.DeepClone() ?? false,
    });

    public void AfterReply() => shutdown();
}
