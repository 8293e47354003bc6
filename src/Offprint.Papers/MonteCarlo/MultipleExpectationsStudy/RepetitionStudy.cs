using Offprint.Estimators.ControlVariates;
using Offprint.Experiments;

namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>One method on one problem.</summary>
/// <param name="Case">Which problem.</param>
/// <param name="Size">J where the problem leaves it open: moments or laws; 0 elsewhere.</param>
/// <param name="Method">The method.</param>
/// <param name="Budget">N_max.</param>
public sealed record RepetitionSettings(string Case, int Size, EstimationMethod Method, int Budget);

/// <summary>Estimates of all repetitions, one a seed.</summary>
/// <param name="Estimates">Î, [J] a repetition, to eight significant digits.</param>
/// <param name="Rounds">Rounds of adaptation used.</param>
/// <param name="FinalSamples">Points in the final estimate.</param>
public sealed record RepetitionsResult(IReadOnlyList<double[]> Estimates, IReadOnlyList<int> Rounds, IReadOnlyList<int> FinalSamples);

/// <summary>Repeats methods on a problem, with a seed a repetition, so that each can be replayed alone.</summary>
public abstract class RepetitionStudy : Experiment<RepetitionSettings, RepetitionsResult>
{
    /// <summary>The paper's budget.</summary>
    public const int PaperBudget = 20_000;

    /// <summary>The paper's repetitions.</summary>
    public const int PaperRepetitions = 200;

    /// <inheritdoc/>
    public override RepetitionsResult Run(Cell<RepetitionSettings> cell, RunContext context)
    {
        var problem = Problem(cell.Settings);
        var repetitions = new List<Repetition>();
        foreach (var seed in context.Seeds)
        {
            context.Report(repetitions.Count, context.Seeds.Count, $"repetition {repetitions.Count + 1}");
            repetitions.Add(cell.Settings.Method.Run(problem, cell.Settings.Budget, seed, context.Cancellation));
        }
        return new RepetitionsResult(
            [.. repetitions.Select(r => r.Values.Select(value => StoredNumbers.Significant(value, 8)).ToArray())],
            [.. repetitions.Select(r => r.Rounds)], [.. repetitions.Select(r => r.FinalSamples)]);
    }

    /// <summary>Makes the problem of a setting.</summary>
    /// <param name="settings">The setting.</param>
    /// <returns>The problem.</returns>
    protected abstract ExpectationProblem Problem(RepetitionSettings settings);

    /// <summary>A cell of repetitions <paramref name="first"/> to <paramref name="first"/> + count − 1.</summary>
    private protected static Cell<RepetitionSettings> Cell(
        string problem, int size, EstimationMethod method, int budget, int count, double cost, int first = 1)
    {
        string name = method is AdaptiveSampling adaptive ? adaptive.Stream : method.Label;
        return new(KeyText.Of(problem, name, budget, first > 1 ? $"from {first}" : null),
            new RepetitionSettings(problem, size, method, budget), [.. Enumerable.Range(first, count)])
        {
            Cost = cost * count * budget / PaperBudget,
        };
    }
}
