using System.ComponentModel.DataAnnotations;
using Offprint.Tensors;

namespace Offprint.Agents.Offline;

/// <summary>When an improved policy takes the place of the one that it is held to.</summary>
public enum Replacement
{
    /// <summary>Where the gate gives it more than the one before.</summary>
    WhenBetter,

    /// <summary>At each gate.</summary>
    Always,

    /// <summary>Never: one step of improvement over the cloned policy.</summary>
    Never,
}

/// <summary>Options of <see cref="GatedImprovement"/>; defaults of Lei et al. 2024 (Uni-O4, code).</summary>
public sealed record GatedImprovementOptions
{
    private const int ClipSteps = 200; // the code's: ε is frozen from there on

    /// <summary>K. Default 10,000.</summary>
    [Range(1, int.MaxValue)]
    public int Steps { get; init; } = 10_000;

    /// <summary>States of a step. Default 512.</summary>
    [Range(2, int.MaxValue)]
    public int BatchSize { get; init; } = 512;

    /// <summary>ε at the beginning. Default 0.25.</summary>
    public double Clip { get; init; } = 0.25;

    /// <summary>Steps between gates. Default 100.</summary>
    [Range(1, int.MaxValue)]
    public int GateEvery { get; init; } = 100;

    /// <summary>When policies are replaced. Default: where they are better.</summary>
    public Replacement Replacement { get; init; }

    /// <summary>The optimizer; its rate falls linearly to 0 over K steps. Default: Adam, 10⁻⁴, gradient norm 0.5.</summary>
    public AdamOptions Adam { get; init; } = new(1e-4, MaxGradientNorm: 0.5);

    /// <summary>ε of a step: it falls linearly toward 0 over K steps, but stays from step 200 on (code).</summary>
    /// <param name="step">k, from 0.</param>
    /// <returns>ε.</returns>
    public double ClipAt(int step) => Clip * (1 - Math.Min(step, ClipSteps) / (double)Steps);
}
