using System.Text.Json.Nodes;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server;

internal sealed class ExecuteHandler(CellExecutor executor, KernelSockets sockets, Action abortQueued) : IRequestHandler
{
    private int _count;

    public string RequestType => MessageType.ExecuteRequest;

    public bool InOrder => true;

    public async Task<JsonObject> HandleAsync(Message request)
    {
        string code = (string?)request.Content["code"] ?? "";
        bool silent = (bool?)request.Content["silent"] ?? false;
        if (!silent && ((bool?)request.Content["store_history"] ?? true))
            _count++;
        if (!silent)
            sockets.Publish(MessageType.ExecuteInput, new() { ["code"] = code, ["execution_count"] = _count }, request);
        CellPublisher output = new(sockets, request, silent);
        CellOutcome outcome = await executor
            .ExecuteAsync(code, Languages.FromMetadata(request.Metadata), $"cell {_count}", output).ConfigureAwait(false);
        if (outcome.Error is { } error)
            return Failed(request, error, output);
        if (outcome.Result is { } result)
            output.Result(result, _count);
        return new()
        {
            ["status"] = "ok", ["execution_count"] = _count, ["user_expressions"] = new JsonObject(), ["payload"] = new JsonArray(),
        };
    }

    private JsonObject Failed(Message request, CellError error, CellPublisher output)
    {
        output.Error(error);
        if ((bool?)request.Content["stop_on_error"] ?? true)
            abortQueued();
        JsonObject reply = error.ToContent();
        reply["status"] = "error";
        reply["execution_count"] = _count;
        return reply;
    }
}
