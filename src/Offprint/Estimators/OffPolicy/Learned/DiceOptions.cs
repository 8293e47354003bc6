using System.ComponentModel.DataAnnotations;
using Offprint.Tensors;

namespace Offprint.Estimators.OffPolicy.Learned;

/// <summary>
/// Options of <see cref="MarginalRatioFit"/>: which member of the DICE family the augmented Lagrangian is (Yang et al. 2020), and how it is
/// trained. Training as Kiyohara et al. 2024 (code).
/// </summary>
/// <param name="AlphaQ">α_Q, the regularization of Q.</param>
/// <param name="AlphaW">α_w, that of the ratio.</param>
/// <param name="UseReward">α_r: whether the reward enters.</param>
/// <param name="LearnLambda">Whether λ, which makes ratios average one, is learned; otherwise it is 0.</param>
public sealed record DiceOptions(
    [property: Range(0.0, 1e9)] double AlphaQ, [property: Range(0.0, 1e9)] double AlphaW, bool UseReward, bool LearnLambda)
{
    /// <summary>BestDICE (Yang et al. 2020), the published benchmark's.</summary>
    public static DiceOptions Best { get; } = new(0, 1, true, true);

    /// <summary>DualDICE (Nachum et al. 2019).</summary>
    public static DiceOptions Dual { get; } = new(1, 0, false, false);

    /// <summary>GenDICE (Zhang et al. 2020).</summary>
    public static DiceOptions Gen { get; } = new(1, 0, false, true);

    /// <summary>AlgaeDICE (Nachum et al. 2019).</summary>
    public static DiceOptions Algae { get; } = new(0, 1, true, false);

    /// <summary>In the manner of minimax Q-learning (Uehara, Huang, Jiang 2020).</summary>
    public static DiceOptions MinimaxQ { get; } = new(0, 0, true, false);

    /// <summary>In the manner of minimax weight learning (same).</summary>
    public static DiceOptions MinimaxWeight { get; } = new(0, 0, false, false);

    /// <summary>Gradient steps. Default 10,000.</summary>
    [Range(1, 10_000_000)]
    public int Steps { get; init; } = 10_000;

    /// <summary>Rows of a minibatch. Default 128.</summary>
    [Range(1, 1_000_000)]
    public int Batch { get; init; } = 128;

    /// <summary>The widths of hidden layers of Q and of the ratio. Default 100.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [100];

    /// <summary>λ at the start, where it is learned. Default 1.</summary>
    public double InitialLambda { get; init; } = 1;

    /// <summary>The optimizer of Q, ratio and λ. Default: momentum 0.9, 10⁻⁴, gradients clipped at 10.</summary>
    public SgdOptions Sgd { get; init; } = new(1e-4, 0.9, MaxGradientNorm: 10);

    /// <summary>Adam in place of it; <see langword="null"/> (the default) keeps <see cref="Sgd"/>.</summary>
    public AdamOptions? Adam { get; init; }

    /// <summary>
    /// Whether a trajectory's end is followed by a start, so that the constraint is that of the policy's own occupancy at every γ. Without
    /// it (code) the starts enter with 1 − γ, which at γ = 1 leaves them out. Our choice: yes.
    /// </summary>
    public bool Restart { get; init; } = true;
}
