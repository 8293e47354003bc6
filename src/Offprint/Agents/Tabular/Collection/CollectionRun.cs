using Offprint.Cards;
using Offprint.Datasets.Tabular;

namespace Offprint.Agents.Tabular.Collection;

/// <summary>A finished or broken-off collection of samples.</summary>
/// <param name="Collector">Who collected.</param>
/// <param name="Steps">τ, the steps taken.</param>
/// <param name="IsComplete">Whether every pair has its samples; else the limit of steps ended the run, and τ is only a lower bound.</param>
/// <param name="StateTimes">
/// The steps after which 1, 2, … states had all their samples for the first time, increasing; S numbers, or fewer if it is incomplete.
/// </param>
/// <param name="PairTimes">The same for pairs, SA numbers or fewer.</param>
/// <param name="PlannerCalls">How often a planner was called.</param>
/// <param name="FailedAttempts">How many attempts ended because the model had moved, before the goal was reached.</param>
/// <param name="Counts">All observed transitions.</param>
public sealed record CollectionRun(
    string Collector, long Steps, bool IsComplete, long[] StateTimes, long[] PairTimes, int PlannerCalls, int FailedAttempts,
    TransitionCounts Counts) : IDescribable
{
    /// <summary>P_t, the share of states that have all their samples.</summary>
    /// <param name="step">t.</param>
    /// <returns>A number in [0, 1].</returns>
    public double Proportion(long step) => (double)StateTimes.Count(t => t <= step) / Counts.StateCount;

    /// <inheritdoc/>
    public Card Describe() => new($"Samples collected by {Collector}")
    {
        Subtitle = IsComplete ? $"complete after {Steps:N0} steps" : $"incomplete after {Steps:N0} steps",
        Facts =
        [
            new("steps", Steps), new("planner calls", PlannerCalls), new("failed attempts", FailedAttempts),
                new("states", Counts.StateCount),
            new("actions", Counts.ActionCount),
        ],
        Figures = [new PanelFigure("", [Curve(), Visits()], 2)],
    };

    private LineFigure Curve()
    {
        double[] grid = [.. Enumerable.Range(0, 101).Select(i => Steps * i / 100.0)];
        double pairs = Counts.StateCount * Counts.ActionCount;
        return new("Share that has its samples",
        [
            new("states", grid, [.. grid.Select(t => Proportion((long)t))]),
            new("pairs", grid, [.. grid.Select(t => PairTimes.Count(time => time <= t) / pairs)]) { Stroke = Stroke.Dashed },
        ])
        { X = new("step t"), Y = new("P_t", Low: 0, High: 1) };
    }

    private HeatMap Visits() => new("Visits",
        [.. Enumerable.Range(0, Counts.StateCount).Select(s => $"s{s}")], [.. Enumerable.Range(0, Counts.ActionCount).Select(a => $"a{a}")],
        [.. Enumerable.Range(0, Counts.StateCount).Select(s =>
            (IReadOnlyList<double>)[.. Enumerable.Range(0, Counts.ActionCount).Select(a => (double)Counts.N(s, a))])])
    { X = new("action"), Y = new("state"), ValueLabel = "N(s, a)" };
}
