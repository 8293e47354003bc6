namespace Offprint.Estimators.ControlVariates;

/// <summary>The family of auxiliary densities.</summary>
public enum AuxiliaryFamily
{
    /// <summary>One normal law an expectation. The paper's choice.</summary>
    Gaussian,

    /// <summary>One normal law with independent coordinates.</summary>
    DiagonalGaussian,

    /// <summary>A mixture of two normal laws.</summary>
    GaussianMixture,
}

/// <summary>How <see cref="AdaptiveImportanceSampling"/> spends its budget.</summary>
public sealed record AdaptiveImportanceSamplingOptions
{
    /// <summary>N_max, the evaluations of φ in all. 20,000 in the paper's experiments.</summary>
    public int Budget { get; init; } = 20_000;

    /// <summary>The share of the budget that adaptation may use. code: 1/2.</summary>
    public double AdaptationShare { get; init; } = 0.5;

    /// <summary>The most rounds of adaptation, the first draw included. code: 5.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>The family of the auxiliary densities. Gaussian by default.</summary>
    public AuxiliaryFamily Family { get; init; }

    /// <summary>Whether auxiliary densities serve as control variates; if not, β = 0 throughout. On by default.</summary>
    public bool ControlVariates { get; init; } = true;

    /// <summary>Whether the mixture's weights α are optimized; if not, they are equal. On by default.</summary>
    public bool OptimizeWeights { get; init; } = true;

    /// <summary>
    /// Whether the final sample uses the round of least variance. code: no, the newest round's parameters are used, although the stopping
    /// rule
    /// has just found that the round did not pay.
    /// </summary>
    public bool KeepBest { get; init; }

    /// <summary>The points a round draws.</summary>
    public int RoundSize => (int)(Budget * AdaptationShare) / Rounds;

    internal void Validate(int dimension)
    {
        if (!(AdaptationShare is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(AdaptationShare), AdaptationShare,
                "The share of adaptation lies between 0 and 1: the rest is the final sample.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Rounds, 2);
        if (RoundSize < 2 * dimension + 2)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"A budget of {Budget} leaves {RoundSize} points a round, too few to fit a covariance in {dimension} dimensions: take " +
                    $"{Math.Ceiling((2 * dimension + 2) * Rounds / AdaptationShare)} or more, or fewer rounds."),
                nameof(Budget));
        }
    }
}
