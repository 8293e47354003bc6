using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>When the best score fell.</summary>
/// <param name="Evaluation">The number of the true evaluation, from 1.</param>
/// <param name="Score">The best score from then on.</param>
public sealed record Improvement(int Evaluation, double Score);

/// <summary>What is kept of a search.</summary>
/// <param name="Evaluations">True evaluations in all.</param>
/// <param name="Known">How many of them were known solvers, the first population.</param>
/// <param name="Improvements">When the best score fell.</param>
/// <param name="Best">The best schedule.</param>
/// <param name="Test">Its score on fresh starts.</param>
/// <param name="BestKnown">The score on fresh starts of the known solver that was best in the search.</param>
public sealed record SearchRun(
    int Evaluations, int Known, IReadOnlyList<Improvement> Improvements, SolverSchedule Best, double Test, double BestKnown)
{
    /// <summary>Summarizes a search.</summary>
    /// <param name="archive">Its evaluations.</param>
    /// <param name="known">How many of them were known solvers.</param>
    /// <param name="test">Scores on fresh starts.</param>
    /// <returns>The summary.</returns>
    public static SearchRun Of(SearchArchive archive, int known, IScheduleObjective test)
    {
        double[] best = archive.BestSoFar();
        var improvements = Enumerable.Range(0, best.Length).Where(i => i == 0 || best[i] < best[i - 1])
            .Select(i => new Improvement(i + 1, best[i]));
        var baseline = archive.Entries.Take(known).MinBy(e => e.Score)!.Schedule;
        var scores = test.Evaluate([archive.Best.Schedule, baseline]);
        return new(best.Length, known, [.. improvements], archive.Best.Schedule, scores[0], scores[1]);
    }

    /// <summary>The best score after a number of true evaluations.</summary>
    /// <param name="evaluation">The number, from 1.</param>
    /// <returns>The score.</returns>
    public double BestAt(int evaluation) => Improvements.Last(i => i.Evaluation <= evaluation).Score;

    /// <summary>The first evaluation with a score as low as asked.</summary>
    /// <param name="score">The score.</param>
    /// <returns>Its number; infinite if there is none.</returns>
    public double FirstAtMost(double score) => Improvements.FirstOrDefault(i => i.Score <= score)?.Evaluation ?? double.PositiveInfinity;
}
