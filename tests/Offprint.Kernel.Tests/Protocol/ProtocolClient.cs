using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.Tests.Protocol;

/// <summary>Speaks to a kernel frame by frame, so that a test sees what a client sees and may send what no client would.</summary>
/// <remarks>Its sockets belong to one thread at a time: tests with it do not await.</remarks>
public sealed class ProtocolClient : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly KernelProcess _process = KernelProcess.Start(Path.GetTempPath());
    private readonly MessageSession _session = new("test");
    private readonly DealerSocket _shell = new(), _control = new(), _stdin = new();
    private readonly RequestSocket _heartbeat = new();
    private readonly SubscriberSocket _iopub = new();
    private readonly WireFormat _format;

    public ProtocolClient()
    {
        ConnectionFile connection = _process.Connection;
        _format = new WireFormat(connection.Key);
        // One identity on both, by which the kernel finds the way back to whoever asked for a cell.
        _shell.Options.Identity = _stdin.Options.Identity = Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N"));
        _shell.Connect(connection.Address(connection.ShellPort));
        _control.Connect(connection.Address(connection.ControlPort));
        _stdin.Connect(connection.Address(connection.StdinPort));
        _heartbeat.Connect(connection.Address(connection.HeartbeatPort));
        _iopub.Connect(connection.Address(connection.IopubPort));
        _iopub.SubscribeToAnyTopic();
        WaitUntilSubscribed();
    }

    internal Task Exited => _process.Exited;

    /// <summary>Sends a request on the shell channel and collects what comes of it until "idle".</summary>
    internal Exchange Ask(string type, JsonObject content, bool control = false)
    {
        string id = Send(type, content, control);
        return new Exchange(Reply(id, control), Published(id));
    }

    internal Exchange Execute(string code, Action<JsonObject>? change = null) => Ask(MessageType.ExecuteRequest, Cell(code, change));

    internal static JsonObject Cell(string code, Action<JsonObject>? change = null)
    {
        JsonObject content = new()
        {
            ["code"] = code, ["silent"] = false, ["store_history"] = true, ["user_expressions"] = new JsonObject(), ["allow_stdin"] = false,
            ["stop_on_error"] = true,
        };
        change?.Invoke(content);
        return content;
    }

    internal string Send(string type, JsonObject content, bool control = false, JsonObject? metadata = null)
    {
        Message message = _session.Create(type, content) with { Metadata = metadata ?? [] };
        (control ? _control : _shell).SendMultipartBytes(_format.ToFrames(message));
        return message.Id;
    }

    /// <summary>The frames of a request, for a test to spoil.</summary>
    internal List<byte[]> Frames(string type, JsonObject content) => _format.ToFrames(_session.Create(type, content));

    internal void SendFrames(IEnumerable<byte[]> frames) => _shell.SendMultipartBytes(frames);

    internal Message Reply(string id, bool control = false)
    {
        while (true)
        {
            Message reply = Receive(control ? _control : _shell)
                ?? throw new TimeoutException($"No reply came within {s_limit.TotalSeconds} s.");
            if (reply.ParentId == id)
                return reply;
        }
    }

    /// <summary>What is published because of a request, "busy" and "idle" included.</summary>
    internal List<Message> Published(string id)
    {
        List<Message> messages = [];
        while (messages.LastOrDefault() is not { Type: MessageType.Status } last || (string?)last.Content["execution_state"] != "idle")
        {
            Message message = Receive(_iopub) ?? throw new TimeoutException($"No \"idle\" came within {s_limit.TotalSeconds} s.");
            if (message.ParentId == id)
                messages.Add(message);
        }
        return messages;
    }

    internal Message InputRequest() => Receive(_stdin) ?? throw new TimeoutException("The kernel did not ask.");

    internal void Answer(string value, Message request) =>
        _stdin.SendMultipartBytes(_format.ToFrames(_session.Create(MessageType.InputReply, new() { ["value"] = value, ["status"] = "ok" },
            request, [])));

    internal string Beat(string text)
    {
        _heartbeat.SendFrame(text);
        return _heartbeat.TryReceiveFrameString(s_limit, out string? echo) ? echo : "";
    }

    public void Dispose()
    {
        foreach (NetMQSocket socket in new NetMQSocket[] { _shell, _control, _stdin, _heartbeat, _iopub })
        {
            socket.Options.Linger = TimeSpan.Zero;
            socket.Dispose();
        }
        _process.Dispose();
    }

    private Message? Receive(NetMQSocket socket, TimeSpan? limit = null)
    {
        List<byte[]>? frames = null;
        if (!socket.TryReceiveMultipartBytes(limit ?? s_limit, ref frames!))
            return null;
        Assert.True(_format.TryParse(frames, out Message? message, out string? reason), reason);
        return message;
    }

    private void WaitUntilSubscribed()
    {
        for (int i = 0; i < 100; i++)
        {
            Send(MessageType.KernelInfoRequest, []);
            if (Receive(_iopub, TimeSpan.FromMilliseconds(300)) is not null)
                return;
        }
        throw new TimeoutException("The kernel published nothing.");
    }
}

/// <summary>A request's reply, and what was published because of it.</summary>
internal sealed record Exchange(Message Reply, List<Message> Published)
{
    public JsonObject Content => Reply.Content;

    public string? Status => (string?)Content["status"];

    /// <summary>Outputs of a cell: what was published between "busy" and "idle".</summary>
    public IEnumerable<Message> Outputs => Published.Where(m => m.Type is not (MessageType.Status or MessageType.ExecuteInput));
}
