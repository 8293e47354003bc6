using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Offprint.Tensors;

/// <summary>Which of libtorch's kernels run on this processor.</summary>
internal static unsafe class LibTorchCapability
{
    /// <summary>The variable by which libtorch may be held to older instructions.</summary>
    private const string Limit = "ATEN_CPU_CAPABILITY";

    /// <summary><c>std::string at::get_cpu_capability()</c>, which TorchSharp does not pass on.</summary>
    private const string Symbol = "_ZN2at18get_cpu_capabilityB5cxx11Ev";

    /// <summary>What libtorch says, such as <c>AVX2</c>; where it cannot be asked, what it would choose, said to be derived.</summary>
    public static string Read()
    {
        LibTorch.EnsureLoaded();
        return (Ask() ?? $"{Derive()} (derived)") + (ConvolutionCheck.SwitchedOff ? " without oneDNN" : "");
    }

    /// <summary>
    /// On Linux x64 a function that returns a string receives the place of the result as its first argument, and libstdc++'s string begins
    /// with a pointer and a length. A text of up to 15 characters lies inside the string itself, so that nothing is to be freed.
    /// </summary>
    private static string? Ask()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return null;
        if (LibTorch.Find("libtorch_cpu.so") is not { } path || !NativeLibrary.TryLoad(path, out nint library) ||
            !NativeLibrary.TryGetExport(library, Symbol, out nint function))
        {
            return null;
        }
        const int size = 4, shortest = 15;
        ulong* text = stackalloc ulong[size];
        ((delegate* unmanaged<ulong*, ulong*>)function)(text);
        return text[1] is > 0 and <= shortest ? Encoding.ASCII.GetString((byte*)text[0], (int)text[1]) : null;
    }

    private static string Derive() =>
        Environment.GetEnvironmentVariable(Limit) is { Length: > 0 } limit ? limit.ToUpperInvariant()
        : Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported && Fma.IsSupported ? "AVX512"
        : Avx2.IsSupported && Fma.IsSupported ? "AVX2"
        : "DEFAULT";
}
