using System.Diagnostics;
using Offprint.Files;

namespace Offprint.Papers.Tests;

/// <summary>Large notebooks hurt everybody who opens, compares or clones them.</summary>
public sealed class RepositorySizeTests
{
    private const long NotebookLimit = 2_000_000, RepositoryLimit = 120_000_000;

    [Fact]
    public void No_notebook_exceeds_two_megabytes()
    {
        string[] large =
        [
            .. Directory.EnumerateFiles(Path.Combine(ProjectFolders.Root, "notebooks"), "*.ipynb", SearchOption.AllDirectories)
                .Where(file => !file.Contains(".ipynb_checkpoints", StringComparison.Ordinal) && new FileInfo(file).Length > NotebookLimit)
                .Select(file => Path.GetRelativePath(ProjectFolders.Root, file).Replace('\\', '/')),
        ];
        Assert.Empty(large);
    }

    [Fact]
    public void Tracked_files_stay_below_120_megabytes()
    {
        (string Path, long Bytes)[] files =
            [.. TrackedFiles().Select(path => (path, new FileInfo(Path.Combine(ProjectFolders.Root, path)).Length))];
        Assert.Contains(files, file => file.Path == "Offprint.slnx");
        long sum = files.Sum(file => file.Bytes);
        Assert.True(sum < RepositoryLimit, $"{sum / 1e6:F1} MB; the largest: " +
            string.Join(", ", files.OrderByDescending(file => file.Bytes).Take(10)
                .Select(file => $"{file.Path} ({file.Bytes / 1e6:F1} MB)")));
    }

    private static List<string> TrackedFiles()
    {
        Assert.SkipUnless(Path.Exists(Path.Combine(ProjectFolders.Root, ".git")),
            "This is no clone: tracked files are known to git alone. Remedy: clone.");
        ProcessStartInfo start = new("git", ["ls-files", "-z"]) { WorkingDirectory = ProjectFolders.Root, RedirectStandardOutput = true };
        using Process git = Process.Start(start)!;
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(path => File.Exists(Path.Combine(ProjectFolders.Root, path)))];
    }
}
