using System.Text.Json.Nodes;

namespace Offprint.Kernel.Messaging;

/// <summary>A message of the Jupyter protocol.</summary>
/// <param name="Identities">Routing frames before the delimiter: the client's identity, or the topic on iopub.</param>
/// <param name="Header">Type, identifier, session, date and version.</param>
/// <param name="ParentHeader">The header of the request that caused it, or an empty object.</param>
/// <param name="Metadata">Free-form.</param>
/// <param name="Content">What the message type defines.</param>
internal sealed record Message(
    IReadOnlyList<byte[]> Identities, JsonObject Header, JsonObject ParentHeader, JsonObject Metadata, JsonObject Content)
{
    public string Type => Header["msg_type"]!.GetValue<string>();

    public string Id => Header["msg_id"]!.GetValue<string>();

    /// <summary>The identifier of the request that caused this message; null if there was none.</summary>
    public string? ParentId => (string?)ParentHeader["msg_id"];
}
