using System.Text.Json.Serialization;
using Offprint.Cards;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>
/// A sampler as a value: all options that decide what it computes. Two samplers are one if their options are equal; settings of experiments
/// hold these values, so that stored results are named by them.
/// </summary>
public abstract record SolverOptions : ILabeled
{
    /// <summary>The solver's name in tables; it tells apart what options tell apart.</summary>
    [JsonIgnore]
    public string Label => Create().Name;

    /// <summary>Makes the solver.</summary>
    /// <returns>The solver; it holds no state and may be shared by threads.</returns>
    /// <exception cref="ArgumentException">Options are out of range or contradict each other.</exception>
    public abstract IDiffusionSolver Create();

    /// <inheritdoc/>
    public sealed override string ToString() => Label;
}
