using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Offprint.Kernel.Cells;

/// <summary>
/// What native libraries and child processes write to the process's standard output becomes the output of the latest cell.
/// </summary>
/// <remarks>
/// The error stream stays what it was: on it the runtime says why it ends, when nobody in this process could read that any more.
/// </remarks>
internal static partial class NativeOutput
{
    private const int StandardOutput = 1;
    private static readonly byte[] s_mark = "\0\u0001offprint\u0001\0"u8.ToArray();
    private static readonly TimeSpan s_longestDrain = TimeSpan.FromMilliseconds(200);
    private static readonly SemaphoreSlim s_drained = new(0);
    private static volatile bool s_installed;

    public static void Install()
    {
        if (OperatingSystem.IsWindows())
            return;
        Span<int> ends = stackalloc int[2];
        if (Pipe(ends) != 0 || Duplicate(ends[1], StandardOutput) < 0)
        {
            Diagnostics.Log($"The output of native code is not shown: error {Marshal.GetLastPInvokeError()}.");
            return;
        }
        Close(ends[1]);
        FileStream stream = new(new SafeFileHandle(ends[0], ownsHandle: true), FileAccess.Read, bufferSize: 0);
        new Thread(() => Read(stream)) { IsBackground = true, Name = "native output" }.Start();
        s_installed = true;
    }

    /// <summary>Waits until what has been written so far has been passed on.</summary>
    public static void Drain()
    {
        if (!s_installed)
            return;
        while (s_drained.Wait(0)) // a mark that came late
        {
        }
        Flush(0);
        if (Write(StandardOutput, s_mark, s_mark.Length) == s_mark.Length)
            s_drained.Wait(s_longestDrain);
    }

    private static void Read(FileStream stream)
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        byte[] bytes = new byte[64 << 10];
        char[] text = new char[bytes.Length + 1];
        int kept = 0; // the beginning of what may be a mark
        for (int read; (read = stream.Read(bytes, kept, bytes.Length - kept)) > 0;)
        {
            int end = kept + read, start = 0;
            for (int mark; (mark = bytes.AsSpan(start, end - start).IndexOf(s_mark)) >= 0; start += mark + s_mark.Length)
            {
                Pass(bytes.AsSpan(start, mark));
                s_drained.Release();
            }
            kept = Unfinished(bytes.AsSpan(start, end - start));
            Pass(bytes.AsSpan(start, end - start - kept));
            bytes.AsSpan(end - kept, kept).CopyTo(bytes);
        }

        void Pass(ReadOnlySpan<byte> part)
        {
            int length = decoder.GetChars(part, text, flush: false);
            if (length > 0)
                CellScope.Current?.Write("stdout", new string(text, 0, length));
        }
    }

    /// <summary>How many bytes at the end are the beginning of a mark.</summary>
    private static int Unfinished(ReadOnlySpan<byte> bytes)
    {
        for (int length = Math.Min(s_mark.Length - 1, bytes.Length); length > 0; length--)
        {
            if (bytes[^length..].SequenceEqual(s_mark.AsSpan(0, length)))
                return length;
        }
        return 0;
    }

    /// <summary>The ends are not inherited by children, which get the process's own output.</summary>
    private static int Pipe(Span<int> ends)
    {
        int made = MakePipe(ends);
        foreach (int end in ends)
            Control(end, 2, 1); // F_SETFD, FD_CLOEXEC
        return made;
    }

    [LibraryImport("libc", EntryPoint = "pipe", SetLastError = true)]
    private static partial int MakePipe(Span<int> ends);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int file, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "fflush")]
    private static partial int Flush(nint everything);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int file, byte[] bytes, nint count);
}
