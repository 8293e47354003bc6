using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Tensors;

/// <summary>Random tensors from a <see cref="Seed"/>: libtorch's generator is seeded by it, and belongs to one worker.</summary>
public sealed class TensorRandom : IDisposable
{
    private readonly Generator _generator;

    /// <summary>Opens the stream of a seed.</summary>
    /// <param name="seed">The seed.</param>
    public TensorRandom(Seed seed)
    {
        LibTorch.EnsureLoaded();
        _generator = new Generator(seed.Value, CPU);
    }

    /// <summary>Standard normal numbers.</summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="dtype">float32 (the default) or float64.</param>
    /// <returns>A tensor of the current dispose scope.</returns>
    public Tensor Normal(long[] shape, ScalarType dtype = ScalarType.Float32) => randn(shape, dtype: dtype, generator: _generator);

    /// <summary>Uniform numbers in [0, 1).</summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="dtype">float32 (the default) or float64.</param>
    /// <returns>A tensor of the current dispose scope.</returns>
    public Tensor Uniform(long[] shape, ScalarType dtype = ScalarType.Float32) => rand(shape, dtype: dtype, generator: _generator);

    /// <summary>Uniform integers in 0 … count − 1.</summary>
    /// <param name="count">The number of outcomes.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <returns>A tensor of int64 of the current dispose scope.</returns>
    public Tensor Integers(long count, long[] shape) => randint(0, count, shape, dtype: ScalarType.Int64, generator: _generator);

    /// <summary>Overwrites a tensor with standard normal numbers.</summary>
    /// <param name="target">A floating-point tensor that autograd does not follow.</param>
    public void FillNormal(Tensor target) => target.normal_(0, 1, _generator);

    /// <summary>Overwrites a tensor with uniform numbers in [0, 1).</summary>
    /// <param name="target">A floating-point tensor that autograd does not follow.</param>
    public void FillUniform(Tensor target) => target.uniform_(0, 1, _generator);

    /// <summary>The generator's state, to resume from.</summary>
    /// <returns>A copy.</returns>
    public byte[] Save()
    {
        using var state = _generator.get_state();
        return state.bytes.ToArray();
    }

    /// <summary>Takes up the state of a former run.</summary>
    /// <param name="state">The state.</param>
    public void Load(byte[] state)
    {
        using var bytes = tensor(state, ScalarType.Byte);
        _generator.set_state(bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();
}
