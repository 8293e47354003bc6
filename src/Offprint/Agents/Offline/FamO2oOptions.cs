using System.ComponentModel.DataAnnotations;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Offline;

/// <summary>Options of <see cref="FamO2o"/>; defaults of Wang et al. 2023 for locomotion.</summary>
[Kind("famo2o")]
public sealed record FamO2oOptions : ImplicitQLearningOptions
{
    /// <summary>The least β. Default 1 (AntMaze: 8).</summary>
    [Range(0.0, 1e6)]
    public double LeastBeta { get; init; } = 1;

    /// <summary>The greatest β. Default 5 (AntMaze: 14).</summary>
    [Range(0.0, 1e6)]
    public double GreatestBeta { get; init; } = 5;

    /// <summary>Numbers that encode β for the policy, even. Default 6.</summary>
    [Range(2, 1000)]
    public int EncodingWidth { get; init; } = 6;

    /// <summary>The widths of the balance model's hidden layers. Default 256, 256.</summary>
    public IReadOnlyList<int> BalanceHidden { get; init; } = [256, 256];

    /// <summary>The balance model's optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions BalanceAdam { get; init; } = new(3e-4);

    /// <summary>Updates from one of the balance model to the next. Default 1 (AntMaze; a port quotes 5 for locomotion).</summary>
    [Range(1, 1000)]
    public int BalanceInterval { get; init; } = 1;

    /// <summary>Whether the balance model's entropy is rewarded, with a learned temperature. Default: yes.</summary>
    public bool RewardsEntropy { get; init; } = true;

    /// <summary>The entropy that the temperature holds, of the squashed number in (−1, 1). Default −½.</summary>
    public double TargetEntropy { get; init; } = -0.5;

    /// <summary>Whether β is uniform in online updates, too. Default: no, the balance model draws it there.</summary>
    public bool UniformOnline { get; init; }

    /// <summary>Whether policies act with a β at random instead of the balance model's best. Default: no.</summary>
    public bool ActsAtRandom { get; init; }

    /// <summary>
    /// The same as options of the model alone. They stand here one by one because the digests of stored results cover them so.
    /// </summary>
    internal BalanceOptions Model => new()
    {
        LeastBeta = LeastBeta, GreatestBeta = GreatestBeta, EncodingWidth = EncodingWidth, Hidden = BalanceHidden, Adam = BalanceAdam,
        Interval = BalanceInterval, RewardsEntropy = RewardsEntropy, TargetEntropy = TargetEntropy, UniformOnline = UniformOnline,
        ActsAtRandom = ActsAtRandom,
    };

    /// <inheritdoc/>
    public override FamO2o Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);
}
