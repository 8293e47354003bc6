using System.Diagnostics;
using System.Reflection;
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
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return LibTorch.LiveTensors;
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

    [Fact]
    public void Arguments_of_native_calls_stay_alive()
    {
        // What Directory.Build.targets sees to, and why.
        var modes = typeof(torch).Assembly.GetCustomAttribute<DebuggableAttribute>();
        Assert.True(modes?.IsJITOptimizerDisabled, "TorchSharp is compiled with optimization: the collector may free what a native call reads.");
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
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ELF files are a matter of Linux.");
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
