using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server.Handlers;

internal sealed class HistoryHandler(SessionHistory history) : IRequestHandler
{
    private const int Session = 1; // the only one; 0 and this number both name it

    public string RequestType => MessageType.HistoryRequest;

    public Task<JsonObject?> HandleAsync(Message request)
    {
        bool withOutput = (bool?)request.Content["output"] ?? false;
        return Task.FromResult<JsonObject?>(new()
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. Select(request.Content).Select(e => Entry(e, withOutput))]),
        });
    }

    private IReadOnlyList<HistoryEntry> Select(JsonObject content)
    {
        int count = (int?)content["n"] ?? int.MaxValue;
        return (string?)content["hist_access_type"] switch
        {
            "range" when (int?)content["session"] is null or 0 or Session =>
                history.Range((int?)content["start"] ?? 0, (int?)content["stop"]),
            "range" => [],
            "search" => history.Search((string?)content["pattern"] ?? "*", count, (bool?)content["unique"] ?? false),
            _ => history.Tail(count),
        };
    }

    private static JsonArray Entry(HistoryEntry entry, bool withOutput) => withOutput
        ? new JsonArray(Session, entry.Line, new JsonArray(entry.Input, entry.Output))
        : new JsonArray(Session, entry.Line, entry.Input);
}
