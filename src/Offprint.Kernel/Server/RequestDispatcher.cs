using System.Text.Json.Nodes;
using System.Threading.Channels;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server;

/// <summary>Hands requests to their handlers, those in order one after the other, and sends the replies between busy and idle.</summary>
internal sealed class RequestDispatcher(KernelSockets sockets)
{
    private readonly Dictionary<string, IRequestHandler> _handlers = new(StringComparer.Ordinal);
    private readonly Channel<(Message, RequestChannel)> _queue = Channel.CreateUnbounded<(Message, RequestChannel)>();

    public void Add(IRequestHandler handler) => _handlers.Add(handler.RequestType, handler);

    /// <summary>Takes a request; never waits, for it is called on the sockets' thread.</summary>
    public void Receive(Message request, RequestChannel channel)
    {
        if (!_handlers.TryGetValue(request.Type, out IRequestHandler? handler))
            Diagnostics.Log($"Ignored: a message of type {request.Type}.");
        else if (handler.InOrder)
            Enqueue(handler, request, channel);
        else
            _ = Task.Run(() => AnswerAsync(request, channel));
    }

    private void Enqueue(IRequestHandler handler, Message request, RequestChannel channel)
    {
        handler.Queued();
        _queue.Writer.TryWrite((request, channel));
    }

    /// <summary>Answers the requests that go in order until <paramref name="stop"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await foreach ((Message request, RequestChannel channel) in _queue.Reader.ReadAllAsync(stop).ConfigureAwait(false))
                await AnswerAsync(request, channel).WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Shut down.
        }
    }

    /// <summary>Answers the requests that wait in the queue with "aborted": one before them failed.</summary>
    public void AbortQueued()
    {
        while (_queue.Reader.TryRead(out (Message Request, RequestChannel Channel) waiting))
        {
            _handlers[waiting.Request.Type].Dropped();
            PublishStatus("busy", waiting.Request);
            sockets.Reply(waiting.Channel, ReplyType(waiting.Request), new() { ["status"] = "aborted" }, waiting.Request);
            PublishStatus("idle", waiting.Request);
        }
    }

    private async Task AnswerAsync(Message request, RequestChannel channel)
    {
        PublishStatus("busy", request);
        IRequestHandler handler = _handlers[request.Type];
        JsonObject? reply;
        try
        {
            reply = await handler.HandleAsync(request).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A fault of the engine or a malformed request must not end the kernel and with it the user's state.
            reply = ErrorReport.From(e, "", "").ToContent();
            reply["status"] = "error";
        }
        if (reply is not null)
            sockets.Reply(channel, ReplyType(request), reply, request);
        PublishStatus("idle", request);
        handler.AfterReply();
    }

    private static string ReplyType(Message request) => request.Type.Replace("_request", "_reply", StringComparison.Ordinal);

    private void PublishStatus(string state, Message? request) =>
        sockets.Publish(MessageType.Status, new() { ["execution_state"] = state }, request);
}
