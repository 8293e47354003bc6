using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Tests.Files;

namespace Offprint.Tests.Experiments;

public sealed class ResultStoreTests : IDisposable
{
    private static readonly Provenance s_provenance = new(
        "abc", new Dictionary<string, string> { ["Offprint"] = "0.1.0" }, ".NET", "Linux", "a processor",
        new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), 1.25);

    private readonly TemporaryFolder _folder = new();
    private readonly ResultStore _store;

    public ResultStoreTests() => _store = new ResultStore(_folder["results"]);

    public void Dispose() => _folder.Dispose();

    private sealed record Everything(double[] Numbers, byte[] Bytes, string? Text, string? Missing, DayOfWeek Day,
        IReadOnlyList<IReadOnlyList<int>> Nested);

    [Fact]
    public void A_result_comes_back_bit_for_bit()
    {
        byte[] bytes = [0, 1, 127, 0xfb, 0xef, 0xbe, 128, 255]; // "AAF/++++gP8=": a plus is written in another way inside a file
        double[] numbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -0.0, double.MaxValue,
            0.1 + 0.2, 1 / 3.0];
        var result = new Everything(numbers, bytes, "σ̄ \"quoted\" <tag>\n", null, DayOfWeek.Friday, [[1, 2], [], [3]]);
        var key = Key();
        Assert.False(_store.Contains(key));
        Assert.False(_store.TryLoad<Everything>(key, out _));
        _store.Save(key, result, s_provenance);
        Assert.True(_store.Contains(key));
        Assert.True(_store.TryLoad<Everything>(key, out var stored));
        Assert.Equal(numbers.Select(BitConverter.DoubleToInt64Bits), stored.Result.Numbers.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(result.Bytes, stored.Result.Bytes);
        Assert.Equal((result.Text, null, result.Day), (stored.Result.Text, stored.Result.Missing, stored.Result.Day));
        Assert.Equal(result.Nested, stored.Result.Nested);
        Assert.Equal((s_provenance.Commit, s_provenance.Started, s_provenance.Seconds),
            (stored.Provenance.Commit, stored.Provenance.Started, stored.Provenance.Seconds));
        Assert.Equal("0.1.0", stored.Provenance.Packages["Offprint"]);
    }

    [Fact]
    public void What_ships_is_read_where_the_user_has_no_result_and_never_written()
    {
        CellKey both = Key("both"), shipped = Key("shipped", count: 2), mine = Key("mine", count: 3);
        _store.Save(both, new SumResult([1]), s_provenance);
        _store.Save(shipped, new SumResult([2]), s_provenance);
        string[] before = Directory.GetFiles(_store.Root, "*", SearchOption.AllDirectories);

        var user = new ResultStore(_folder["user"], _store.Root);
        user.Save(both, new SumResult([10]), s_provenance);
        user.Save(mine, new SumResult([30]), s_provenance);
        foreach (var (key, expected) in new[] { (both, 10), (shipped, 2), (mine, 30) })
        {
            Assert.True(user.Contains(key));
            Assert.True(user.TryLoad<SumResult>(key, out var stored));
            Assert.Equal([expected], stored.Result.Sums);
        }
        Assert.Equal(before, Directory.GetFiles(_store.Root, "*", SearchOption.AllDirectories));
        Assert.True(_store.TryLoad<SumResult>(both, out var untouched));
        Assert.Equal([1], untouched.Result.Sums);
    }

    [Fact]
    public void A_save_that_is_killed_before_any_step_leaves_the_former_result_or_the_new_one()
    {
        CellKey key = Key();
        _store.Save(key, new SumResult([1]), s_provenance);
        int steps = KilledProcess.BeforeEachStep(() => _store.Save(key, new SumResult([2]), s_provenance), step =>
        {
            Assert.True(_store.TryLoad<SumResult>(key, out var stored));
            Assert.Equal(step < 3 ? 1 : 2, stored.Result.Sums[0]);
            _store.Save(key, new SumResult([1]), s_provenance);
        });
        Assert.Equal(3, steps);
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("empty")]
    [InlineData("null")]
    [InlineData("no result")]
    [InlineData("a digit changed")]
    [InlineData("another cell's")]
    [InlineData("not UTF-8")]
    [InlineData("another program's")]
    public void A_damaged_file_is_named_with_the_remedy_and_the_others_are_kept(string damage)
    {
        CellKey key = Key("broken"), other = Key("whole", count: 2);
        _store.Save(key, new SumResult([1.5, 2.25]), s_provenance);
        _store.Save(other, new SumResult([7]), s_provenance);
        string path = _store.PathOf(key), text = File.ReadAllText(path);
        File.WriteAllBytes(path, damage switch
        {
            "cut short" => Encoding.UTF8.GetBytes(text[..(text.Length / 2)]),
            "empty" => [],
            "null" => "null"u8.ToArray(),
            "no result" => Encoding.UTF8.GetBytes(text[..text.IndexOf(",\"result\"", StringComparison.Ordinal)] + "}"),
            "a digit changed" => Encoding.UTF8.GetBytes(text.Replace("2.25", "2.35", StringComparison.Ordinal)),
            "another cell's" => File.ReadAllBytes(_store.PathOf(other)),
            "not UTF-8" => [.. Encoding.UTF8.GetBytes(text).Select(b => b == (byte)'p' ? (byte)0xFF : b)],
            _ => "{\"cells\": [1, 2, 3]}"u8.ToArray(),
        });
        string message = Assert.Throws<InvalidDataException>(() => _store.TryLoad<SumResult>(key, out _)).Message;
        Assert.Contains(path, message);
        Assert.Contains("Delete the file and run again", message);
        Assert.DoesNotContain('\n', message);
        Assert.True(_store.TryLoad<SumResult>(other, out var stored));
        Assert.Equal([7], stored.Result.Sums);
    }

    [Fact]
    public void No_corruption_passes_as_a_result_or_escapes_as_another_exception()
    {
        var key = Key();
        _store.Save(key, new SumResult([1.5, double.NaN, 2.25]), s_provenance);
        string path = _store.PathOf(key);
        Arbitrary<byte[]> damaged = Corruption.Of(File.ReadAllBytes(path)).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true),
            Prop.ForAll(damaged, content => Corruption.EndsClearly(path, content, () =>
        {
            Assert.True(_store.TryLoad<SumResult>(key, out var stored));
            Assert.Equal([1.5, double.NaN, 2.25], stored.Result.Sums);
        })));
    }

    [Fact]
    public void Whatever_decides_a_result_decides_its_file()
    {
        string[] paths =
        [
            .. new[]
            {
                Key(), Key(count: 2), Key(scale: 0.2), Key(version: 2), Key(seeds: [1, 3]), Key(seeds: [12]), Key(seeds: []), Key("other"),
                Key() with { Paper = "another" }, Key() with { Experiment = "another" },
            }.Select(_store.PathOf),
        ];
        Assert.Equal(paths.Length, paths.Distinct().Count());
        Assert.Equal(_store.PathOf(Key()), _store.PathOf(Key()));
        Assert.Equal(Path.Combine(_store.Root, "paper", "experiment"), Path.GetDirectoryName(paths[0]));
    }

    [Fact]
    public void A_writer_that_fails_leaves_the_former_version_and_no_other_file()
    {
        string path = _folder["file.txt"];
        AtomicFile.WriteText(path, "former");
        string message = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device.");
        })).Message;
        Assert.Contains(path, message);
        Assert.Contains("No space left on device", message);
        Assert.Equal("former", File.ReadAllText(path));
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException("a defect")));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_folder_that_is_a_file_is_named()
    {
        File.WriteAllText(_folder["results"], "not a folder");
        var key = Key();
        string message = Assert.Throws<IOException>(() => _store.Save(key, new SumResult([1]), s_provenance)).Message;
        Assert.Contains(_store.PathOf(key), message);
        Assert.Equal("not a folder", File.ReadAllText(_folder["results"]));
    }

    [Fact]
    public void On_a_full_disk_the_former_result_stays_and_the_message_names_the_file()
    {
        using var disk = SmallDisk.TryMount(_folder["disk"], kilobytes: 64);
        Assert.SkipWhen(disk is null,
            "A file system in memory can only be mounted by root on Linux. Remedy: run the tests as root in a container that may mount.");
        var store = new ResultStore(_folder["disk"]);
        var key = Key();
        store.Save(key, new SumResult([1.5]), s_provenance);
        string message = Assert.Throws<IOException>(() => store.Save(key, new SumResult(new double[100_000]), s_provenance)).Message;
        Assert.Contains(store.PathOf(key), message);
        Assert.Contains("intact", message);
        Assert.True(store.TryLoad<SumResult>(key, out var stored));
        Assert.Equal([1.5], stored.Result.Sums);
        Assert.Single(Directory.GetFiles(_folder["disk"], "*", SearchOption.AllDirectories));
    }

    private static CellKey Key(string cell = "cell", int count = 1, double scale = 0.1, int version = 1, int[]? seeds = null) =>
        CellKey.Of("paper", "experiment", version, new Cell<SumSettings>(cell, new SumSettings(count, scale), seeds ?? [1, 2]));

    private sealed class SmallDisk(string path) : IDisposable
    {
        public static SmallDisk? TryMount(string path, int kilobytes)
        {
            if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
                return null;
            Directory.CreateDirectory(path);
            return Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) == 0 ? new SmallDisk(path) : null;
        }

        public void Dispose() => Run("umount", path);

        private static int Run(string command, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
