using Offprint.Numerics;
using Offprint.Statistics;
using Offprint.Tensors;
using Offprint.Tests.Tensors;
using TorchSharp;

namespace Offprint.Tests.Statistics;

[Collection(nameof(TensorCounting))]
public sealed class TensorSamplesTests
{
    [Fact]
    public void Tensors_become_samples_without_leaks()
    {
        LibTorch.EnsureLoaded();
        using torch.Tensor features = torch.tensor(new double[] { 1, 2, 3, 4, 5, 6 }, [3, 2]).t();
        long before = TensorCounting.Settled();
        SampleMatrix sample = features.ToSampleMatrix();
        Assert.Equal(before, LibTorch.LiveTensors);
        Assert.Equal((2, 3), (sample.Rows, sample.Columns));
        Assert.Equal([1, 3, 5, 2, 4, 6], sample.Values);
    }
}
