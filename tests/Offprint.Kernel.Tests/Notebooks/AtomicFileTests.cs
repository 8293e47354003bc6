using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Tests.Notebooks;

public class AtomicFileTests
{
    [Fact]
    public void A_full_disk_leaves_the_old_file_and_no_temporary_one()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("n.ipynb");
        File.WriteAllText(path, "old");
        UserException e = Assert.Throws<UserException>(() => AtomicFile.Write(path, new string('x', 100), p =>
        {
            File.WriteAllText(p, "half");
            return new FullDisk();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.Contains("No space left", e.Message, StringComparison.Ordinal);
        Assert.Contains("unchanged", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_on_the_way_are_made()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "a", "b", "n.ipynb");
        AtomicFile.Write(path, "text");
        Assert.Equal("text", File.ReadAllText(path));
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }
}
