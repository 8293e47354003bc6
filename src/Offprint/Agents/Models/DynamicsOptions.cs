using System.ComponentModel.DataAnnotations;
using Offprint.Networks;
using Offprint.Tensors;

namespace Offprint.Agents.Models;

/// <summary>
/// Options of <see cref="EnsembleDynamics"/>; defaults of Sun et al. 2023 (MOBILE, code), whose model Uni-O4 takes over.
/// </summary>
public sealed record DynamicsOptions
{
    /// <summary>M, networks of each seed. Default 7.</summary>
    [Range(1, 100)]
    public int Members { get; init; } = 7;

    /// <summary>How many of them, those with the least held-out error, make predictions. Default 5.</summary>
    [Range(1, 100)]
    public int Elites { get; init; } = 5;

    /// <summary>The widths of hidden layers. Default: four of 200.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [200, 200, 200, 200];

    /// <summary>The nonlinearity. Default: SiLU ("swish").</summary>
    public Activation Activation { get; init; } = Activation.Silu;

    /// <summary>Half the penalty on squared weights, a number a layer; biases carry none.</summary>
    public IReadOnlyList<double> Decay { get; init; } = [2.5e-5, 5e-5, 7.5e-5, 7.5e-5, 1e-4];

    /// <summary>What the distance of the trained bounds of log-variances costs. Default 0.01.</summary>
    public double BoundWeight { get; init; } = 0.01;

    /// <summary>The optimizer. Default: Adam, 10⁻³.</summary>
    public AdamOptions Adam { get; init; } = new(1e-3);

    /// <summary>B. Default 256.</summary>
    [Range(1, 1_000_000)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Rows that are taken at random; <see langword="null"/> (the default) for all.</summary>
    public int? Rows { get; init; }

    /// <summary>Rows held out, on which elites are chosen and training stops. Default 1000.</summary>
    [Range(1, 1_000_000)]
    public int HeldOut { get; init; } = 1000;

    /// <summary>Epochs at most. Default 200.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 200;

    /// <summary>Epochs without an improvement of any network of a seed after which it stops. Default 5.</summary>
    [Range(1, 100_000)]
    public int Patience { get; init; } = 5;

    /// <summary>The share by which an error must fall to count as an improvement. Default 0.01.</summary>
    public double Improvement { get; init; } = 0.01;
}
