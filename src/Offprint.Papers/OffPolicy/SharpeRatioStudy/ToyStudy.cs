using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Estimators.OffPolicy.Selection;
using Offprint.Experiments;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>What a made-up estimator says of candidates.</summary>
/// <param name="Name">Its letter in the paper.</param>
/// <param name="Values">Ĵ, in the candidates' order.</param>
public sealed record ToyEstimator(string Name, IReadOnlyList<double> Values) : ILabeled
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Label => Name;
}

/// <summary>Candidates with known values, and two estimators.</summary>
/// <param name="Example">The paper's number of the example.</param>
/// <param name="Truth">J.</param>
/// <param name="Behavior">J(π_b).</param>
/// <param name="Estimators">The estimators.</param>
public sealed record ToySettings(int Example, IReadOnlyList<double> Truth, double Behavior, IReadOnlyList<ToyEstimator> Estimators)
    : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("example", Example, "behavior", Behavior);

    internal SelectionScores Scores(int estimator, SelectionOptions? options = null) =>
        PolicySelection.Evaluate([.. Truth], [.. Estimators[estimator].Values], Behavior, options);
}

/// <summary>One estimator's scores; lists begin with k = 2.</summary>
/// <param name="Estimator">The estimator.</param>
/// <param name="MeanSquaredError">mean (J − Ĵ)².</param>
/// <param name="RankCorrelation">Spearman's.</param>
/// <param name="Regret1">Of the first.</param>
/// <param name="Regret3">Of the first three.</param>
/// <param name="SharpeRatio">SharpeRatio@k.</param>
/// <param name="Gain">best@k − J(π_b).</param>
/// <param name="Deviation">std@k.</param>
public sealed record ToyScores(
    ToyEstimator Estimator, double MeanSquaredError, double RankCorrelation, double Regret1, double Regret3,
    IReadOnlyList<double> SharpeRatio, IReadOnlyList<double> Gain, IReadOnlyList<double> Deviation);

/// <summary>Both estimators' scores.</summary>
/// <param name="Scores">In the settings' order.</param>
public sealed record ToyResult(IReadOnlyList<ToyScores> Scores);

/// <summary>The paper's two examples, exact: where accuracy ties and risk does not.</summary>
public sealed class ToyStudy : Experiment<ToySettings, ToyResult>
{
    private static readonly double[] s_first = [1, 3, 4, 5, 6, 7, 8, 9, 10, 12];
    private static readonly double[] s_second = [.. Enumerable.Range(1, 19).Select(j => (double)j)];

    /// <inheritdoc/>
    public override string Name => "toys";

    /// <inheritdoc/>
    public override string Title => "Two examples in which accuracy ties";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<ToySettings>> Cells(Profile profile) =>
        [Cell.Of(First, []), .. new[] { 5.0, 10, 15 }.Select(behavior => Cell.Of(Second(behavior), []))];

    /// <summary>X underestimates two good policies, Y overestimates two bad ones.</summary>
    internal static ToySettings First { get; } = new(1, s_first, 8,
    [
        new("X", [.. s_first.Select(j => j is 9 or 10 ? 2 : j)]), new("Y", [.. s_first.Select(j => j is 3 or 4 ? 11 : j)]),
    ]);

    /// <summary>W is right up to 10 and reversed beyond, Z is a random permutation.</summary>
    internal static ToySettings Second(double behavior) => new(2, s_second, behavior,
    [
        new("W", [.. s_second.Select(j => j <= 10 ? j - 0.5 : 20 - j)]),
        new("Z", [5, 11, 14, 17, 15, 3, 10, 4, 1, 19, 12, 7, 2, 18, 13, 8, 9, 6, 16]),
    ]);

    /// <inheritdoc/>
    public override ToyResult Run(Cell<ToySettings> cell, RunContext context)
    {
        ToySettings s = cell.Settings;
        return new([.. s.Estimators.Select((estimator, i) =>
        {
            SelectionScores scores = s.Scores(i);
            Shortlist[] lists = [.. scores.Shortlists.Skip(1)];
            return new ToyScores(estimator, scores.MeanSquaredError, scores.RankCorrelation, scores.At(1).Regret, scores.At(3).Regret,
                [.. lists.Select(l => l.SharpeRatio)], [.. lists.Select(l => l.Best - s.Behavior)], [.. lists.Select(l => l.Deviation)]);
        })]);
    }
}
