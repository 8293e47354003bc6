using System.Buffers.Binary;
using System.Text;
using Offprint.Files;
using Offprint.Files.Hdf5;

namespace Offprint.Tests.Files.Hdf5;

public sealed class Hdf5DamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 0xdeadbeef)]
    [InlineData("Four score and seven years ago", 0x17770551)]
    public void The_checksum_is_lookup3(string text, uint expected) => // Bob Jenkins's own values (lookup3.c, driver5)
        Assert.Equal(expected, Lookup3.Of(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whichever_byte_is_changed_the_arrays_are_the_same_or_the_file_is_refused(bool compress)
    {
        var writer = new Hdf5Writer(compress);
        writer.Add("action_log_probs", new NumericArray([3, 2], new[] { 1f, 2, 3, 4, 5, 6 }));
        writer.Add("infos/qpos", new NumericArray([4], new[] { 1L, -2, 3, -4 }));
        writer.Save(_folder["a.hdf5"]);
        EveryChangeIsSeen(File.ReadAllBytes(_folder["a.hdf5"]), step: 1);
    }

    [Fact]
    public void Whichever_byte_of_h5py_s_latest_format_is_changed_the_arrays_are_the_same_or_the_file_is_refused()
    {
        H5py.SkipIfAbsent();
        H5py.Script("""
            f = h5py.File(sys.argv[1], "w", libver="latest")
            a = np.arange(60.).reshape(6, 10)
            for name, grown in [("single", None), ("fixed", (12, 10)), ("growing", (None, 10)), ("tree", (None, None))]:
                f.create_dataset(name, data=a, chunks=(2, 5), maxshape=grown, fletcher32=True)
            for i in range(12): f.create_dataset("many/name%d" % i, data=np.arange(3), chunks=(3,), fletcher32=True)
            f.close()
            """, _folder["a.hdf5"]);
        EveryChangeIsSeen(File.ReadAllBytes(_folder["a.hdf5"]), step: 5);
    }

    private void EveryChangeIsSeen(byte[] whole, int step)
    {
        string expected = Content(_folder["a.hdf5"]);
        int refused = 0;
        for (int place = 0; place < whole.Length; place += step)
        {
            byte[] changed = [.. whole];
            changed[place] ^= (byte)(1 << place % 8);
            File.WriteAllBytes(_folder["b.hdf5"], changed);
            try
            {
                Assert.True(Content(_folder["b.hdf5"]) == expected, $"byte {place}");
            }
            catch (InvalidDataException e)
            {
                Assert.Contains(_folder["b.hdf5"], e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.True(refused > 100, $"{refused}");
    }

    private static string Content(string path)
    {
        using Hdf5File file = Hdf5File.Open(path);
        return string.Join(';', file.Names.Select(name =>
            $"{name} {file.Read(name)} {Convert.ToHexString(NumericArray.BytesOf(file.Read(name).Values))}"));
    }

    [Fact]
    public void Sizes_that_the_file_cannot_hold_are_not_believed()
    {
        var writer = new Hdf5Writer();
        writer.AddText("text", "in a heap");
        writer.Save(_folder["a.hdf5"]);
        byte[] whole = File.ReadAllBytes(_folder["a.hdf5"]);
        int heap = whole.AsSpan().IndexOf("GCOL"u8);
        foreach ((int place, string message) in new[] { (heap + 8, "beyond the file's end"), (heap + 16 + 8, "beyond its end") })
        {
            byte[] changed = [.. whole];
            BinaryPrimitives.WriteInt64LittleEndian(changed.AsSpan(place), 1 << 30);
            File.WriteAllBytes(_folder["b.hdf5"], changed);
            long before = GC.GetAllocatedBytesForCurrentThread();
            using Hdf5File file = Hdf5File.Open(_folder["b.hdf5"]);
            string actual = Assert.Throws<InvalidDataException>(() => file.ReadText("text")).Message;
            Assert.Contains(message, actual, StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 21);
        }
    }
}
