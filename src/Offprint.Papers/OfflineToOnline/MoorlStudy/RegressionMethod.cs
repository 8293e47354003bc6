using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Files;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>How a network learns one function from two sources.</summary>
public abstract record RegressionMethod : ILabeled
{
    /// <inheritdoc/>
    [JsonIgnore]
    public abstract string Label { get; }
}

/// <summary>Every batch is half of one source, half of the other.</summary>
[Kind("symmetric")]
public sealed record SymmetricRegression : RegressionMethod
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Label => "symmetric batches";
}

/// <summary>The first half of the steps is of the first source, the second half of the other.</summary>
[Kind("sequential")]
public sealed record SequentialRegression : RegressionMethod
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Label => "one after the other";
}

/// <summary>K batches of a source drawn by lot, then a fraction of the way that they led.</summary>
/// <param name="MetaRate">ε; 1 is alternation.</param>
[Kind("reptile")]
public sealed record ReptileRegression(double MetaRate) : RegressionMethod
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Label => MetaRate == 1 ? "alternating blocks" : FormattableString.Invariant($"Reptile, ε = {MetaRate}");
}
