using System.Text.Json.Nodes;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Language;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server.Handlers;

internal sealed class IsCompleteHandler(LanguageService service) : IRequestHandler
{
    public string RequestType => MessageType.IsCompleteRequest;

    public async Task<JsonObject?> HandleAsync(Message request)
    {
        Completeness completeness = await service
            .CheckAsync((string?)request.Content["code"] ?? "", Languages.FromMetadata(request.Metadata)).ConfigureAwait(false);
        JsonObject reply = new() { ["status"] = completeness.Status };
        if (completeness.Indent is { } indent)
            reply["indent"] = indent;
        return reply;
    }
}
