using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Offprint.Tensors;

/// <summary>
/// Whether libtorch's convolutions go backward right on this processor. Those of oneDNN do not on some virtual machines (seen with libtorch
/// 2.10 on an EPYC of family 26: gradients of inputs are off by their own size from AVX2 on, forward passes right). Nothing but training
/// tells, so they are tried once, and oneDNN is switched off where they are wrong; libtorch's own then take over.
/// </summary>
internal static unsafe class ConvolutionCheck
{
    // at::globalContext() and two methods of at::Context, which TorchSharp does not pass on.
    private const string Context = "_ZN2at13globalContextEv", OneDnn = "_ZN2at7Context20setUserEnabledMkldnnEb",
        NnPack = "_ZN2at7Context20setUserEnabledNNPACKEb";

    private const double Tolerance = 1e-3;

    /// <summary>Whether oneDNN was switched off: results then come from other mathematics than the processor's name tells.</summary>
    public static bool SwitchedOff { get; private set; }

    /// <summary>Tries, and switches oneDNN off if its gradients are wrong.</summary>
    /// <returns>A remark for the status line; empty where all is well.</returns>
    public static string Run()
    {
        Enable(NnPack, false); // it complains on standard error of every processor that it does not know
        if (IsRight())
        {
            Enable(NnPack, true);
            return "";
        }
        SwitchedOff = Enable(OneDnn, false);
        return SwitchedOff && IsRight() ? ", without oneDNN, whose convolutions are wrong here"
            : ", convolutions go backward wrong on this processor: do not train any";
    }

    /// <summary>Gradients of inputs against those in double precision, which oneDNN does not compute.</summary>
    public static bool IsRight()
    {
        using var scope = NewDisposeScope();
        using var enabled = enable_grad();
        return Error(1, 1, 4, 4, 2, 1) < Tolerance && Error(3, 3, 8, 3, 1, 0) < Tolerance;
    }

    /// <summary>The largest deviation of a gradient by the input, of its largest entry.</summary>
    private static double Error(long channels, long filters, long size, long kernel, long stride, long padding)
    {
        Tensor Gradient(ScalarType type)
        {
            Tensor x = Numbers(channels * size * size, type).view(1, channels, size, size).requires_grad_(true);
            Tensor weight = Numbers(filters * channels * kernel * kernel, type).view(filters, channels, kernel, kernel);
            Tensor y = nn.functional.conv2d(x, weight, null, [stride, stride], [padding, padding]);
            (y * Numbers(y.numel(), type).view(y.shape)).sum().backward();
            return x.grad!.to_type(ScalarType.Float64);
        }
        Tensor exact = Gradient(ScalarType.Float64);
        return ((Gradient(ScalarType.Float32) - exact).abs().max() / exact.abs().max()).item<double>();
    }

    /// <summary>Numbers between −1 and 1 without a pattern: nobody's random stream is touched.</summary>
    private static Tensor Numbers(long count, ScalarType type) => arange(1, count + 1, ScalarType.Float64).mul(12.9898).sin().to_type(type);

    /// <summary>On Linux x64 a method takes its object as the first argument.</summary>
    /// <returns>Whether libtorch has the method.</returns>
    private static bool Enable(string method, bool value)
    {
        if (LibTorch.Find("libtorch_cpu.so") is not { } path || !NativeLibrary.TryLoad(path, out nint library)
            || !NativeLibrary.TryGetExport(library, Context, out nint context)
            || !NativeLibrary.TryGetExport(library, method, out nint set))
        {
            return false;
        }
        ((delegate* unmanaged<nint, byte, void>)set)(((delegate* unmanaged<nint>)context)(), value ? (byte)1 : (byte)0);
        return true;
    }
}
