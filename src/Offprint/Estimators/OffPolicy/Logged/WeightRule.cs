using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Files;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>What becomes of importance weights before they are used: less variance for some bias.</summary>
public abstract record WeightRule : ILabeled
{
    /// <summary>The rule in a few characters.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>What <see cref="Label"/> says; stored nowhere.</summary>
    protected abstract string Name { get; }

    /// <summary>Changes weights in place.</summary>
    /// <param name="weights">w ≥ 0; +∞ where a weight is beyond a double.</param>
    public abstract void Apply(Span<double> weights);

    /// <inheritdoc/>
    public sealed override string ToString() => Label;

    /// <summary>λ, or whatever the parameter is, must not be negative or NaN.</summary>
    private protected static double Checked(double value) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A bound of weights is not negative.");
}

/// <summary>min(w, c).</summary>
/// <param name="Bound">c; +∞ changes nothing, 0 leaves nothing.</param>
[Kind("clip")]
public sealed record Clip(double Bound) : WeightRule
{
    /// <inheritdoc/>
    protected override string Name => $"clip {Bound}";

    /// <inheritdoc/>
    public override void Apply(Span<double> weights) => TensorPrimitives.Min<double>(weights, Checked(Bound), weights);
}

/// <summary>w where w ≤ λ, else 0: the weighted part is used only where it is tame (Wang, Agarwal, Dudík 2017, "Switch-DR").</summary>
/// <param name="Threshold">λ; 0 leaves the direct method, +∞ the plain weights.</param>
[Kind("switch")]
public sealed record Switch(double Threshold) : WeightRule
{
    /// <inheritdoc/>
    protected override string Name => $"switch {Threshold}";

    /// <inheritdoc/>
    public override void Apply(Span<double> weights)
    {
        WeightMap.Apply<BelowMap>(weights, Checked(Threshold));
    }

    private readonly struct BelowMap : IWeightMap
    {
        public static Vector512<double> Of(Vector512<double> w, Vector512<double> parameter) =>
            Vector512.ConditionalSelect(Vector512.LessThanOrEqual(w, parameter), w, Vector512<double>.Zero);
    }
}

/// <summary>λw/(w² + λ): optimistic shrinkage (Su et al. 2020, "DRos").</summary>
/// <param name="Strength">λ; +∞ changes nothing.</param>
[Kind("shrinkage")]
public sealed record Shrinkage(double Strength) : WeightRule
{
    /// <inheritdoc/>
    protected override string Name => $"shrink {Strength}";

    /// <inheritdoc/>
    public override void Apply(Span<double> weights)
    {
        double strength = Checked(Strength);
        if (double.IsPositiveInfinity(strength))
            return;
        if (strength == 0)
            weights.Clear();
        else
            WeightMap.Apply<ShrinkageMap>(weights, strength);
    }

    private readonly struct ShrinkageMap : IWeightMap
    {
        // No square of w, which might overflow; a weight of zero stays one, since λ/0 is infinite.
        public static Vector512<double> Of(Vector512<double> w, Vector512<double> parameter) => parameter / (w + parameter / w);
    }
}

/// <summary>w/(1 − λ + λw), bounded by 1/λ (Metelli, Russo, Restelli 2021, "sub-Gaussian").</summary>
/// <param name="Mix">λ in [0, 1]; 0 changes nothing, 1 makes all weights one.</param>
[Kind("sub-gaussian")]
public sealed record SubGaussian(double Mix) : WeightRule
{
    /// <inheritdoc/>
    protected override string Name => $"sub-Gaussian {Mix}";

    /// <inheritdoc/>
    public override void Apply(Span<double> weights)
    {
        if (!(Mix is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(Mix), Mix, "λ lies in [0, 1].");
        if (Mix == 0)
            return;
        WeightMap.Apply<SubGaussianMap>(weights, Mix);
    }

    private readonly struct SubGaussianMap : IWeightMap
    {
        public static Vector512<double> Of(Vector512<double> w, Vector512<double> parameter) =>
            Vector512.ConditionalSelect(Vector512.Equals(w, Vector512<double>.Zero), w,
                Vector512<double>.One / ((Vector512<double>.One - parameter) / w + parameter));
    }
}
