using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Offprint.Kernel.Cells;

/// <summary>One of the process's standard streams, turned into a pipe whose content becomes the output of the latest cell.</summary>
internal sealed partial class NativeStream
{
    private const int SetFlags = 2, CloseOnExec = 1; // F_SETFD, FD_CLOEXEC
    private static readonly byte[] s_mark = "\0\u0001offprint\u0001\0"u8.ToArray();
    private static readonly TimeSpan s_longestDrain = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _drained = new(0);
    private readonly int _descriptor;
    private readonly string _name;
    private readonly FileStream _pipe;
    private readonly FileStream? _original;

    private NativeStream(int descriptor, string name, int pipe, FileStream? original)
    {
        (_descriptor, _name, _original) = (descriptor, name, original);
        _pipe = new FileStream(new SafeFileHandle(pipe, ownsHandle: true), FileAccess.Read, bufferSize: 0);
    }

    /// <summary>Takes a stream over; null if the system does not let us, which is logged.</summary>
    /// <param name="descriptor">1 or 2.</param>
    /// <param name="name">Its name in Jupyter's messages.</param>
    /// <param name="isKept">
    /// Whether the original gets everything, too, also what nobody has read when the process ends.
    /// </param>
    public static NativeStream? Take(int descriptor, string name, bool isKept)
    {
        Span<int> ends = stackalloc int[2];
        FileStream? original = isKept ? new FileStream(new SafeFileHandle(Copy(descriptor), ownsHandle: true), FileAccess.Write, 0) : null;
        // The ends are not inherited by children, which get the process's own stream; but for the one that waits for the last words.
        if (MakePipe(ends) != 0 || Control(ends[1], SetFlags, CloseOnExec) < 0
            || isKept && !LastWords.Keep(ends[0]) || Duplicate(ends[1], descriptor) < 0)
        {
            Diagnostics.Log($"What native code writes to {name} is not shown: error {Marshal.GetLastPInvokeError()}.");
            return null;
        }
        Control(ends[0], SetFlags, CloseOnExec);
        Close(ends[1]);
        NativeStream taken = new(descriptor, name, ends[0], original);
        new Thread(taken.Read) { IsBackground = true, Name = $"native {name}" }.Start();
        return taken;
    }

    /// <summary>Waits until what has been written so far has been passed on.</summary>
    public void Drain()
    {
        while (_drained.Wait(0)) // a mark that came late
        {
        }
        Flush(0);
        if (Write(_descriptor, s_mark, s_mark.Length) == s_mark.Length)
            _drained.Wait(s_longestDrain);
    }

    private void Read()
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        byte[] bytes = new byte[64 << 10];
        char[] text = new char[bytes.Length + 1];
        int kept = 0; // the beginning of what may be a mark
        for (int read; (read = _pipe.Read(bytes, kept, bytes.Length - kept)) > 0;)
        {
            int end = kept + read, start = 0;
            for (int mark; (mark = bytes.AsSpan(start, end - start).IndexOf(s_mark)) >= 0; start += mark + s_mark.Length)
            {
                Pass(bytes.AsSpan(start, mark));
                _drained.Release();
            }
            kept = Unfinished(bytes.AsSpan(start, end - start));
            Pass(bytes.AsSpan(start, end - start - kept));
            bytes.AsSpan(end - kept, kept).CopyTo(bytes);
        }

        void Pass(ReadOnlySpan<byte> part)
        {
            Log(part);
            int length = decoder.GetChars(part, text, flush: false);
            if (length > 0)
                CellScope.Current?.Write(_name, new string(text, 0, length));
        }
    }

    private void Log(ReadOnlySpan<byte> part)
    {
        try
        {
            _original?.Write(part);
        }
        catch (IOException)
        {
            // Whoever read it is gone; cells are still served.
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

    /// <summary>A copy of a descriptor that children do not inherit.</summary>
    private static int Copy(int descriptor)
    {
        int copy = DuplicateAny(descriptor);
        Control(copy, SetFlags, CloseOnExec);
        return copy;
    }

    [LibraryImport("libc", EntryPoint = "pipe", SetLastError = true)]
    private static partial int MakePipe(Span<int> ends);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int DuplicateAny(int from);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int file, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "fflush")]
    private static partial int Flush(nint everything);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int file, byte[] bytes, nint count);
}
