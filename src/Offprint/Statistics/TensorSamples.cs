using Offprint.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Statistics;

/// <summary>Samples from networks' outputs.</summary>
public static class TensorSamples
{
    /// <summary>Copies features out of a tensor.</summary>
    /// <param name="features">[N, d] of any floating type and device.</param>
    /// <returns>The sample in single precision.</returns>
    /// <exception cref="ArgumentException">The tensor is not two-dimensional, or holds NaN or infinity.</exception>
    public static SampleMatrix ToSampleMatrix(this Tensor features)
    {
        if (features.shape is not [var rows, var columns])
            throw new ArgumentException($"Features are a tensor [N, d], not [{string.Join(", ", features.shape)}].", nameof(features));
        using DisposeScope scope = NewDisposeScope();
        Tensor plain = features.detach().to(ScalarType.Float32).cpu().contiguous();
        return new((int)rows, (int)columns, plain.data<float>().ToArray());
    }
}
