using System.Diagnostics;
using Offprint.Files;

namespace Offprint.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_the_former_or_the_new_one_before_whichever_step_its_writer_is_killed()
    {
        string path = _folder["a.txt"];
        int steps = KilledProcess.BeforeEachStep(
            () =>
            {
                AtomicFile.WriteText(path, "former");
                AtomicFile.WriteText(path, "new");
            },
            step =>
            {
                string? text = File.Exists(path) ? File.ReadAllText(path) : null;
                Assert.Equal(step < 3 ? null : step < 6 ? "former" : "new", text);
                File.Delete(path);
            });
        Assert.Equal(6, steps); // create, flush, move, twice
    }

    [Fact]
    public void What_is_replaced_is_deleted_only_when_its_replacement_is_there()
    {
        KilledProcess.BeforeEachStep(
            () =>
            {
                File.WriteAllText(_folder["part"], "part");
                AtomicFile.WriteThenDelete(_folder["whole"], stream => stream.WriteByte(1), [_folder["part"], _folder["never there"]]);
            },
            step =>
            {
                Assert.True(File.Exists(_folder["part"]) || File.Exists(_folder["whole"]), $"step {step}");
                File.Delete(_folder["whole"]);
            });
    }

    [Fact]
    public void What_a_killed_process_left_is_swept_by_the_next_write_and_what_a_running_one_writes_is_not()
    {
        AtomicFile.WriteText(_folder["a"], "1");
        using var gone = Process.Start(new ProcessStartInfo("true"))!;
        gone.WaitForExit();
        string own = TemporaryName.For(_folder["a"]);
        string orphan = own.Replace($"-{Environment.ProcessId}.", $"-{gone.Id}.", StringComparison.Ordinal);
        foreach (string file in new[] { own, orphan, _folder[".of somebody else.tmp"] })
            File.WriteAllText(file, "half");
        AtomicFile.WriteText(_folder["b"], "2");
        Assert.False(File.Exists(orphan));
        Assert.True(File.Exists(own) && File.Exists(_folder[".of somebody else.tmp"]));
    }

    [Fact]
    public void The_remedy_fits_the_cause()
    {
        Directory.CreateDirectory(_folder["taken"]);
        Assert.Contains("A folder has that name", Message("taken", _ => { }), StringComparison.Ordinal);
        Assert.Contains("Free some space", Message("a", _ => throw new IOException("No space left on device", 28)),
            StringComparison.Ordinal);
        string denied = Message("a", _ => throw new UnauthorizedAccessException("Access to the path is denied."));
        Assert.Contains("may write to", denied, StringComparison.Ordinal);
        Assert.DoesNotContain("space", denied, StringComparison.Ordinal);
        Assert.DoesNotContain("space", Message("a", _ => throw new IOException("Input/output error", 5)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));

        string Message(string name, Action<Stream> write) => Assert.Throws<IOException>(() =>
            AtomicFile.Write(_folder[name], write)).Message;
    }
}
