using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Files;

namespace Offprint.Agents.Tabular.DensityRatios;

/// <summary>Which functions an optimistic agent still believes, and what it plays.</summary>
public abstract record VersionSpaceRule : ILabeled
{
    /// <inheritdoc/>
    [JsonIgnore]
    public abstract string Label { get; }

    /// <summary>K, the episodes that are played with one function before the next test.</summary>
    internal virtual int EpisodesPerRound => 1;

    /// <summary>Makes the test of a run.</summary>
    internal abstract Func<int, bool> Test(VersionSpaceRun run);
}

/// <summary>
/// GLOW (Amortila et al. 2024, algorithm 1): f stays while no clipped weight shows a large average Bellman error,
/// $$\sup_{w\in W}\hat{\mathbb E}\big[\hat\Delta_h f\,\tilde w-\alpha_t\tilde w^2\big]\le\beta_t,\qquad \tilde w=\min(w,\gamma_t),$$
/// with $\gamma_t=\gamma t$, $\alpha_t=8/\gamma_t$, $\beta_t=36\gamma_t\ln(6|F||W|TH/\delta)/(t-1)$.
/// </summary>
[Kind("glow")]
public sealed record Glow : VersionSpaceRule
{
    /// <summary>
    /// γ; <see langword="null"/> (the default) takes theorem 3.1's √(C_cov/(T ln(|F||W|/δ))), with batches theorem 3.2's √(C_cov/T).
    /// </summary>
    public double? Clip { get; init; }

    /// <summary>Multiplies γ.</summary>
    public double ClipScale { get; init; } = 1;

    /// <summary>Multiplies α_t: 1 is the theorem's.</summary>
    public double PenaltyScale { get; init; } = 1;

    /// <summary>Multiplies β_t: 1 is the theorem's.</summary>
    public double ThresholdScale { get; init; } = 1;

    /// <summary>δ.</summary>
    public double Delta { get; init; } = 0.1;

    /// <summary>Whether weights are clipped; without it ratios may be infinite, and only the pairs seen so far speak.</summary>
    public bool Clipping { get; init; } = true;

    /// <summary>
    /// K, the episodes of a round. Default: 1, theorem 3.1's. Theorem 3.2 takes about T ln(|F||W|/δ), which pays for a class of weights as
    /// large as <see cref="HarmonicRatios"/>.
    /// </summary>
    [AddedLater("1")]
    public int Batch { get; init; } = 1;

    internal override int EpisodesPerRound => Batch;

    /// <summary>The theorem's γ for a problem.</summary>
    /// <param name="coverability">C_cov.</param>
    /// <param name="rounds">T.</param>
    /// <param name="logSize">ln |F||W|.</param>
    /// <returns>γ, at most 1.</returns>
    public double ClipFor(double coverability, double rounds, double logSize) => Math.Min(1, ClipScale
        * (Clip ?? Math.Sqrt(coverability / (rounds * (Batch > 1 ? 1 : logSize - Math.Log(Delta))))));

    /// <summary>β_t.</summary>
    /// <param name="clip">γ_t.</param>
    /// <param name="round">t, above 1.</param>
    /// <param name="rounds">T.</param>
    /// <param name="horizon">H.</param>
    /// <param name="logSize">ln |F||W|.</param>
    /// <returns>What a weighted error may be.</returns>
    public double ThresholdFor(double clip, double round, double rounds, int horizon, double logSize) =>
        ThresholdScale * 36 * clip / (Batch * (round - 1)) * (Math.Log(6 * rounds * horizon / Delta) + logSize);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Label => string.Join(", ", new[]
    {
        "GLOW", ThresholdScale == 1 ? null : $"constants × {ThresholdScale}",
        PenaltyScale == 0 ? "no penalty" : PenaltyScale == ThresholdScale ? null : $"penalty × {PenaltyScale}",
        Clipping ? null : "no clipping", ClipScale == 1 ? null : $"γ × {ClipScale}", Clip is { } own ? $"γ = {own}" : null,
        Batch == 1 ? null : $"batches of {Batch}",
    }.OfType<string>());

    internal override Func<int, bool> Test(VersionSpaceRun run)
    {
        if (!(Delta is > 0 and < 1) || !(PenaltyScale >= 0) || !(ThresholdScale > 0) || !(ClipScale > 0) || Clip is <= 0 || Batch < 1)
            throw new ArgumentException(
                $"GLOW needs δ in (0, 1), a penalty of at least 0, a threshold, a γ and a batch above 0; given are {this}.");
        double logSize = Math.Log(run.Statistics.Count) + run.Weights.LogSize(run.Rounds);
        double gamma = ClipFor(run.Coverability, run.Rounds, logSize);
        double[] weights = new double[run.Pairs];
        return f =>
        {
            if (run.Round == 1)
                return true;
            double clip = gamma * run.Round, penalty = PenaltyScale * 8 / clip;
            double allowed = ThresholdFor(clip, run.Round, run.Rounds, run.Statistics.Horizon, logSize);
            for (int h = 0; h < run.Statistics.Horizon; h++)
            {
                for (int i = 0; i < run.Weights.Count; i++)
                {
                    run.Weights.Fill(i, h, run.Played(h), weights);
                    for (int j = 0; j < weights.Length; j++)
                        weights[j] = Clipping ? Math.Min(weights[j], clip) : double.IsFinite(weights[j]) ? weights[j] : 0;
                    (double error, double squares) = run.Statistics.Moments(f, h, weights);
                    if (error - penalty * squares > allowed)
                        return false;
                }
            }
            return true;
        };
    }
}

/// <summary>
/// GOLF (Jin, Liu and Miryoosefi 2021): f stays while its squared loss exceeds the best of the class by at most ln(T|F|H/δ). Sound where
/// the
/// class is Bellman complete.
/// </summary>
[Kind("golf")]
public sealed record Golf : VersionSpaceRule
{
    /// <summary>δ.</summary>
    public double Delta { get; init; } = 0.1;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Label => "GOLF";

    internal override Func<int, bool> Test(VersionSpaceRun run)
    {
        double allowed = Math.Log(run.Rounds * run.Statistics.Count * run.Statistics.Horizon / Delta);
        return f =>
        {
            for (int h = 0; h < run.Statistics.Horizon; h++)
            {
                if (run.Statistics.Excess(f, h) > allowed)
                    return false;
            }
            return true;
        };
    }
}
