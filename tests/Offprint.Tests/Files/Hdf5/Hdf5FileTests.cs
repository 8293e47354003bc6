using FsCheck;
using FsCheck.Fluent;
using Offprint.Files;
using Offprint.Files.Hdf5;

namespace Offprint.Tests.Files.Hdf5;

public sealed class Hdf5FileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Written(bool compress = false, string name = "a.hdf5")
    {
        var writer = new Hdf5Writer(compress);
        writer.Add("matrix", new NumericArray([3, 2], new[] { 1f, float.NaN, -3, 4, 1e-40f, float.MaxValue }));
        writer.Add("deep/er/longs", new NumericArray([2], new[] { long.MinValue, 7 }));
        writer.Add("flags", new NumericArray([3], new[] { true, false, true }));
        writer.Add("empty", new NumericArray([0], Array.Empty<double>()));
        writer.Add("bytes", new NumericArray([1, 1, 2], new byte[] { 1, 255 }));
        writer.AddText("deep/text", "größer ∞");
        writer.SetAttribute("", "id", "x/y-v0");
        writer.SetAttribute("deep", "count", 5L);
        writer.SetAttribute("deep", "bounds", new[] { -1.5, 2 });
        writer.Save(_folder[name]);
        return _folder[name];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_read(bool compress)
    {
        using Hdf5File file = Hdf5File.Open(Written(compress));
        Assert.Equal(["bytes", "deep/er/longs", "deep/text", "empty", "flags", "matrix"], file.Names);
        NumericArray matrix = file.Read("matrix");
        Assert.Equal([3, 2], matrix.Shape);
        Assert.Equal([1f, float.NaN, -3, 4, 1e-40f, float.MaxValue], matrix.As<float>());
        Assert.Equal([long.MinValue, 7], file.Read("deep/er/longs").As<long>());
        Assert.Equal([true, false, true], file.ReadFlags("flags"));
        Assert.Equal([1f, 255], file.ReadFloats("bytes"));
        Assert.Equal(0, file.Read("empty").Count);
        Assert.Equal("größer ∞", file.ReadText("deep/text"));
        Assert.Equal("x/y-v0", file.Attributes()["id"]);
        Assert.Equal(5.0, file.Attributes("deep")["count"]);
        Assert.Equal([-1.5, 2], Assert.IsType<double[]>(file.Attributes("deep")["bounds"]));
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes() =>
        Assert.Equal(File.ReadAllBytes(Written()), File.ReadAllBytes(Written(name: "b.hdf5")));

    [Fact]
    public void H5py_reads_what_is_written()
    {
        H5py.SkipIfAbsent();
        foreach (bool compress in new[] { false, true })
        {
            string seen = H5py.Script("""
                f = h5py.File(sys.argv[1], "r")
                m = f["matrix"]
                print(m.dtype, m.shape, m.compression, m.shuffle, m.fletcher32, np.nansum(m[:3, 0]))
                print(f["flags"].dtype, f["flags"][:].tolist(), f["deep/er/longs"][:].tolist(), f["bytes"][:].tolist(), f["empty"].shape)
                print(f["deep/text"][()].decode(), f.attrs["id"], f["deep"].attrs["count"], f["deep"].attrs["bounds"].tolist())
                """, Written(compress));
            Assert.Equal($"""
                float32 (3, 2) {(compress ? "gzip True" : "None False")} True -2.0
                bool [True, False, True] [-9223372036854775808, 7] [[[1, 255]]] (0,)
                größer ∞ x/y-v0 5 [-1.5, 2.0]
                """, seen.ReplaceLineEndings());
        }
    }

    [Fact]
    public void A_changed_byte_of_the_data_is_noticed()
    {
        byte[] bytes = File.ReadAllBytes(Written());
        int place = bytes.AsSpan().IndexOf(BitConverter.GetBytes(float.MaxValue));
        bytes[place] ^= 1;
        File.WriteAllBytes(_folder["a.hdf5"], bytes);
        using Hdf5File file = Hdf5File.Open(_folder["a.hdf5"]);
        string message = Assert.Throws<InvalidDataException>(() => file.Read("matrix")).Message;
        Assert.Contains($"'{_folder["a.hdf5"]}', key 'matrix'", message, StringComparison.Ordinal);
        Assert.Contains("checksum", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_cut_short_or_something_else_are_refused()
    {
        byte[] bytes = File.ReadAllBytes(Written());
        foreach (int length in new[] { bytes.Length - 1, bytes.Length / 2, 60, 20 })
        {
            File.WriteAllBytes(_folder["cut.hdf5"], bytes[..length]);
            Assert.Contains($"'{_folder["cut.hdf5"]}' is cut short: its header promises",
                Assert.Throws<InvalidDataException>(() => Hdf5File.Open(_folder["cut.hdf5"])).Message, StringComparison.Ordinal);
        }
        File.WriteAllBytes(_folder["empty.hdf5"], []);
        Assert.Contains("is no HDF5 file: it has 0 bytes", Assert.Throws<InvalidDataException>(() =>
            Hdf5File.Open(_folder["empty.hdf5"])).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder["page.hdf5"], new string('<', 100));
        Assert.Contains("is no HDF5 file", Assert.Throws<InvalidDataException>(() => Hdf5File.Open(_folder["page.hdf5"])).Message,
            StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Hdf5File.Open(_folder["none.hdf5"]));
    }

    [Fact]
    public void Keys_that_are_missing_are_named_with_those_there_are()
    {
        using Hdf5File file = Hdf5File.Open(Written());
        Assert.Contains("has no key 'matrx'; it has bytes, deep/er/longs",
            Assert.Throws<InvalidDataException>(() => file.Read("matrx")).Message, StringComparison.Ordinal);
        Assert.Contains("key 'deep/text' holds", Assert.Throws<InvalidDataException>(() => file.Read("deep/text")).Message,
            StringComparison.Ordinal);
        Assert.Contains("is not a single text", Assert.Throws<InvalidDataException>(() => file.ReadText("matrix")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_used_once()
    {
        var writer = new Hdf5Writer();
        writer.AddText("a/b", "");
        Assert.Throws<ArgumentException>(() => writer.AddText("a/b", ""));
        Assert.Throws<ArgumentException>(() => writer.AddText("a/b/c", ""));
    }

    [Fact]
    public void A_damaged_file_ends_in_a_clear_error()
    {
        byte[] whole = File.ReadAllBytes(Written(compress: true));
        int trial = 0;
        Prop.ForAll(Corruption.Of(whole).ToArbitrary(), content =>
        {
            string path = _folder[$"{trial++}.hdf5"]; // a fresh name: readers may keep a file mapped
            return Corruption.EndsClearly(path, content, () =>
            {
                using Hdf5File file = Hdf5File.Open(path);
                foreach (string name in file.Names)
                {
                    if (file.IsText(name))
                        file.ReadText(name);
                    else
                        file.Read(name);
                }
                file.Attributes();
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }
}
