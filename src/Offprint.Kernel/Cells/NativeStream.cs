using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Offprint.Kernel.Cells;

/// <summary>One of the process's standard streams, turned into a pipe whose content becomes the output of the latest cell.</summary>
/// <remarks>
/// What is read leaves the pipe only when it has been passed on: an empty pipe is one whose content has arrived, and the last words of a
/// process that ends in between are still there for <see cref="LastWords"/>. Linux copies them for that into a second pipe; elsewhere
/// they are read at once.
/// </remarks>
internal sealed partial class NativeStream
{
    private const int SetFlags = 2, CloseOnExec = 1; // F_SETFD, FD_CLOEXEC
    private const int Interrupted = 4; // EINTR
    private const short Readable = 1; // POLLIN
    private static readonly TimeSpan s_longestDrain = TimeSpan.FromMilliseconds(200);

    private readonly string _name;
    private readonly int _pipe;
    private readonly FileStream? _original;
    private readonly (int From, int Into) _copy = MakeCopy();
    private volatile bool _passing;

    private NativeStream(string name, int pipe, FileStream? original) => (_name, _pipe, _original) = (name, pipe, original);

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
        NativeStream taken = new(name, ends[0], original);
        new Thread(taken.PassOn) { IsBackground = true, Name = $"native {name}" }.Start();
        return taken;
    }

    /// <summary>Waits until what has been written so far has been passed on.</summary>
    public void Drain()
    {
        Flush(0);
        long start = Stopwatch.GetTimestamp();
        for (SpinWait spin = default; (IsReadable(wait: 0) || _passing) && Stopwatch.GetElapsedTime(start) < s_longestDrain;)
            spin.SpinOnce();
    }

    private void PassOn()
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        byte[] bytes = new byte[64 << 10];
        char[] text = new char[bytes.Length + 1];
        while (IsReadable(wait: -1))
        {
            _passing = true;
            int length = Peek(bytes);
            if (length <= 0)
                return;
            Log(bytes.AsSpan(0, length));
            int characters = decoder.GetChars(bytes, 0, length, text, 0, flush: false);
            if (characters > 0)
                CellScope.Current?.Write(_name, new string(text, 0, characters));
            for (int left = _copy.Into < 0 ? 0 : length; left > 0;)
                left -= Resumed(() => (int)Read(_pipe, bytes, left));
            _passing = false;
        }
    }

    /// <summary>Reads what the pipe holds; where the system can, it stays there.</summary>
    private int Peek(byte[] bytes)
    {
        if (_copy.Into < 0)
            return Resumed(() => (int)Read(_pipe, bytes, bytes.Length));
        int length = Resumed(() => (int)Tee(_pipe, _copy.Into, bytes.Length, flags: 0));
        return length <= 0 ? length : Resumed(() => (int)Read(_copy.From, bytes, length));
    }

    /// <summary>A system call, made again where a signal has interrupted it.</summary>
    private static int Resumed(Func<int> call)
    {
        int result;
        do
            result = call();
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return result;
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

    /// <summary>Whether the pipe has content, or has been closed by all who write to it.</summary>
    /// <param name="wait">How long to wait for that, milliseconds; -1 for ever.</param>
    private bool IsReadable(int wait)
    {
        PollRequest request = new() { Descriptor = _pipe, Events = Readable };
        return Resumed(() => Poll(ref request, 1, wait)) > 0;
    }

    private static (int From, int Into) MakeCopy()
    {
        Span<int> ends = stackalloc int[2];
        if (!OperatingSystem.IsLinux() || MakePipe(ends) != 0)
            return (-1, -1);
        Control(ends[0], SetFlags, CloseOnExec);
        Control(ends[1], SetFlags, CloseOnExec);
        return (ends[0], ends[1]);
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

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int file, [Out] byte[] bytes, nint count);

    [LibraryImport("libc", EntryPoint = "tee", SetLastError = true)]
    private static partial nint Tee(int from, int into, nint count, uint flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest request, nuint count, int milliseconds);

    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
