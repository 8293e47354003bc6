using Offprint.Files;

namespace Offprint.Agents.Tabular.DensityRatios;

/// <summary>Which functions an optimistic agent still believes, and what it plays.</summary>
public abstract record VersionSpaceRule
{
    /// <summary>A name for readers.</summary>
    /// <returns>For example "GLOW".</returns>
    public abstract string Title();

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
    /// <summary>γ; <see langword="null"/> (the default) takes theorem 3.1's √(C_cov/(T ln(|F||W|/δ))).</summary>
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

    /// <summary>The theorem's γ for a problem.</summary>
    /// <param name="coverability">C_cov.</param>
    /// <param name="rounds">T.</param>
    /// <param name="size">|F||W|.</param>
    /// <returns>γ, at most 1.</returns>
    public double ClipFor(double coverability, double rounds, double size) =>
        Math.Min(1, ClipScale * (Clip ?? Math.Sqrt(coverability / (rounds * Math.Log(size / Delta)))));

    /// <inheritdoc/>
    public override string Title() => PenaltyScale == 1 && ThresholdScale == 1 ? "GLOW" : $"GLOW, constants × {ThresholdScale}";

    internal override Func<int, bool> Test(VersionSpaceRun run)
    {
        if (!(Delta is > 0 and < 1) || !(PenaltyScale >= 0) || !(ThresholdScale > 0) || !(ClipScale > 0) || Clip is <= 0)
            throw new ArgumentException($"GLOW needs δ in (0, 1), a penalty of at least 0, a threshold and a γ above 0; given are {this}.");
        double size = run.Statistics.Count * run.Weights.Size, gamma = ClipFor(run.Coverability, run.Rounds, size);
        double log = Math.Log(6 * size * run.Rounds * run.Statistics.Horizon / Delta);
        double[] weights = new double[run.Pairs];
        return f =>
        {
            double clip = gamma * run.Round, before = run.Round - 1;
            if (before == 0)
                return true;
            double penalty = PenaltyScale * 8 / clip, allowed = ThresholdScale * 36 * clip / before * log;
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
    public override string Title() => "GOLF";

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
