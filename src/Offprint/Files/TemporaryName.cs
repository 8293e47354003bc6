using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Offprint.Files;

/// <summary>
/// Names of files that are being written: they say for which file and by which process of which machine, so that what a killed process left
/// behind is known as such and swept.
/// </summary>
internal static partial class TemporaryName
{
    /// <summary>A name for a new file beside its place.</summary>
    public static string For(string path) => Path.Combine(
        Path.GetDirectoryName(Path.GetFullPath(path))!,
        $".{Path.GetFileName(path)}.{Machine}-{Environment.ProcessId}.{Guid.NewGuid():N}.tmp");

    /// <summary>Deletes what processes of this machine left in a folder that do not run any more.</summary>
    public static void Sweep(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, ".*.tmp"))
        {
            Match name = Shape().Match(Path.GetFileName(file));
            if (!name.Success || name.Groups[1].Value != Machine
                || IsRunning(int.Parse(name.Groups[2].Value, CultureInfo.InvariantCulture)))
                continue;
            try
            {
                FileSteps.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is somebody else's, or another process swept it first: it costs space, no more.
            }
        }
    }

    private static string Machine { get; } = NotWord().Replace(Environment.MachineName, "-");

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\..+\.([A-Za-z0-9_-]+)-(\d{1,9})\.[0-9a-f]{32}\.tmp$")]
    private static partial Regex Shape();

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex NotWord();
}
