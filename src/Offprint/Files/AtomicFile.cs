using System.Text;

namespace Offprint.Files;

/// <summary>
/// Files that are either whole or absent: written beside their place, flushed, then renamed. What a killed process left beside them is
/// swept
/// by the next write into the same folder.
/// </summary>
public static class AtomicFile
{
    private const int DiskFullUnix = 28, QuotaUnix = 122; // errno ENOSPC and EDQUOT of Linux
    private const int DiskFullWindows = unchecked((int)0x80070070), HandleDiskFullWindows = unchecked((int)0x80070027);

    /// <summary>Writes a file so that a crash, a kill or a full disk never leaves half of it.</summary>
    /// <param name="path">The file's path; missing folders are made.</param>
    /// <param name="write">Writes the content to a stream that can also be read and positioned.</param>
    /// <exception cref="IOException">The content could not be written; the message names the file, and a former version is
    /// untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string temporary = TemporaryName.For(path);
        try
        {
            Directory.CreateDirectory(folder);
            TemporaryName.Sweep(folder);
            using (FileStream stream = FileSteps.Create(temporary))
            {
                write(stream);
                FileSteps.Flush(stream);
            }
            FileSteps.Move(temporary, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Could not save {path}: {e.Message} {Remedy(path, e)}What was stored before is intact.", e);
        }
        finally
        {
            FileSteps.Delete(temporary);
        }
    }

    /// <summary>Writes text as UTF-8, whole or not at all.</summary>
    /// <param name="path">The file's path; missing folders are made.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">The text could not be written; the message names the file, and a former version is
    /// untouched.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes what replaces other files, and only when it is on the disk deletes those.</summary>
    /// <param name="path">The file's path; missing folders are made.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="replaced">The files that are not needed any more; those that are not there are no error.</param>
    /// <exception cref="IOException">The content could not be written; then nothing was deleted.</exception>
    internal static void WriteThenDelete(string path, Action<Stream> write, IEnumerable<string> replaced)
    {
        Write(path, write);
        foreach (string file in replaced)
            FileSteps.Delete(file);
    }

    private static string Remedy(string path, Exception e) => e switch
    {
        _ when Directory.Exists(path) => "A folder has that name: move it away or choose another name. ",
        { HResult: DiskFullUnix or QuotaUnix or DiskFullWindows or HandleDiskFullWindows } => "Free some space or choose another folder. ",
        UnauthorizedAccessException => "Choose a folder that you may write to, or change its permissions. ",
        PathTooLongException => "Choose a shorter path. ",
        _ => "",
    };
}
