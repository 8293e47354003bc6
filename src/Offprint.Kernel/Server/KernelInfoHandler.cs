using System.Reflection;
using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server;

internal sealed class KernelInfoHandler : IRequestHandler
{
    public string RequestType => MessageType.KernelInfoRequest;

    public bool InOrder => false;

    public Task<JsonObject> HandleAsync(Message request)
    {
        string version = typeof(KernelInfoHandler).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return Task.FromResult(new JsonObject
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
            },
            ["banner"] = $"Offprint {version.Split('+')[0]} on .NET {Environment.Version}",
            ["debugger"] = false,
            ["help_links"] = new JsonArray(),
        });
    }
}
