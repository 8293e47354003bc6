using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server;

/// <summary>The kernel's five sockets.</summary>
internal sealed class KernelSockets : IDisposable
{
    private readonly SocketLoop _loop;
    private readonly RouterSocket _shell = new(), _control = new(), _stdin = new(), _heartbeat = new();
    private readonly PublisherSocket _iopub = new();
    private readonly MessageSession _session = new("kernel");

    /// <summary>Listens; nothing is received before <see cref="Start"/>.</summary>
    /// <exception cref="UserException">One of the ports is taken.</exception>
    public KernelSockets(ConnectionFile connection)
    {
        _loop = new SocketLoop(connection.Key);
        Bind(_shell, connection.Address(connection.ShellPort));
        Bind(_control, connection.Address(connection.ControlPort));
        Bind(_stdin, connection.Address(connection.StdinPort));
        Bind(_iopub, connection.Address(connection.IopubPort));
        Bind(_heartbeat, connection.Address(connection.HeartbeatPort));
    }

    public void Start(Action<Message, RequestChannel> received)
    {
        _loop.Add(_shell, m => received(m, RequestChannel.Shell));
        _loop.Add(_control, m => received(m, RequestChannel.Control));
        _loop.Add(_stdin, m => received(m, RequestChannel.Stdin));
        _loop.Add(_iopub);
        _loop.AddEcho(_heartbeat);
        _loop.Start("sockets");
    }

    public void Publish(string type, JsonObject content, Message? parent) =>
        _loop.Send(_iopub, _session.Create(type, content, parent, [Encoding.UTF8.GetBytes($"kernel.{type}")]));

    public void Reply(RequestChannel channel, string type, JsonObject content, Message request) => _loop.Send(channel switch
    {
        RequestChannel.Shell => _shell,
        RequestChannel.Control => _control,
        _ => _stdin,
    }, _session.Create(type, content, request));

    /// <summary>Waits until everything sent so far has been handed to the system.</summary>
    public void Flush() => _loop.Flush(TimeSpan.FromSeconds(2));

    public void Dispose()
    {
        Flush();
        _loop.Dispose();
    }

    private static void Bind(NetMQSocket socket, string address)
    {
        try
        {
            socket.Bind(address);
        }
        catch (NetMQException e)
        {
            throw new UserException($"The kernel cannot listen on {address}: {e.Message}. Start it again with other ports.", e);
        }
    }
}
