using System.Text.Json.Nodes;

namespace Offprint.Kernel.Messaging;

/// <summary>One side of a conversation: makes messages with its session's identifier.</summary>
internal sealed class MessageSession(string username)
{
    public const string ProtocolVersion = "5.4";

    private readonly string _id = Guid.NewGuid().ToString("N");

    /// <summary>A message that answers <paramref name="parent"/>, sent back to where that came from.</summary>
    public Message Create(string type, JsonObject content, Message? parent = null, IReadOnlyList<byte[]>? identities = null) => new(
        identities ?? parent?.Identities ?? [], Header(type), (JsonObject?)parent?.Header.DeepClone() ?? [], [], content);

    private JsonObject Header(string type) => new()
    {
        ["msg_id"] = Guid.NewGuid().ToString("N"),
        ["msg_type"] = type,
        ["username"] = username,
        ["session"] = _id,
        ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        ["version"] = ProtocolVersion,
    };
}
