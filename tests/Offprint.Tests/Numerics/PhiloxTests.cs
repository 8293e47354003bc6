using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class PhiloxTests
{
    /// <summary>Known answers for philox4x32-10 of the Random123 distribution, file kat_vectors.</summary>
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x85a308d3_243f6a88UL, 0x03707344_13198a2eUL, 0x299f31d0_a4093822UL, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void It_gives_the_published_answers(ulong low, ulong high, ulong key, uint w0, uint w1, uint w2, uint w3)
    {
        Span<uint> words = stackalloc uint[4];
        Philox.Block(low, high, key, words);
        Assert.Equal([w0, w1, w2, w3], words.ToArray());
    }

    [Fact]
    public void A_stream_is_the_blocks_of_consecutive_counters()
    {
        RandomStream stream = new Seed(42).Stream();
        uint[] words = new uint[4];
        for (ulong counter = 0; counter < 3; counter++)
        {
            Philox.Block(counter, 0, 42, words);
            foreach (uint word in words)
                Assert.Equal(word, stream.NextUInt32());
        }
    }
}
