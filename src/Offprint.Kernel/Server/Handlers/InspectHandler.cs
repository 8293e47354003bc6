using System.Text.Json.Nodes;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Language;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server.Handlers;

internal sealed class InspectHandler(LanguageService service) : IRequestHandler
{
    public string RequestType => MessageType.InspectRequest;

    public async Task<JsonObject?> HandleAsync(Message request)
    {
        string code = (string?)request.Content["code"] ?? "";
        int position = CodePoints.ToIndex(code, (int?)request.Content["cursor_pos"] ?? int.MaxValue);
        Inspection? found = await service
            .InspectAsync(code, Languages.FromMetadata(request.Metadata), position, CancellationToken.None).ConfigureAwait(false);
        return new()
        {
            ["status"] = "ok", ["found"] = found is not null, ["data"] = found?.ToBundle() ?? [], ["metadata"] = new JsonObject(),
        };
    }
}
