using FsCheck;
using FsCheck.Fluent;
using Offprint.Files;

namespace Offprint.Tests.Files;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<Array> Arrays() =>
    [
        new byte[] { 0, 1, 2, 253, 254, 255 }, new sbyte[] { -128, -1, 0, 1, 2, 127 }, new short[] { -30000, -1, 0, 1, 258, 30000 },
        new[] { int.MinValue, -1, 0, 1, 16909060, int.MaxValue }, new[] { -1.5f, 0, float.NaN, float.PositiveInfinity, 1e-40f, 3 },
        new[] { -1.5, 0, double.NaN, double.NegativeInfinity, 1e-310, Math.PI },
    ];

    [Theory]
    [MemberData(nameof(Arrays), DisableDiscoveryEnumeration = true)]
    public void What_is_written_is_read(Array values)
    {
        foreach (string name in new[] { "array.idx", "array.idx.gz" })
        {
            IdxFile.Write(_folder[name], new([2, 3], values));
            NumericArray read = IdxFile.Read(_folder[name]);
            Assert.Equal([2, 3], read.Shape);
            Assert.Equal(values, read.Values);
        }
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        IdxFile.Write(_folder["a"], new([1, 2], new short[] { 1, -2 }));
        Assert.Equal([0, 0, 0x0B, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0xFF, 0xFE], File.ReadAllBytes(_folder["a"]));
    }

    [Fact]
    public void Empty_arrays_and_single_numbers_are_read()
    {
        IdxFile.Write(_folder["a"], new([0, 28, 28], Array.Empty<byte>()));
        Assert.Equal([0, 28, 28], IdxFile.Read(_folder["a"]).Shape);
        IdxFile.Write(_folder["b"], new([], new[] { 2.5 }));
        Assert.Equal([2.5], IdxFile.Read(_folder["b"]).As<double>());
    }

    [Theory]
    [InlineData(new byte[0], "cut short")]
    [InlineData(new byte[] { 0, 0, 8 }, "cut short: an IDX file begins with 4 bytes, this one holds 3")]
    [InlineData(new byte[] { 0x50, 0x4b, 3, 4, 0 }, "magic number is 0x504b0304")]
    [InlineData(new byte[] { 0, 0, 0x0A, 1, 0, 0, 0, 0 }, "magic number is 0x00000a01")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1 }, "a header of 2 dimensions takes 12 bytes, the file holds 8")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 5, 1, 2 }, "is cut short: shape [5] of Byte takes 13 bytes, the file holds 10")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 2 }, "has bytes left over: shape [1] of Byte takes 9 bytes, the file holds 10")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0xFF, 0, 0, 0, 1 }, "dimension 0 has length 4278190080")]
    [InlineData(new byte[] { 0x1f, 0x8b, 8, 0, 1, 2, 3 }, "corrupt gzip")]
    public void Damage_is_named(byte[] content, string message)
    {
        File.WriteAllBytes(_folder["bad.idx"], content);
        string actual = Assert.Throws<InvalidDataException>(() => IdxFile.Read(_folder["bad.idx"])).Message;
        Assert.Contains(_folder["bad.idx"], actual);
        Assert.Contains(message, actual);
    }

    [Fact]
    public void Gzip_that_is_cut_inside_its_trailer_or_changed_there_is_refused_and_several_members_are_read()
    {
        IdxFile.Write(_folder["a.gz"], new([3], new byte[] { 1, 2, 3 }));
        byte[] whole = File.ReadAllBytes(_folder["a.gz"]);
        for (int cut = 1; cut <= whole.Length - 2; cut++)
            AssertRefused(whole[..^cut], "corrupt gzip");
        for (int bit = 1; bit <= 64; bit++)
        {
            byte[] changed = [.. whole];
            changed[^((bit + 7) / 8)] ^= (byte)(1 << bit % 8);
            AssertRefused(changed, "");
        }
        AssertRefused([.. whole, 1, 2, 3], "left over");
        File.WriteAllBytes(_folder["two.gz"], [.. Packed([0, 0, 8, 1, 0, 0]), .. Packed([0, 3, 1, 2, 3])]);
        Assert.Equal([1, 2, 3], IdxFile.Read(_folder["two.gz"]).As<byte>());

        void AssertRefused(byte[] content, string message)
        {
            File.WriteAllBytes(_folder["bad.gz"], content);
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => IdxFile.Read(_folder["bad.gz"])).Message,
                StringComparison.Ordinal);
        }

        static byte[] Packed(byte[] content)
        {
            using var target = new MemoryStream();
            using (var zip = new System.IO.Compression.GZipStream(target, System.IO.Compression.CompressionLevel.Optimal))
                zip.Write(content);
            return target.ToArray();
        }
    }

    [Fact]
    public void Absurd_shapes_do_not_overflow()
    {
        byte[] content = [0, 0, 0x0E, 4, .. Enumerable.Repeat<byte>(0x7F, 16)];
        File.WriteAllBytes(_folder["bad.idx"], content);
        Assert.Contains("cut short", Assert.Throws<InvalidDataException>(() => IdxFile.Read(_folder["bad.idx"])).Message);
    }

    [Fact]
    public void A_missing_file_and_a_type_that_does_not_exist_are_named()
    {
        Assert.Contains("none.idx", Assert.Throws<FileNotFoundException>(() => IdxFile.Read(_folder["none.idx"])).Message);
        Assert.Contains("Int64", Assert.Throws<ArgumentException>(() => IdxFile.Write(_folder["a"], new([1], new long[1]))).Message);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("array.idx")]
    [InlineData("array.idx.gz")]
    public void No_corruption_escapes_as_another_exception(string name)
    {
        IdxFile.Write(_folder[name], new([4, 5, 6], Enumerable.Range(0, 120).Select(i => (short)(i * 7)).ToArray()));
        Arbitrary<byte[]> damaged = Corruption.Of(File.ReadAllBytes(_folder[name])).ToArbitrary();
        string broken = _folder["broken"];
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400).WithQuietOnSuccess(true), Prop.ForAll(damaged, content =>
            Corruption.EndsClearly(broken, content, () => IdxFile.Read(broken))));
    }
}
