using Offprint.Environments;
using Offprint.Files;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Offline;

/// <summary>Where the guides of <see cref="A2pr"/> come from.</summary>
public enum GuideSource
{
    /// <summary>The model's reconstruction of the policy's own action: a projection to the data nearby (code).</summary>
    PolicyAction,

    /// <summary>A sample of the model given the state alone, its code clipped.</summary>
    Prior,

    /// <summary>The logged action alone: no model is trained. With gates this is TD3+BC with binary advantage weights (wPC).</summary>
    LoggedAction,
}

/// <summary>Options of <see cref="A2pr"/>; defaults of Liu et al. 2024 (code), which tunes α, w₁, w₂ and γ for each data set.</summary>
[Kind("a2pr")]
public sealed record A2prOptions : Td3BcOptions
{
    /// <summary>The authors' networks: actor of 256, 256, 256, critics of 256, 256, 256, 256.</summary>
    public A2prOptions()
    {
        ActorHidden = [256, 256, 256];
        Critics = new() { Hidden = [256, 256, 256, 256] };
    }

    /// <summary>
    /// w₁, the weight of the model's squared error. Default 1. The constraint's w₂ is <see cref="Td3BcOptions.ConstraintWeight"/>.
    /// </summary>
    public double ModelWeight { get; init; } = 1;

    /// <summary>ε_A, from which advantage on an action is good, in standard deviations of the batch's advantages. Default 0.</summary>
    public double AdvantageThreshold { get; init; }

    /// <summary>Where guides come from. Default: the model's reconstruction of the policy's action.</summary>
    public GuideSource Guide { get; init; }

    /// <summary>Whether the model learns from good actions only. Default: yes.</summary>
    public bool GateModel { get; init; } = true;

    /// <summary>Whether the policy is held only where a good action is known. Default: yes.</summary>
    public bool GateConstraint { get; init; } = true;

    /// <summary>
    /// Whether both indicators of the gate are added instead of joined by "or", so that rows where both hold count twice. Default: no.
    /// </summary>
    public bool AddGates { get; init; }

    /// <summary>
    /// Whether the guide is constant in the policy's loss; otherwise (code) gradients pass through the model. Default: no.
    /// </summary>
    public bool DetachGuide { get; init; }

    /// <summary>The widths of the value's hidden layers. Default 256, 256, 256, 256.</summary>
    public IReadOnlyList<int> ValueHidden { get; init; } = [256, 256, 256, 256];

    /// <summary>The model of actions. Default: 750, 750.</summary>
    public ConditionalVaeOptions Model { get; init; } = new();

    /// <summary>The value's optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions ValueAdam { get; init; } = new(3e-4);

    /// <summary>The model's optimizer. Default: Adam, 10⁻³ (code), unlike all others.</summary>
    public AdamOptions ModelAdam { get; init; } = new(1e-3);

    /// <inheritdoc/>
    public override A2pr Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);
}
