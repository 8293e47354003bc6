using Offprint.Files;
using Offprint.Files.Hdf5;

namespace Offprint.Tests.Files.Hdf5;

/// <summary>Files that h5py wrote, read as h5py reads them.</summary>
public sealed class Hdf5ForeignTests : IDisposable
{
    private const string Describe = """

        def number(x):
            return repr(float(x)) if isinstance(x, float) else str(int(x))

        with h5py.File(sys.argv[1], "r") as f:
            def visit(path, group):
                for key in group:
                    o, name = group[key], path + key
                    if isinstance(o, h5py.Group):
                        visit(name + "/", o)
                    elif isinstance(o, h5py.Dataset):
                        if h5py.check_string_dtype(o.dtype):
                            print(name, "|".join(x.decode() for x in np.atleast_1d(o[()])))
                        elif h5py.check_vlen_dtype(o.dtype):
                            print(name, "|".join(bytes(x).hex() for x in o[()]))
                        elif o.shape is not None and o.dtype.kind in "iufb":
                            v = np.asarray(o[()])
                            sums = sum(float(x) * (1 + k % 97) for k, x in enumerate(v.ravel().tolist())) + 0.0
                            print(name, list(v.shape), ",".join(number(x) for x in v.ravel()[:4].tolist()), repr(sums))
            visit("", f)
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Made(string body, string open = "")
    {
        H5py.SkipIfAbsent();
        H5py.Script($"f = h5py.File(sys.argv[1], 'w'{open})\n{body}\nf.close()", _folder["a.h5"]);
        return _folder["a.h5"];
    }

    private void ReadsAsH5pyDoes(string path)
    {
        string seen = H5py.Script(Describe, path);
        using Hdf5File file = Hdf5File.Open(path);
        IEnumerable<string> lines = file.Names.Select(name => Line(file, name)).OfType<string>();
        Assert.Equal(seen.Split('\n', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
    }

    private static string? Line(Hdf5File file, string name)
    {
        if (file.IsText(name))
            return $"{name} {string.Join('|', file.ReadTexts(name))}";
        if (file.IsBytes(name))
            return $"{name} {string.Join('|', file.ReadBytes(name).Select(Convert.ToHexStringLower))}";
        if (file.Problem(name) is not null)
            return null;
        NumericArray array = file.Read(name);
        bool whole = array.ElementType != typeof(float) && array.ElementType != typeof(double);
        double sum = array.Values.Cast<object>().Select((x, k) => Convert.ToDouble(x, CultureInfo.InvariantCulture) * (1 + k % 97)).Sum();
        IEnumerable<string> first = array.Values.Cast<object>().Take(4).Select(x => whole
            ? Convert.ToString(x, CultureInfo.InvariantCulture)! : Python(Convert.ToDouble(x, CultureInfo.InvariantCulture)));
        return $"{name} [{string.Join(", ", array.Shape)}] {string.Join(",", first)} {Python(sum)}";
    }

    /// <summary>A number as Python writes it.</summary>
    private static string Python(double value)
    {
        if (value != 0 && Math.Abs(value) is < 1e-4 or >= 1e16)
            return value.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E') ? ((decimal)value).ToString("0.0", CultureInfo.InvariantCulture) : text.Contains('.') ? text
            : text + ".0";
    }

    [Theory]
    [InlineData(", libver='earliest'")]
    [InlineData(", libver='latest'")]
    [InlineData(", libver='latest', track_order=True")]
    [InlineData(", libver=('v108', 'v110')")]
    [InlineData(", libver='earliest', userblock_size=1024")]
    [InlineData(", libver='latest', userblock_size=512")]
    public void Every_type_and_byte_order_is_read_as_h5py_reads_it(string open) => ReadsAsH5pyDoes(Made("""
        for t in ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]:
            for order in "<>":
                d = np.dtype(order + t)
                v = [1.5, -2.25, 0, 3.0e4] if d.kind == "f" else [np.iinfo(d).min, np.iinfo(d).max, 1, 2]
                f.create_dataset("types/" + t + ("le" if order == "<" else "be"), data=np.array(v, d))
        f["flags"] = np.array([True, False, True])
        f.create_dataset("enumeration", data=np.array([-1, 5], "i2"), dtype=h5py.enum_dtype({"A": -1, "B": 5}, "i2"))
        f.create_dataset("small enumeration", data=np.array([-1, 5], "i1"), dtype=h5py.enum_dtype({"A": -1, "B": 5}, "i1"))
        f["scalar"] = 3.5
        f["nothing yet"] = np.zeros((0, 3), "f4")
        f["texts"] = np.array(["ab", "größer", ""], dtype=h5py.string_dtype())
        f["fixed"] = np.array([b"abc", b"d"], "S5")
        f["named"] = np.dtype("f8")
        f.create_dataset("of a named type", (3,), dtype=f["named"])
        f.create_dataset("bytes", (3,), dtype=h5py.vlen_dtype(np.uint8))
        for i in range(3): f["bytes"][i] = np.arange(i * 3, dtype="u1")
        f.create_dataset("filled", shape=(5,), dtype="i4", fillvalue=-7)
        f["complex"] = np.array([1 + 2j])
        f["compound"] = np.zeros(2, [("x", "f4"), ("y", "i4")])
        f["opaque"] = np.void(b"abcd")
        f["reference"] = np.array([f["scalar"].ref], h5py.ref_dtype)
        f["none"] = h5py.Empty("f4")
        f["soft"] = h5py.SoftLink("/scalar")
        f["second name"] = f["types"]
        """, open));

    [Theory]
    [InlineData("earliest")]
    [InlineData("latest")]
    public void Every_layout_and_filter_is_read_as_h5py_reads_it(string version) => ReadsAsH5pyDoes(Made("""
        r = np.random.default_rng(0)
        a, b = np.arange(60000.).reshape(200, 300), r.normal(size=(100, 7))
        for name, options in [("plain", {}), ("gzip", dict(compression="gzip", shuffle=True, fletcher32=True)), ("sum", dict(fletcher32=True))]:
            f.create_dataset(name + "/single", data=b, chunks=(100, 7), **options)
            f.create_dataset(name + "/odd", data=b.astype("f4"), chunks=(13, 3), **options)
            f.create_dataset(name + "/fixed", data=a, chunks=(3, 4), maxshape=(220, 300), **options)
            f.create_dataset(name + "/long", data=np.arange(20000.), chunks=(3,), maxshape=(None,), **options)
            f.create_dataset(name + "/second grows", data=a[:20, :30], chunks=(3, 4), maxshape=(20, None), **options)
            f.create_dataset(name + "/first grows", data=a[:20, :30], chunks=(3, 4), maxshape=(None, 50), **options)
            f.create_dataset(name + "/both grow", data=a, chunks=(7, 4), maxshape=(None, None), **options)
            f.create_dataset(name + "/three", data=np.arange(1000, dtype="i2").reshape(10, 10, 10), chunks=(3, 4, 5), **options)
            f.create_dataset(name + "/sparse", shape=(100, 100), dtype="f4", chunks=(10, 10), fillvalue=2.5, **options)
            f[name + "/sparse"][55:60, 3:12] = 1
        # Chunks that lzf cannot shrink are stored without it, which their masks say.
        f.create_dataset("lzf", data=np.round(b), chunks=(13, 7), compression="lzf", shuffle=True)
        f.create_dataset("lzf in vain", data=b, chunks=(13, 7), compression="lzf", shuffle=True, fletcher32=True)
        f.create_dataset("lzf partly", data=np.concatenate([b, 0 * b]), chunks=(13, 7), compression="lzf")
        f.create_dataset("scale-offset", data=np.arange(1000).reshape(100, 10), chunks=(20, 10), scaleoffset=0)
        for i in range(700): f["many/name%04d" % i] = np.int32(i)
        f.create_dataset("shrunk", data=a, chunks=(30, 40), maxshape=(200, 300))
        f["shrunk"].resize((70, 50))
        """, $", libver='{version}'"));

    [Theory]
    [InlineData("earliest")]
    [InlineData("latest")]
    public void Attributes_are_read_few_and_many(string version)
    {
        using Hdf5File file = Hdf5File.Open(Made("""
            f.attrs["text"], f.attrs["fixed"], f.attrs["unsigned"], f.attrs["big"] = "größe", np.bytes_("abc"), np.uint16(65535), np.array([1.5, 2], ">f8")
            f.attrs["texts"], f.attrs["nothing"], f.attrs["flag"] = ["a", "b"], h5py.Empty("f4"), True
            g = f.create_group("many")
            for i in range(40): g.attrs["number%d" % i] = i / 2
            """, $", libver='{version}'"));
        IReadOnlyDictionary<string, object> root = file.Attributes();
        Assert.Equal(["big", "fixed", "flag", "text", "unsigned"], root.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("größe", "abc", 65535.0, 1.0), (root["text"], root["fixed"], root["unsigned"], root["flag"]));
        Assert.Equal([1.5, 2], Assert.IsType<double[]>(root["big"]));
        Assert.Equal(Enumerable.Range(0, 40).ToDictionary(i => $"number{i}", i => (object)(i / 2.0)),
            file.Attributes("many").ToDictionary());
    }

    [Fact]
    public void What_is_not_read_is_named_with_the_remedy()
    {
        using Hdf5File file = Hdf5File.Open(Made("""
            f["complex"] = np.array([1 + 2j])
            f["opaque"] = np.void(b"abcd")
            f["none"] = h5py.Empty("f4")
            layout = h5py.VirtualLayout(shape=(3,), dtype="f4")
            layout[:] = h5py.VirtualSource("other.h5", "x", shape=(3,))
            f.create_virtual_dataset("view", layout)
            f.create_dataset("elsewhere", (3,), "f4", external=[("other.raw", 0, 12)])
            f["into another file"] = h5py.ExternalLink("other.h5", "/x")
            """));
        Assert.Equal(["complex", "elsewhere", "none", "opaque", "view"], file.Names);
        Assert.Equal("holds compounds (complex numbers among them)", file.Problem("complex"));
        Assert.Equal("holds opaque bytes", file.Problem("opaque"));
        Assert.Equal("holds nothing", file.Problem("none"));
        Assert.Equal("is a view of other data sets", file.Problem("view"));
        Assert.Equal("keeps its data in other files", file.Problem("elsewhere"));
        Assert.Contains("which is not read; rewrite the file with h5repack",
            Assert.Throws<InvalidDataException>(() => file.Read("view")).Message, StringComparison.Ordinal);
    }
}
