using System.Text.Json.Nodes;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server.Handlers;

internal sealed class ExecuteHandler(
    CellExecutor executor, KernelSockets sockets, InputRequests inputs, SessionHistory history, Action abortQueued) : IRequestHandler
{
    private int _count;
    private bool _abortsQueued; // requests come one at a time

    public string RequestType => MessageType.ExecuteRequest;

    public bool InOrder => true;

    public void Queued() => executor.Expect(1);

    public void Dropped() => executor.Expect(-1);

    public async Task<JsonObject?> HandleAsync(Message request)
    {
        (CellRequest cell, CellPublisher output, CellInput input, bool stored) = Prepare(request);
        CellOutcome outcome = await executor.ExecuteAsync(cell, output, input).ConfigureAwait(false);
        if (outcome.Error is { } error)
            return Failed(request, error, output);
        if (outcome.Result is { } result)
        {
            if (stored)
                history.SetOutput(_count, (string?)result[MimeBundle.Text]);
            output.Result(result, _count);
        }
        return new()
        {
            ["status"] = "ok", ["execution_count"] = _count, ["user_expressions"] = outcome.Expressions, ["payload"] = new JsonArray(),
        };
    }

    /// <summary>
    /// Reads a request; one that cannot be read is no longer expected, or an interrupt would wait for it and stop another.
    /// </summary>
    private (CellRequest Cell, CellPublisher Output, CellInput Input, bool Stored) Prepare(Message request)
    {
        try
        {
            string code = (string?)request.Content["code"] ?? "";
            bool silent = (bool?)request.Content["silent"] ?? false;
            bool stored = !silent && ((bool?)request.Content["store_history"] ?? true);
            CellInput input = new(inputs, request, (bool?)request.Content["allow_stdin"] ?? true);
            CellRequest cell = new(code, Languages.FromMetadata(request.Metadata), $"cell {_count + (stored ? 1 : 0)}",
                Expressions(request.Content));
            if (stored)
                history.Add(++_count, code);
            if (!silent)
                sockets.Publish(MessageType.ExecuteInput, new() { ["code"] = code, ["execution_count"] = _count }, request);
            return (cell, new(sockets, request, silent), input, stored);
        }
        catch
        {
            Dropped();
            throw;
        }
    }

    /// <summary>The failed cell's reply goes out before those of the cells that are aborted for it.</summary>
    public void AfterReply()
    {
        if (_abortsQueued)
            abortQueued();
        _abortsQueued = false;
    }

    private static Dictionary<string, string> Expressions(JsonObject content) =>
        (content["user_expressions"] as JsonObject ?? []).ToDictionary(p => p.Key, p => (string?)p.Value ?? "");

    private JsonObject Failed(Message request, CellError error, CellPublisher output)
    {
        output.Error(error);
        _abortsQueued = !output.IsSilent && ((bool?)request.Content["stop_on_error"] ?? true);
        JsonObject reply = error.ToContent();
        reply["status"] = "error";
        reply["execution_count"] = _count;
        return reply;
    }
}
