using System.Runtime.InteropServices;

namespace Offprint.Tensors;

/// <summary>
/// Asks glibc to keep freed blocks for the next step. By default it returns large ones to the system at once, and every tensor of a
/// training
/// step then costs page faults anew: a tenth of the digit U-Net's step (benchmark <c>unet</c>).
/// </summary>
internal static partial class FreedMemory
{
    private const int TrimThreshold = -1, MapThreshold = -3; // M_TRIM_THRESHOLD, M_MMAP_THRESHOLD of malloc.h
    private const int LargestMapThreshold = 32 << 20; // glibc's own limit on 64 bits
    private const int Kept = 512 << 20;

    /// <summary>Keeps up to 512 MiB of freed blocks; does nothing where there is no glibc.</summary>
    public static void Keep()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = MallocOption(MapThreshold, LargestMapThreshold);
            _ = MallocOption(TrimThreshold, Kept);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library: slower, not wrong.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int MallocOption(int option, int value);
}
