using Offprint.Experiments;

namespace Offprint.Trials;

/// <summary>
/// What the choice of a table's settings consumed: evaluations of policies in the environment, which offline learning is not supposed to
/// have. Every score table states it (the protocol of Jackson et al., "A clean slate for offline reinforcement learning", 2025).
/// </summary>
/// <param name="Trainings">Trainings that were compared.</param>
/// <param name="Evaluations">Evaluations that the choice looked at.</param>
/// <param name="Episodes">Their episodes.</param>
/// <param name="Note">Where settings come from otherwise.</param>
public sealed record SelectionCost(int Trainings, int Evaluations, int Episodes, string Note)
{
    /// <summary>Settings that nothing of ours selected.</summary>
    /// <param name="note">Where they come from: "the authors'".</param>
    /// <returns>A cost of nothing.</returns>
    public static SelectionCost None(string note) => new(0, 0, 0, note);

    /// <summary>The cost of a choice by final scores.</summary>
    /// <param name="cells">The trainings that were compared.</param>
    /// <param name="window">Last evaluations that a final score is the mean of.</param>
    /// <param name="note">Where other settings come from.</param>
    /// <returns>The cost.</returns>
    public static SelectionCost Of(IReadOnlyList<CellResult<Trial, TrialResult>> cells, int window, string note)
    {
        var trainings = cells.SelectMany(cell => cell.Result.Methods.Select(result => (cell.Settings.Run.Episodes, result.Scores)))
            .ToList();
        int Looked(IReadOnlyList<double[]> scores) => Math.Min(window, scores.Count) * scores[0].Length;
        return new(trainings.Sum(t => t.Scores[0].Length), trainings.Sum(t => Looked(t.Scores)),
            trainings.Sum(t => t.Episodes * Looked(t.Scores)), note);
    }

    /// <inheritdoc/>
    public override string ToString() => Trainings == 0
        ? $"Online evaluations that the choice of settings consumed: none ({Note})."
        : $"Online evaluations that the choice of settings consumed: {Evaluations} of {Episodes / Math.Max(Evaluations, 1)} episodes, " +
            $"of {Trainings} trainings ({Note}).";
}
