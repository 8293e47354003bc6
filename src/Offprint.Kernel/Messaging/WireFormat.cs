using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Offprint.Kernel.Messaging;

/// <summary>Messages as ZeroMQ frames: identities, delimiter, signature, header, parent header, metadata, content.</summary>
/// <remarks>The signature is HMAC-SHA256 over the last four, in hexadecimal. An empty key turns signing off, as the protocol
/// says.</remarks>
internal sealed class WireFormat(string key)
{
    private static readonly byte[] s_delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    public List<byte[]> ToFrames(Message message)
    {
        byte[][] parts = [Json(message.Header), Json(message.ParentHeader), Json(message.Metadata), Json(message.Content)];
        return [.. message.Identities, s_delimiter, Sign(parts), .. parts];
    }

    /// <summary>Reads a message; false, with the reason, if it is malformed or not signed with this connection's key.</summary>
    public bool TryParse(IReadOnlyList<byte[]> frames, [NotNullWhen(true)] out Message? message, [NotNullWhen(false)] out string? reason)
    {
        message = null;
        int delimiter = 0;
        while (delimiter < frames.Count && !frames[delimiter].AsSpan().SequenceEqual(s_delimiter))
            delimiter++;
        if (frames.Count < delimiter + 6)
        {
            reason = $"a message of {frames.Count} frames is too short or has no delimiter";
            return false;
        }
        byte[][] parts = [.. frames.Skip(delimiter + 2).Take(4)];
        if (_key.Length > 0 && !CryptographicOperations.FixedTimeEquals(Sign(parts), frames[delimiter + 1]))
        {
            reason = "a message's signature does not match the connection's key";
            return false;
        }
        return TryParse([.. frames.Take(delimiter)], parts, out message, out reason);
    }

    private static bool TryParse(
        byte[][] identities, byte[][] parts, [NotNullWhen(true)] out Message? message, [NotNullWhen(false)] out string? reason)
    {
        message = null;
        reason = "a message's header has no type or identifier";
        try
        {
            JsonObject[] objects = [.. parts.Select(p => JsonNode.Parse(p)!.AsObject())];
            if (objects[0]["msg_type"]?.GetValueKind() != JsonValueKind.String
                || objects[0]["msg_id"]?.GetValueKind() != JsonValueKind.String)
                return false;
            message = new Message(identities, objects[0], objects[1], objects[2], objects[3]);
            reason = null;
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            reason = "a message's parts are not JSON objects";
            return false;
        }
    }

    private static byte[] Json(JsonObject part) => JsonSerializer.SerializeToUtf8Bytes(part, s_json);

    private byte[] Sign(byte[][] parts)
    {
        if (_key.Length == 0)
            return [];
        using IncrementalHash hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (byte[] part in parts)
            hmac.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hmac.GetHashAndReset()));
    }
}
