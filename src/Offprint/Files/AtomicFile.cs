namespace Offprint.Files;

/// <summary>Files that are either whole or absent: written beside their place, flushed, then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file so that a crash, a kill or a full disk never leaves half of it.</summary>
    /// <param name="path">The file's path; missing folders are made.</param>
    /// <param name="write">Writes the content to a stream that can also be read and positioned.</param>
    /// <exception cref="IOException">The content could not be written; the message names the file, and a former version is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Could not save {path}: {e.Message} Free some space or choose another folder; what was stored before is intact.", e);
        }
        finally
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
    }

    /// <summary>Writes text as UTF-8, whole or not at all.</summary>
    /// <param name="path">The file's path; missing folders are made.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">The text could not be written; the message names the file, and a former version is untouched.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
