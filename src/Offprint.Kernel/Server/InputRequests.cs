using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server;

/// <summary>Questions of running cells to their clients: one at a time, as there is one prompt.</summary>
internal sealed class InputRequests(KernelSockets sockets)
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile TaskCompletionSource<string>? _waiting;

    /// <summary>Asks the client that sent <paramref name="request"/> and waits for its answer.</summary>
    public string Ask(Message request, string prompt, bool password, CancellationToken cancellation)
    {
        _turn.Wait(cancellation);
        try
        {
            TaskCompletionSource<string> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting = answer;
            sockets.Reply(RequestChannel.Stdin, MessageType.InputRequest, new() { ["prompt"] = prompt, ["password"] = password }, request);
            answer.Task.Wait(cancellation);
            return answer.Task.Result;
        }
        finally
        {
            _waiting = null;
            _turn.Release();
        }
    }

    /// <summary>Takes an answer; one that nobody waits for is dropped.</summary>
    public void Receive(Message message)
    {
        if (message.Type == MessageType.InputReply)
            _waiting?.TrySetResult(message.Content["value"]?.ToString() ?? "");
        else
            Diagnostics.Log($"Ignored: a message of type {message.Type} on the input channel.");
    }
}
