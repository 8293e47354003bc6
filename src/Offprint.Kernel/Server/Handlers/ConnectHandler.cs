using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server.Handlers;

/// <summary>Says which ports the kernel listens on.</summary>
internal sealed class ConnectHandler(ConnectionFile connection) : IRequestHandler
{
    public string RequestType => MessageType.ConnectRequest;

    public Task<JsonObject?> HandleAsync(Message request) => Task.FromResult<JsonObject?>(new()
    {
        ["status"] = "ok", ["shell_port"] = connection.ShellPort, ["iopub_port"] = connection.IopubPort,
            ["stdin_port"] = connection.StdinPort,
        ["control_port"] = connection.ControlPort, ["hb_port"] = connection.HeartbeatPort,
    });
}
