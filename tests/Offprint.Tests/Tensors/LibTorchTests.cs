using System.Runtime.CompilerServices;
using Offprint.Tensors;
using TorchSharp;

namespace Offprint.Tests.Tensors;

/// <summary>Tests that count all tensors of the process run alone.</summary>
[CollectionDefinition(nameof(TensorCounting), DisableParallelization = true)]
public sealed class TensorCounting
{
    /// <summary>Live tensors once the collector has finished with those that earlier tests left behind.</summary>
    public static long Settled()
    {
        LibTorch.EnsureLoaded();
        long before;
        do
        {
            before = LibTorch.LiveTensors;
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        while (LibTorch.LiveTensors != before);
        return before;
    }
}

[Collection(nameof(TensorCounting))]
public sealed class LibTorchTests
{
    [Fact]
    public void Loads_on_this_machine_with_one_thread()
    {
        Assert.Contains("libtorch", LibTorch.EnsureLoaded());
        Assert.Equal(1, torch.get_num_threads());
        using var x = torch.arange(4, torch.float32);
        using var sum = x.sum();
        Assert.Equal(6, sum.ToDouble());
    }

    /// <summary>Gradients by inputs and weights against double precision, which oneDNN leaves to libtorch's own code.</summary>
    [Theory]
    [InlineData(1, 1, 4, 4, 2, 1)]
    [InlineData(1, 3, 8, 3, 1, 0)]
    [InlineData(3, 8, 15, 3, 2, 0)]
    [InlineData(16, 16, 8, 3, 1, 1)]
    [InlineData(9, 32, 21, 3, 2, 0)]
    [InlineData(32, 32, 8, 4, 2, 1)]
    [InlineData(16, 8, 8, 1, 1, 0)]
    public void Convolutions_go_backward_right(int channels, int filters, int size, int kernel, int stride, int padding)
    {
        LibTorch.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        (torch.Tensor X, torch.Tensor W) Gradients(torch.ScalarType type)
        {
            torch.manual_seed(1);
            torch.Tensor x = torch.randn(4, channels, size, size).to_type(type).requires_grad_(true);
            torch.Tensor w = torch.randn(filters, channels, kernel, kernel).to_type(type).requires_grad_(true);
            torch.Tensor y = torch.nn.functional.conv2d(x, w, null, [stride, stride], [padding, padding]);
            (y * torch.randn(y.shape).to_type(type)).sum().backward();
            return (x.grad!, w.grad!);
        }
        var (exact, own) = (Gradients(torch.float64), Gradients(torch.float32));
        foreach (var (e, o) in new[] { (exact.X, own.X), (exact.W, own.W) })
            Assert.True(((o - e).abs().max() / e.abs().max()).item<double>() < 1e-4);
    }

    // Directory.Build.targets says how. Without it the number is collected while libtorch works with it.
    [Fact]
    public void Arguments_of_native_calls_stay_alive()
    {
        LibTorch.EnterWorker();
        using torch.Tensor few = torch.ones(4), many = torch.ones(10_000_000);
        for (int i = 0; i < 120; i++)
        {
            Power(few).Dispose();
            if (i % 40 == 0)
                Thread.Sleep(150); // until what is called often has been compiled anew
        }
        bool? alive = null;
        var entered = new ManualResetEventSlim();
        var collector = new Thread(() =>
        {
            entered.Wait();
            Thread.Sleep(5);
            GC.Collect();
            alive = s_argument!.IsAlive;
        });
        collector.Start();
        Power(many, entered).Dispose();
        collector.Join();
        Assert.True(alive, "The argument of a call was collected under its hands.");
    }

    private static WeakReference? s_argument;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static torch.Tensor Power(torch.Tensor x, ManualResetEventSlim? entered = null) => x.pow(Number(entered));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Scalar Number(ManualResetEventSlim? entered)
    {
        Scalar number = 1.7;
        s_argument = new WeakReference(number);
        entered?.Set();
        return number;
    }

    [Fact]
    public void Counts_live_tensors()
    {
        long before = TensorCounting.Settled();
        var x = torch.ones(3);
        Assert.Equal(before + 1, LibTorch.LiveTensors);
        x.Dispose();
        Assert.Equal(before, LibTorch.LiveTensors);
    }

    [Fact]
    public void Weakening_a_file_that_is_no_shared_library_says_so()
    {
        var error = Assert.Throws<BadImageFormatException>(() => GlibcxxRequirement.Weaken(new byte[100], "GLIBCXX_3.4.32"));
        Assert.Contains("ELF", error.Message);
    }

    [Fact]
    public void Weakening_marks_only_the_version_asked_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ELF files are a matter of Linux. No remedy: this is another system.");
        string path = Directory.EnumerateFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories).First();
        byte[] image = File.ReadAllBytes(path);
        byte[]? weakened = GlibcxxRequirement.Weaken(image, "GLIBCXX_3.4.32");
        Assert.NotNull(weakened);
        var changed = Enumerable.Range(0, image.Length).Where(i => image[i] != weakened[i]).ToList();
        Assert.Single(changed); // the low byte of one flags field
        Assert.Equal(2, weakened[changed[0]]);
        Assert.Null(GlibcxxRequirement.Weaken(image, "GLIBCXX_9.9.99"));
    }
}
