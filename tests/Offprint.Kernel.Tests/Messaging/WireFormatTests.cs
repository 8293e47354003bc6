using System.Text;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Tests.Messaging;

public class WireFormatTests
{
    // printf '%s' '{"msg_id":"1","msg_type":"execute_request"}{}{}{"code":"1+1"}' | openssl dgst -sha256 -hmac 'a-secret'
    private const string Signature = "ca923247cfc5c6b07eb0f92142eeed8cd273bf3949722fdaccb1ccbd47e62707";

    private static readonly string[] s_parts = ["""{"msg_id":"1","msg_type":"execute_request"}""", "{}", "{}", """{"code":"1+1"}"""];

    private readonly WireFormat _format = new("a-secret");

    [Fact]
    public void A_message_is_signed_as_openssl_signs_it()
    {
        Assert.True(_format.TryParse(Frames(Signature), out Message? message, out _));
        List<byte[]> frames = _format.ToFrames(message);
        Assert.Equal(["client", "<IDS|MSG>", Signature, .. s_parts], frames.Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public void A_message_reads_back()
    {
        Assert.True(_format.TryParse(Frames(Signature), out Message? message, out _));
        Assert.Equal(("execute_request", "1", null, "1+1"), (message.Type, message.Id, message.ParentId, (string?)message.Content["code"]));
        Assert.Equal("client", Encoding.UTF8.GetString(Assert.Single(message.Identities)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public void A_message_with_another_signature_is_refused(string signature)
    {
        Assert.False(_format.TryParse(Frames(signature), out _, out string? reason));
        Assert.Contains("signature", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_message_is_refused()
    {
        List<byte[]> frames = Frames(Signature);
        frames[^1] = "{\"code\":\"1+2\"}"u8.ToArray();
        Assert.False(_format.TryParse(frames, out _, out _));
    }

    [Fact]
    public void Without_a_key_nothing_is_signed()
    {
        WireFormat open = new("");
        Assert.True(open.TryParse(Frames("anything"), out Message? message, out _));
        Assert.Empty(open.ToFrames(message)[2]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"msg_type\":1,\"msg_id\":\"a\"}")]
    [InlineData("{\"msg_type\":\"a\",\"msg_type\":\"b\",\"msg_id\":\"a\"}")]
    [InlineData("not json")]
    [InlineData("")]
    public void A_malformed_header_is_refused(string header) => Assert.False(new WireFormat("").TryParse(
        [.. new[] { "<IDS|MSG>", "", header, "{}", "{}", "{}" }.Select(Encoding.UTF8.GetBytes)], out _, out _));

    [Fact]
    public void Any_number_of_missing_frames_is_refused()
    {
        List<byte[]> frames = Frames(Signature);
        for (int count = 0; count < frames.Count; count++)
            Assert.False(_format.TryParse(frames[..count], out _, out _));
    }

    private static List<byte[]> Frames(string signature) =>
        [.. new[] { "client", "<IDS|MSG>", signature }.Concat(s_parts).Select(Encoding.UTF8.GetBytes)];
}
