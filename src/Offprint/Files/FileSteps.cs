namespace Offprint.Files;

/// <summary>
/// The single steps by which files come, change places and go. Whatever must survive a kill is made of these, so that tests can end a
/// process
/// before each of them: the k-th step, for every k.
/// </summary>
internal static class FileSteps
{
    private static readonly AsyncLocal<Action<string>?> s_watcher = new();

    /// <summary>
    /// Watches the steps of this flow of control: the action is called before each, with its description, and may throw in its place.
    /// </summary>
    public static IDisposable Watch(Action<string> before)
    {
        s_watcher.Value = before;
        return new Watching();
    }

    public static FileStream Create(string path)
    {
        Before($"create {path}");
        return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Waits until a file's content is on the disk.</summary>
    public static void Flush(FileStream stream)
    {
        Before($"flush {stream.Name}");
        stream.Flush(flushToDisk: true);
    }

    public static void Move(string from, string to)
    {
        Before($"move {from} to {to}");
        File.Move(from, to, overwrite: true);
    }

    public static void MoveFolder(string from, string to)
    {
        Before($"move folder {from} to {to}");
        Directory.Move(from, to);
    }

    /// <summary>Deletes a file, if it is there.</summary>
    public static void Delete(string path)
    {
        if (!File.Exists(path))
            return;
        Before($"delete {path}");
        File.Delete(path);
    }

    private static void Before(string step) => s_watcher.Value?.Invoke(step);

    private sealed class Watching : IDisposable
    {
        public void Dispose() => s_watcher.Value = null;
    }
}
