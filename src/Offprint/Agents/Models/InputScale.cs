using static TorchSharp.torch;

namespace Offprint.Agents.Models;

/// <summary>(x − mean) / deviation, coordinate by coordinate, of a model's inputs.</summary>
/// <param name="mean">[size].</param>
/// <param name="deviation">[size]; coordinates without spread have 1.</param>
internal sealed class InputScale(float[] mean, float[] deviation) : IDisposable
{
    private readonly Tensor _shift = tensor(mean).DetachFromDisposeScope(), _deviation = tensor(deviation).DetachFromDisposeScope();

    public float[] Mean { get; } = mean;

    public float[] Deviation { get; } = deviation;

    /// <summary>The statistics of rows.</summary>
    /// <param name="rows">float32 [N, size].</param>
    public static InputScale Of(Tensor rows)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        Tensor wide = rows.to_type(ScalarType.Float64), deviation = wide.std([0], unbiased: false);
        deviation = where(deviation.gt(1e-12), deviation, ones_like(deviation));
        return new(Floats(wide.mean([0])), Floats(deviation));

        static float[] Floats(Tensor of) => [.. of.to_type(ScalarType.Float32).data<float>()];
    }

    public Tensor Apply(Tensor rows) => (rows - _shift) / _deviation;

    public void Dispose()
    {
        _shift.Dispose();
        _deviation.Dispose();
    }
}
