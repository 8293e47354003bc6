using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Optimization.Surrogates;
using static TorchSharp.torch;

namespace Offprint.Optimization.Search;

/// <summary>How a trained surrogate is searched: a value; several rules may share one surrogate.</summary>
public abstract record SearchRule : ILabeled
{
    /// <summary>The rule's name in tables; it tells apart what options tell apart.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>The name in tables.</summary>
    protected abstract string Name { get; }

    /// <summary>Searches.</summary>
    /// <param name="surrogate">The surrogate.</param>
    /// <param name="problem">What it was trained on.</param>
    /// <param name="count">How many points to propose.</param>
    /// <param name="seed">Decides all draws.</param>
    /// <returns>[count, d], on the scale of <see cref="SearchProblem.Inputs"/>.</returns>
    public abstract SampleMatrix Search(MlpSurrogate surrogate, SearchProblem problem, int count, Seed seed);

    /// <inheritdoc/>
    public sealed override string ToString() => Label;

    /// <summary>The ensemble's values at points that stand row by row.</summary>
    private protected static double[] Values(MlpSurrogate surrogate, float[] points, int dimension, Aggregation how)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        Tensor x = tensor(points, [1, points.Length / dimension, dimension]);
        return [.. surrogate.Value(x, how).to(ScalarType.Float64).contiguous().data<double>()];
    }
}
