using System.ComponentModel.DataAnnotations;

namespace Offprint.Agents.Tabular;

/// <summary>How a penalty depends on what was seen; m is the number of rows of a pair, at least 1.</summary>
public enum PenaltyKind
{
    /// <summary>$c\,V_{\max}\sqrt{L/m}$: Rashidinejad et al. (2021).</summary>
    Hoeffding,

    /// <summary>
    /// $c\,(\sqrt{\mathrm{Var}_{\hat P}(V)\,L/m} + V_{\max}L/m)$: smaller where next states are worth the same (Li et al. 2022). The
    /// leading
    /// term covers transitions only: for rewards without noise.
    /// </summary>
    Bernstein,
}

/// <summary>Options of <see cref="PessimisticValueIteration"/>.</summary>
public sealed record PessimismOptions
{
    /// <summary>The form of the penalty. Default: <see cref="PenaltyKind.Hoeffding"/>, as in the paper.</summary>
    public PenaltyKind Penalty { get; init; } = PenaltyKind.Hoeffding;

    /// <summary>
    /// c, at least 0. Default 1, at which Hoeffding's inequality holds; 0.1 learns from far less data. 0 is no pessimism.
    /// </summary>
    [Range(0.0, double.MaxValue)]
    public double Scale { get; init; } = 1;

    /// <summary>
    /// L. Default <see langword="null"/>: <see cref="LogFactor"/> times ln(2SA/δ), or ln(2(T+1)SA/δ) if split.
    /// </summary>
    [Range(0.0, double.MaxValue)]
    public double? LogTerm { get; init; }

    /// <summary>The factor of the default L. Default 1; the paper's proof, which splits, uses 2000.</summary>
    [Range(0.0, double.MaxValue)]
    public double LogFactor { get; init; } = 1;

    /// <summary>δ in (0, 1). Default <see langword="null"/>: 1/N, as in the paper.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? Delta { get; init; }

    /// <summary>
    /// Whether each sweep uses a part of the data of its own, as the paper's proof needs. Default <see langword="false"/> (our choice): all
    /// data in every sweep, because T + 1 parts leave each sweep few rows. Needs N ≥ T + 1.
    /// </summary>
    public bool Split { get; init; }

    /// <summary>
    /// Whether a state keeps its value and action where a sweep does not improve them. Default <see langword="true"/>, as in the paper.
    /// </summary>
    public bool Monotone { get; init; } = true;

    /// <summary>Q of a pair without rows. Default <see langword="null"/>: −b with m = 1, as in the paper.</summary>
    public double? UnseenValue { get; init; }

    /// <summary>T, the number of sweeps. Default <see langword="null"/>: ⌈ln N/(1−γ)⌉, as in the paper, at least 1.</summary>
    [Range(1, int.MaxValue)]
    public int? Sweeps { get; init; }

    internal void Validate()
    {
        if (!(Scale >= 0) || double.IsInfinity(Scale))
            throw new ArgumentOutOfRangeException(nameof(Scale), Scale, "The scale of the penalty must be finite and at least 0.");
        if (LogTerm is { } term && (!(term >= 0) || double.IsInfinity(term)))
            throw new ArgumentOutOfRangeException(nameof(LogTerm), term, "L must be finite and at least 0.");
        if (!(LogFactor >= 0) || double.IsInfinity(LogFactor))
            throw new ArgumentOutOfRangeException(nameof(LogFactor), LogFactor, "The factor of L must be finite and at least 0.");
        if (Delta is { } delta && !(delta is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Delta), delta, "δ is a probability strictly between 0 and 1.");
        if (Sweeps is < 1)
            throw new ArgumentOutOfRangeException(nameof(Sweeps), Sweeps, "There must be at least one sweep.");
    }
}
