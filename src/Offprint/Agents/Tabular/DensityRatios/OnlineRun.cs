using Offprint.Cards;

namespace Offprint.Agents.Tabular.DensityRatios;

/// <summary>A round in which another function is played than in the one before.</summary>
/// <param name="Round">The round, from 1 on.</param>
/// <param name="Function">The function's index.</param>
public sealed record PlayedChange(long Round, int Function);

/// <summary>An online run: what was played, and what it lost.</summary>
/// <param name="Rounds">Rounds at which the regret is written down.</param>
/// <param name="Regret">Σ (J* − J(π_t)) up to each, exactly.</param>
/// <param name="Changes">When another function was played; the first entry is the first round's.</param>
/// <param name="TruthRejected">Rounds in which Q* was outside the version space; −1 where it was not watched.</param>
/// <param name="Potential">Σ_t E_{d_t}[d_t/d̃_{t+1}], the greatest over stages, with d̃ the sum of occupancies up to t plus C_cov
/// μ.</param>
public sealed record OnlineRun(
    IReadOnlyList<long> Rounds, IReadOnlyList<double> Regret, IReadOnlyList<PlayedChange> Changes, long TruthRejected, double Potential)
    : IDescribable
{
    /// <summary>The function played last.</summary>
    public int Last => Changes[^1].Function;

    /// <summary>How often a function came back after another had been played.</summary>
    public int Returns => Changes.Count - Changes.Select(c => c.Function).Distinct().Count();

    /// <inheritdoc/>
    public Card Describe() => new("Online run")
    {
        Facts =
        [
            new("rounds", (double)Rounds[^1]), new("regret", Regret[^1]), new("changes of function", Changes.Count - 1),
                new("returns", Returns),
            new("last change in round", (double)Changes[^1].Round), new("rounds without Q*",
                TruthRejected < 0 ? "all: the class lacks Q*" : NumberText.Format(TruthRejected)),
        ],
        Figures = [new LineFigure("Regret", [new("", [.. Rounds.Select(r => (double)r)], Regret)])
            { X = new("round t"), Y = new("Σ J* − J(π_t)") }],
    };
}
