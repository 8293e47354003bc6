using System.Text;

namespace Offprint.Kernel.Notebooks;

/// <summary>Writes a file whole or not at all: into a temporary file beside it, which then takes its place.</summary>
internal static class AtomicFile
{
    /// <exception cref="UserException">It could not be written; the message says why, and that the old file is as it was.</exception>
    public static void Write(string path, string text, Func<string, Stream>? create = null)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (Stream stream = (create ?? Create)(temporary))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                if (stream is FileStream file)
                    file.Flush(flushToDisk: true); // a full disk shows itself here at the latest
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            string kept = File.Exists(path) ? " The file that was there is unchanged." : "";
            throw new UserException($"{path} could not be written: {e.Message.TrimEnd('.')}.{kept} Free some space, or choose another place with --output.", e);
        }
    }

    private static FileStream Create(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.None);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that led here is the one to report.
        }
    }
}
