using System.ComponentModel.DataAnnotations;
using Offprint.Agents.Policies;
using Offprint.Files;
using Offprint.Tensors;

namespace Offprint.Agents.Offline;

/// <summary>Options of <see cref="BalanceModel"/>; defaults of Wang et al. 2023, with the range of β for locomotion.</summary>
public sealed record BalanceOptions
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

    /// <summary>The widths of the model's hidden layers. Default 256, 256.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256, 256];

    /// <summary>The model's and its temperature's optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions Adam { get; init; } = new(3e-4);

    /// <summary>Updates of the agent from one of the model to the next. Default 1 (a port quotes 5 for locomotion).</summary>
    [Range(1, 1000)]
    public int Interval { get; init; } = 1;

    /// <summary>Whether the model's entropy is rewarded, with a learned temperature. Default: yes.</summary>
    public bool RewardsEntropy { get; init; } = true;

    /// <summary>The entropy that the temperature holds, of the squashed number in (−1, 1). Default −½.</summary>
    public double TargetEntropy { get; init; } = -0.5;

    /// <summary>Whether β is uniform in online updates, too. Default: no, the model draws it there.</summary>
    public bool UniformOnline { get; init; }

    /// <summary>Whether policies act with a β at random instead of the model's best. Default: no.</summary>
    public bool ActsAtRandom { get; init; }

    /// <summary>
    /// Whether the model's number is mapped as in the authors' code on CQL: u of (−1, 1) as if it lay in (0, 1), so that a range [½, 1½]
    /// becomes (−½, 1½) and β may be negative. Uniform draws keep the range. Default: no.
    /// </summary>
    [AddedLater("false")]
    public bool AsReleased { get; init; }

    /// <summary>The β that a number in (−1, 1) stands for.</summary>
    /// <param name="u">The number.</param>
    /// <returns>β.</returns>
    public double ToBeta(double u) => AsReleased
        ? u * (GreatestBeta - LeastBeta) + LeastBeta
        : (u + 1) * ((GreatestBeta - LeastBeta) / 2) + LeastBeta;

    /// <summary>The model as a policy over one number in (−1, 1).</summary>
    internal GaussianPolicyOptions Policy => new() { Hidden = Hidden, StateDependentDeviation = false, MinLogDeviation = -10 };
}
