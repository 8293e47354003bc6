using NetMQ;

namespace Offprint.Kernel.Messaging;

/// <summary>
/// Owns sockets on one thread, since ZeroMQ's may not be shared: receives there, and sends there what other threads hand in.
/// </summary>
internal sealed class SocketLoop : IDisposable
{
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(1);

    private readonly NetMQPoller _poller = [];
    private readonly NetMQQueue<Action> _outgoing = new();
    private readonly List<NetMQSocket> _sockets = [];
    private readonly WireFormat _format;
    private int _disposed;

    public SocketLoop(string key)
    {
        _format = new WireFormat(key);
        _outgoing.ReceiveReady += (_, ready) =>
        {
            while (ready.Queue.TryDequeue(out Action? send, TimeSpan.Zero))
                send();
        };
        _poller.Add(_outgoing);
    }

    /// <summary>Adds a socket before the loop starts; each well-formed, well-signed message goes to <paramref name="received"/>.</summary>
    public void Add(NetMQSocket socket, Action<Message>? received = null)
    {
        Prepare(socket);
        if (received is not null)
            socket.ReceiveReady += (_, ready) => Receive(ready.Socket, received);
        _poller.Add(socket);
    }

    /// <summary>Adds a socket that sends back what it receives, frame by frame.</summary>
    public void AddEcho(NetMQSocket socket)
    {
        Prepare(socket);
        socket.ReceiveReady += (_, ready) => ready.Socket.SendMultipartMessage(ready.Socket.ReceiveMultipartMessage());
        _poller.Add(socket);
    }

    public void Start(string name) => _poller.RunAsync(name);

    public void Send(NetMQSocket socket, Message message)
    {
        List<byte[]> frames = _format.ToFrames(message);
        Post(() => socket.SendMultipartBytes(frames));
    }

    /// <summary>Waits until all that was handed in has been given to ZeroMQ.</summary>
    public bool Flush(TimeSpan timeout)
    {
        ManualResetEventSlim done = new(); // not disposed: the loop may set it after the wait has run out
        return Post(done.Set) && done.Wait(timeout);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _poller.Stop();
        _poller.Dispose();
        foreach (NetMQSocket socket in _sockets)
            socket.Dispose();
        _outgoing.Dispose();
    }

    private void Prepare(NetMQSocket socket)
    {
        socket.Options.Linger = s_linger;
        // Without limits: a flood of output must be delivered, not dropped.
        socket.Options.SendHighWatermark = 0;
        socket.Options.ReceiveHighWatermark = 0;
        _sockets.Add(socket);
    }

    private bool Post(Action send)
    {
        if (Volatile.Read(ref _disposed) != 0)
            return false;
        try
        {
            _outgoing.Enqueue(send);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false; // output of a background thread while the process closes down
        }
    }

    private void Receive(NetMQSocket socket, Action<Message> received)
    {
        List<byte[]>? frames = null;
        while (socket.TryReceiveMultipartBytes(ref frames!))
        {
            if (_format.TryParse(frames, out Message? message, out string? reason))
                received(message);
            else
                Diagnostics.Log($"Dropped: {reason}.");
            frames = null;
        }
    }
}
