using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Offprint.Files;

namespace Offprint.Tests.Files;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<Array> Arrays() =>
    [
        new byte[] { 0, 1, 2, 253, 254, 255 }, new sbyte[] { -128, -1, 0, 1, 2, 127 }, new[] { true, false, true, true, false, false },
        new short[] { -30000, -1, 0, 1, 258, 30000 }, new ushort[] { 0, 1, 2, 258, 32768, 65535 },
            new uint[] { 0, 1, 2, 3, 1u << 31, uint.MaxValue },
        new ulong[] { 0, 1, 2, 3, 1ul << 63, ulong.MaxValue }, new[] { int.MinValue, -1, 0, 1, 16909060, int.MaxValue },
        new[] { long.MinValue, -1, 0, 1, 2, long.MaxValue }, new[] { -1.5f, 0, float.NaN, float.PositiveInfinity, 1e-40f, 3 },
        new[] { -1.5, 0, double.NaN, double.NegativeInfinity, 1e-310, Math.PI },
    ];

    [Theory]
    [MemberData(nameof(Arrays), DisableDiscoveryEnumeration = true)]
    public void What_is_written_is_read(Array values)
    {
        foreach (int[] shape in new int[][] { [6], [2, 3], [1, 2, 3, 1] })
        {
            NpyFile.Write(_folder["a.npy"], new(shape, values));
            NumericArray read = NpyFile.Read(_folder["a.npy"]);
            Assert.Equal(shape, read.Shape);
            Assert.Equal(values, read.Values);
        }
    }

    [Fact]
    public void The_bytes_are_those_that_numpy_writes()
    {
        // numpy.save("a.npy", numpy.array([[1, 2]], dtype="<f4")), NumPy 1.26.
        NpyFile.Write(_folder["a.npy"], new([1, 2], new[] { 1f, 2f }));
        string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }".PadRight(117) + "\n";
        byte[] expected = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header), 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40];
        Assert.Equal(expected, File.ReadAllBytes(_folder["a.npy"]));
        NpyFile.Write(_folder["b.npy"], new([], new[] { 2.5 }));
        Assert.Contains("'shape': (), ", File.ReadAllText(_folder["b.npy"], Encoding.Latin1), StringComparison.Ordinal);
        Assert.Equal([2.5], NpyFile.Read(_folder["b.npy"]).As<double>());
    }

    [Fact]
    public void Version_2_headers_and_other_orders_of_keys_are_read()
    {
        byte[] header = Encoding.ASCII.GetBytes("{\"shape\":(2,),\"fortran_order\":True,\"descr\":\"<i8\"}");
        File.WriteAllBytes(_folder["a.npy"],
            [0x93, .. "NUMPY"u8, 2, 0, (byte)header.Length, 0, 0, 0, .. header, 5, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Equal([5, 6], NpyFile.Read(_folder["a.npy"]).As<long>());
    }

    [Theory]
    [InlineData("{'descr': '>c8', 'fortran_order': False, 'shape': (1,), }", "element type >c8 is not read")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "pickled objects")]
    [InlineData("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2,), }", "element type (structured)")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }", "numpy.ascontiguousarray")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "takes 12 bytes after the header, there are 8")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "has bytes left over")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "dimension 0 has length '-1'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", "dimension 0")]
    [InlineData("{'descr': '<f4', 'shape': (2,), }", "does not name descr, fortran_order and shape")]
    public void Headers_that_cannot_be_read_are_named(string header, string message)
    {
        byte[] text = Encoding.ASCII.GetBytes(header);
        File.WriteAllBytes(_folder["a.npy"], [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, .. new byte[8]]);
        AssertRefused(message);
    }

    [Theory]
    [InlineData(new byte[0], "is no .npy file")]
    [InlineData(new byte[] { 0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 0, 0, 0 }, "begins with 0x894844460d0a")]
    [InlineData(new byte[] { 0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 9, 0, 0, 0 }, "version 9")]
    [InlineData(new byte[] { 0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 70, 0, 1 }, "cut short in its header")]
    public void Files_that_are_something_else_are_named(byte[] content, string message)
    {
        File.WriteAllBytes(_folder["a.npy"], content);
        AssertRefused(message);
    }

    [Fact]
    public void Python_2_s_headers_are_read()
    {
        byte[] text = Encoding.ASCII.GetBytes("{'descr': '<i2', 'fortran_order': False, 'shape': (2L, 1L), }");
        File.WriteAllBytes(_folder["a.npy"], [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, 1, 0, 2, 0]);
        NumericArray read = NpyFile.Read(_folder["a.npy"]);
        Assert.Equal([2, 1], read.Shape);
        Assert.Equal([1, 2], read.As<short>());
    }

    [Fact]
    public void Every_type_and_byte_order_is_read_as_numpy_reads_it()
    {
        H5py.SkipIfAbsent();
        string seen = H5py.Script("""
            arrays = {}
            for order in "<>":
                for t in ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]:
                    d = np.dtype(order + t)
                    v = [1.5, -2.25, 0, 3.0e4] if d.kind == "f" else [np.iinfo(d).min, np.iinfo(d).max, 1, 2]
                    arrays[t + ("le" if order == "<" else "be")] = np.array(v, d)
            np.savez(sys.argv[1], **arrays)
            for name in sorted(arrays):
                print(name, ",".join(repr(float(x)) if arrays[name].dtype.kind == "f" else str(x) for x in arrays[name].tolist()))
            """, _folder["a.npz"]);
        IReadOnlyDictionary<string, NumericArray> read = NpzFile.Read(_folder["a.npz"]);
        IEnumerable<string> lines = read.OrderBy(a => a.Key, StringComparer.Ordinal)
            .Select(a => $"{a.Key} {string.Join(",", a.Value.Values.Cast<object>().Select(Number))}");
        Assert.Equal(seen.Split('\n', StringSplitOptions.TrimEntries), lines);

        static string Number(object value) => value is float or double
            ? Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("0.0###", CultureInfo.InvariantCulture)
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }

    [Fact]
    public void Folders_and_readmes_in_an_archive_are_no_arrays()
    {
        NpzFile.Write(_folder["a.npz"], new Dictionary<string, NumericArray> { ["x"] = new([2], new[] { 1f, 2 }) });
        using (var archive = ZipFile.Open(_folder["a.npz"], ZipArchiveMode.Update))
        {
            archive.CreateEntry("folder/");
            using var readme = new StreamWriter(archive.CreateEntry("README.txt").Open());
            readme.Write("What these numbers are.");
        }
        KeyValuePair<string, NumericArray> only = Assert.Single(NpzFile.Read(_folder["a.npz"]));
        Assert.Equal("x", only.Key);
        Assert.Equal([1f, 2], only.Value.As<float>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whichever_bit_of_an_archive_is_flipped_its_arrays_are_the_same_or_it_is_refused(bool compress)
    {
        NumericArray array = new([3, 2], new[] { 1f, 2, 3, 4, 5, 6 });
        NpzFile.Write(_folder["a.npz"], new Dictionary<string, NumericArray> { ["x"] = array, ["other"] = array }, compress);
        byte[] whole = File.ReadAllBytes(_folder["a.npz"]);
        int refused = 0;
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] bytes = [.. whole];
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
            File.WriteAllBytes(_folder["b.npz"], bytes);
            try
            {
                IReadOnlyDictionary<string, NumericArray> read = NpzFile.Read(_folder["b.npz"]);
                Assert.Equal(["other", "x"], read.Keys.Order(StringComparer.Ordinal));
                Assert.All(read.Values, value =>
                    Assert.True(value.Shape.SequenceEqual([3, 2]) && value.As<float>().SequenceEqual(array.As<float>()), $"bit {bit}"));
            }
            catch (InvalidDataException e)
            {
                Assert.Contains(_folder["b.npz"], e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.True(refused > 8 * 2 * 24 * (compress ? 0.5 : 1), $"{refused} of {8 * whole.Length}"); // at least every bit of the numbers
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Archives_hold_arrays_by_name_and_always_the_same_bytes(bool compress)
    {
        var arrays = new Dictionary<string, NumericArray>
        {
            ["mu"] = new([3], new[] { 1.0, 2, 3 }),
            ["arr_0"] = new([2, 2], new byte[] { 1, 2, 3, 4 }),
        };
        NpzFile.Write(_folder["a.npz"], arrays, compress);
        IReadOnlyDictionary<string, NumericArray> read = NpzFile.Read(_folder["a.npz"]);
        Assert.Equal(["arr_0", "mu"], read.Keys.Order());
        Assert.Equal([1.0, 2, 3], read["mu"].As<double>());
        Assert.Equal("Byte [2, 2]", read["arr_0"].ToString());
        Assert.Contains("holds Byte, not Single", Assert.Throws<InvalidCastException>(() => read["arr_0"].As<float>()).Message);
        byte[] first = File.ReadAllBytes(_folder["a.npz"]);
        NpzFile.Write(_folder["a.npz"], arrays.Reverse().ToDictionary(), compress);
        Assert.Equal(first, File.ReadAllBytes(_folder["a.npz"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_corruption_escapes_as_another_exception(bool archive)
    {
        NumericArray array = new([5, 4], Enumerable.Range(0, 20).Select(i => i / 3.0).ToArray());
        string path = _folder["whole"], broken = _folder["broken"];
        if (archive)
            NpzFile.Write(path, new Dictionary<string, NumericArray> { ["x"] = array, ["y"] = array }, compress: true);
        else
            NpyFile.Write(path, array);
        Arbitrary<byte[]> damaged = Corruption.Of(File.ReadAllBytes(path)).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000).WithQuietOnSuccess(true), Prop.ForAll(damaged, content =>
            Corruption.EndsClearly(broken, content, () => _ = archive ? (object)NpzFile.Read(broken) : NpyFile.Read(broken))));
    }

    private void AssertRefused(string message)
    {
        string actual = Assert.Throws<InvalidDataException>(() => NpyFile.Read(_folder["a.npy"])).Message;
        Assert.Contains(_folder["a.npy"], actual, StringComparison.Ordinal);
        Assert.Contains(message, actual, StringComparison.Ordinal);
    }
}
