using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NetMQ.Sockets;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Running;

/// <summary>Speaks to a kernel as any Jupyter client does.</summary>
internal sealed class KernelClient : IDisposable
{
    private static readonly TimeSpan s_nudge = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(3); // only an end for what hangs

    private readonly KernelProcess _process;
    private readonly SocketLoop _loop;
    private readonly MessageSession _session = new("offprint");
    private readonly DealerSocket _shell = new(), _control = new();
    private readonly SubscriberSocket _iopub = new();
    private readonly ConcurrentDictionary<string, Pending> _requests = new(StringComparer.Ordinal); // kept: outputs may come late

    private KernelClient(KernelProcess process)
    {
        _process = process;
        ConnectionFile connection = process.Connection;
        _loop = new SocketLoop(connection.Key);
        _loop.Add(_shell, Replied);
        _loop.Add(_control, Replied);
        _loop.Add(_iopub, Published);
        _shell.Connect(connection.Address(connection.ShellPort));
        _control.Connect(connection.Address(connection.ControlPort));
        _iopub.Connect(connection.Address(connection.IopubPort));
        _iopub.SubscribeToAnyTopic();
        _loop.Start("client");
    }

    public Task Exited => _process.Exited;

    /// <summary>Starts a kernel and waits until both directions work.</summary>
    /// <exception cref="KernelDiedException">The kernel ended before it answered.</exception>
    public static async Task<KernelClient> StartAsync(
        string workingDirectory, CancellationToken cancellation, IReadOnlyDictionary<string, string>? environment = null,
        KernelProgram? program = null)
    {
        KernelClient client = new(KernelProcess.Start(workingDirectory, environment, program));
        try
        {
            await client.WaitUntilReadyAsync(cancellation).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Runs code; its outputs go to <paramref name="output"/> as they come.</summary>
    /// <returns>The reply's content.</returns>
    /// <exception cref="KernelDiedException">The kernel's process ended.</exception>
    public async Task<JsonObject> ExecuteAsync(string code, JsonObject? metadata, Action<Message> output)
    {
        Message request = _session.Create(MessageType.ExecuteRequest, new()
        {
            ["code"] = code, ["silent"] = false, ["store_history"] = true, ["user_expressions"] = new JsonObject(),
            ["allow_stdin"] = false, ["stop_on_error"] = false,
        });
        foreach ((string key, JsonNode? value) in metadata ?? [])
            request.Metadata[key] = value?.DeepClone();
        Pending pending = Send(_shell, request, output);
        Task<Message> reply = pending.WhenDone;
        if (await Task.WhenAny(reply, Exited).ConfigureAwait(false) != reply)
        {
            // What it published before it ended may still be on its way here.
            await Task.WhenAny(reply, Task.Delay(TimeSpan.FromMilliseconds(300))).ConfigureAwait(false);
            if (!reply.IsCompleted)
                throw new KernelDiedException(_process.DescribeEnd());
        }
        return (await reply.ConfigureAwait(false)).Content;
    }

    /// <summary>Sends a request of any type on the shell or the control channel; its reply.</summary>
    public async Task<Message> RequestAsync(string type, JsonObject content, bool control, TimeSpan timeout)
    {
        Pending pending = Send(control ? _control : _shell, _session.Create(type, content), _ => { });
        return await pending.Reply.WaitAsync(timeout).ConfigureAwait(false);
    }

    public void Interrupt() => Send(_control, _session.Create(MessageType.InterruptRequest, []), _ => { });

    public void Kill() => _process.Kill();

    /// <summary>Asks the kernel to end; makes it, if it does not.</summary>
    public async Task ShutdownAsync()
    {
        if (!Exited.IsCompleted)
            Send(_control, _session.Create(MessageType.ShutdownRequest, new() { ["restart"] = false }), _ => { });
        await Task.WhenAny(Exited, Task.Delay(TimeSpan.FromSeconds(3))).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _loop.Dispose();
        _process.Dispose();
    }

    /// <summary>Asks again and again: what a kernel publishes before our subscription has reached it is lost.</summary>
    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(s_startLimit);
        List<Task<Message>> asked = [];
        while (!asked.Exists(t => t.IsCompleted))
        {
            asked.Add(Send(_shell, _session.Create(MessageType.KernelInfoRequest, []), _ => { }).WhenDone);
            await Task.WhenAny([.. asked, Exited, Task.Delay(s_nudge, limit.Token)]).ConfigureAwait(false);
            if (Exited.IsCompleted)
                throw new KernelDiedException(_process.DescribeEnd());
            cancellation.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested)
                throw new UserException($"The kernel did not answer within {s_startLimit.TotalSeconds:0} seconds of its start.");
        }
    }

    private Pending Send(NetMQ.NetMQSocket socket, Message request, Action<Message> output)
    {
        Pending pending = new(output);
        _requests[request.Id] = pending;
        _loop.Send(socket, request);
        return pending;
    }

    private void Replied(Message reply)
    {
        if (reply.ParentId is { } id && _requests.TryGetValue(id, out Pending? request))
            request.SetReply(reply);
    }

    private void Published(Message message)
    {
        if (message.ParentId is not { } id || !_requests.TryGetValue(id, out Pending? request))
            return;
        if (message.Type != MessageType.Status)
            request.Output(message);
        else if ((string?)message.Content["execution_state"] == "idle")
            request.SetIdle();
    }

    /// <summary>A request is done when its reply has come on one socket and "idle" on the other, in either order.</summary>
    private sealed class Pending(Action<Message> output)
    {
        private readonly TaskCompletionSource<Message> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Message> Reply => _reply.Task;

        public Task<Message> WhenDone { get => field ??= WaitAsync(); }

        public void Output(Message message) => output(message);

        public void SetReply(Message reply) => _reply.TrySetResult(reply);

        public void SetIdle() => _idle.TrySetResult();

        private async Task<Message> WaitAsync()
        {
            await _idle.Task.ConfigureAwait(false);
            return await _reply.Task.ConfigureAwait(false);
        }
    }
}
