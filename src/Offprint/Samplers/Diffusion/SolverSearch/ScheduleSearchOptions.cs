namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>Where a search has its candidates from.</summary>
public enum SearchStrategy
{
    /// <summary>Random schedules.</summary>
    Random,

    /// <summary>Children of the best so far.</summary>
    Evolution,

    /// <summary>S³: children of the best so far, bred over several generations that a learned predictor ranks.</summary>
    Predictor,
}

/// <summary>Settings of <see cref="ScheduleSearch"/>.</summary>
public sealed record ScheduleSearchOptions
{
    /// <summary>Where candidates come from.</summary>
    public SearchStrategy Strategy { get; init; } = SearchStrategy.Predictor;

    /// <summary>True evaluations in all, those of the first population included.</summary>
    public int Evaluations { get; init; } = 600;

    /// <summary>Candidates that are evaluated in one batch: a generation. Default 20, our choice.</summary>
    public int Batch { get; init; } = 20;

    /// <summary>How many of the best may be parents. Default 15 (code).</summary>
    public int Parents { get; init; } = 15;

    /// <summary>With a predictor: generations bred between two batches of true evaluations. Default 5, our choice.</summary>
    public int PredictedGenerations { get; init; } = 5;

    /// <summary>With a predictor: candidates a bred generation. Default 100, our choice.</summary>
    public int PredictedChildren { get; init; } = 100;

    /// <summary>The space.</summary>
    public ScheduleSpaceOptions Space { get; init; } = new();
}
