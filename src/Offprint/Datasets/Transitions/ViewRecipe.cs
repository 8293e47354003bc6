using Offprint.Cards;
using Offprint.Datasets.Offline;

namespace Offprint.Datasets.Transitions;

/// <summary>By which statistics observations are scaled.</summary>
/// <param name="Divisor">The variance's divisor.</param>
/// <param name="Epsilon">ε, added to the deviation.</param>
public sealed record ObservationScale(VarianceDivisor Divisor, double Epsilon);

/// <summary>
/// What a method wants of a data set before there is one: <see cref="TransitionOptions"/> whose statistics are still to be taken. Time
/// limits
/// have no default here, either.
/// </summary>
/// <param name="TimeLimits">What becomes of cut episodes' last steps.</param>
/// <param name="Next">Where successors are read.</param>
public sealed record ViewRecipe(TimeLimitRule TimeLimits, NextState Next = NextState.NextRow)
{
    /// <summary>How observations are scaled, by statistics of all rows; <see langword="null"/> leaves them.</summary>
    public ObservationScale? Observations { get; init; }

    /// <summary>How rewards are scaled; <see langword="null"/> leaves them.</summary>
    public RewardRule? Reward { get; init; }

    /// <summary>n, the steps whose rewards a row sums. Default 1.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>γ, for rewards over several steps and for returns-to-go. Default 0.99.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>Whether batches carry returns-to-go; <see langword="null"/> for none.</summary>
    public ReturnToGoRule? ReturnToGo { get; init; }

    /// <summary>Whether batches carry the data's own next actions.</summary>
    public bool NextActions { get; init; }

    /// <summary>Further columns of the data set that batches carry, by name. Default: none.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The recipe for a data set.</summary>
    /// <param name="data">The data set, whose rows give the statistics.</param>
    /// <returns>Options of its view; each call makes a normalizer of its own, which evaluations share with the view.</returns>
    /// <exception cref="ArgumentException">Rewards or returns of the data are all equal and cannot be scaled.</exception>
    public TransitionOptions Of(OfflineDataset data) => new(TimeLimits, Next, Reward?.Of(data))
    {
        Steps = Steps,
        Discount = Discount,
        ReturnToGo = ReturnToGo,
        NextActions = NextActions,
        Columns = Columns,
        Observations = Observations is { } scale ? Normalizer.Of(data, scale.Divisor, scale.Epsilon) : null,
    };

    /// <summary>The recipe in words, for cards.</summary>
    /// <returns>A fact a decision.</returns>
    public IReadOnlyList<Fact> Facts() =>
    [
        new("Time limits", TimeLimits switch
        {
            TimeLimitRule.Drop => "last steps of cut episodes are dropped",
            TimeLimitRule.Bootstrap => "cut episodes go on with their last successor's value",
            _ => "count as terminal",
        }),
        new("Successors", Next == NextState.Stored ? "as stored" : "the next row"),
        new("Observations", Observations is { } scale
            ? FormattableString.Invariant(
                $"(s − mean) / (deviation + {scale.Epsilon}), variance by {(scale.Divisor == VarianceDivisor.Count ? "N" : "N − 1")}")
            : "raw"),
        new("Rewards", Reward switch
        {
            null => "raw",
            FixedReward fix => FormattableString.Invariant($"{fix.Scale} r + {fix.Shift}"),
            ReturnSpanReward span => FormattableString.Invariant($"returns span {span.Span}"),
            _ => "scaled to [0, 1]",
        }),
        .. Steps > 1 ? [new Fact("Rewards are summed over", Steps, "steps")] : Array.Empty<Fact>(),
        .. Columns.Count > 0 ? [new Fact("Further columns", string.Join(", ", Columns))] : Array.Empty<Fact>(),
        .. ReturnToGo is { } rule ? [new Fact("Returns-to-go", rule == ReturnToGoRule.SumToEnd ? "to the episode's end"
            : "with a failure's tail")] : Array.Empty<Fact>(),
    ];
}
