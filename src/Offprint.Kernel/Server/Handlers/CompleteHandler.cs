using System.Text.Json.Nodes;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Language;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server.Handlers;

internal sealed class CompleteHandler(LanguageService service) : IRequestHandler
{
    public string RequestType => MessageType.CompleteRequest;

    public async Task<JsonObject?> HandleAsync(Message request)
    {
        string code = (string?)request.Content["code"] ?? "";
        int position = CodePoints.ToIndex(code, (int?)request.Content["cursor_pos"] ?? int.MaxValue);
        CompletionList list = await service
            .CompleteAsync(code, Languages.FromMetadata(request.Metadata), position, CancellationToken.None).ConfigureAwait(false);
        (int start, int end) = (CodePoints.FromIndex(code, list.Start), CodePoints.FromIndex(code, list.End));
        return new()
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. list.Items.Select(i => (JsonNode)i.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            // What clients read for icons and documentation; the protocol itself has words only.
            ["metadata"] = new JsonObject { ["_jupyter_types_experimental"] =
                new JsonArray([.. list.Items.Select(i => Describe(i, start, end))]) },
        };
    }

    private static JsonObject Describe(Completion item, int start, int end)
    {
        JsonObject described = new() { ["start"] = start, ["end"] = end, ["text"] = item.Text, ["type"] = item.Kind };
        if (item.Signature is not null)
            described["signature"] = item.Signature;
        if (item.Documentation is not null)
            described["documentation"] = item.Documentation;
        return described;
    }
}
