using System.Reflection;
using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server.Handlers;

internal sealed class KernelInfoHandler : IRequestHandler
{
    public string RequestType => MessageType.KernelInfoRequest;

    public Task<JsonObject?> HandleAsync(Message request)
    {
        string version = typeof(KernelInfoHandler).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>(
            )!.InformationalVersion;
        return Task.FromResult<JsonObject?>(new()
        {
            ["status"] = "ok",
            ["protocol_version"] = MessageSession.ProtocolVersion,
            ["implementation"] = "offprint",
            ["implementation_version"] = version.Split('+')[0],
            ["language_info"] = new JsonObject
            {
                ["name"] = "C#",
                ["version"] = "14.0",
                ["mimetype"] = "text/x-csharp",
                ["file_extension"] = ".cs",
                ["pygments_lexer"] = "csharp",
                ["codemirror_mode"] = "text/x-csharp",
                ["nbconvert_exporter"] = "script",
            },
            ["banner"] = $"Offprint {version.Split('+')[0]} on .NET {Environment.Version}",
            ["debugger"] = false,
            ["supported_features"] = new JsonArray(),
            ["help_links"] = new JsonArray(
                Link("C#", "https://learn.microsoft.com/dotnet/csharp/"),
                Link(".NET API", "https://learn.microsoft.com/dotnet/api/")),
        });
    }

    private static JsonObject Link(string text, string url) => new() { ["text"] = text, ["url"] = url };
}
