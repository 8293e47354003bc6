using Offprint.Agents.Offline;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>Finds trainings of parts C and D.</summary>
internal static class ImprovementCells
{
    /// <summary>A training with its result.</summary>
    public static CellResult<ImprovementSettings, ImprovementResult> Of(PaperResults results,
        Func<UniO4Trials, ImprovementSettings> which)
    {
        ImprovementSettings wanted = which(new UniO4Trials(results.Profile));
        return results.Of(Papers.UniO4.Improvement).FirstOrDefault(c => c.Settings.Key == wanted.Key)
            ?? throw new MissingResultsException($"'{wanted.Label}' is not among the trainings of the profile {results.Profile}.");
    }

    /// <summary>The trainings with the study's own seeds that are there, in their order.</summary>
    public static IReadOnlyList<(string Label, CellResult<ImprovementSettings, ImprovementResult> Cell)> All(PaperResults results)
    {
        var cells = results.Of(Papers.UniO4.Improvement);
        return [.. from s in new UniO4Trials(results.Profile).Improvements()
                   from c in cells.Where(c => c.Settings.Key == s.Key)
                   select (s.Label, c)];
    }

    /// <summary>IQL's evaluations online, on Hopper.</summary>
    public static IReadOnlyList<OnlineScores> Iql(PaperResults results) => Iql(results, Papers.UniO4.Rivals);

    /// <summary>IQL's evaluations online in a study.</summary>
    public static IReadOnlyList<OnlineScores> Iql(PaperResults results, TrainingStudy study)
    {
        var course = OnlineCourse.Of(results.Of(study)[0].Result.Methods[0]);
        return [.. course.Steps.Zip(course.Scores, (steps, scores) => new OnlineScores(steps, scores))];
    }

    /// <summary>Whether a policy that a gate judged was better than the one that it would replace.</summary>
    /// <param name="Accepted">Whether the gate let it through.</param>
    /// <param name="Gain">By how much its true score was higher.</param>
    public sealed record Decision(bool Accepted, double Gain);

    /// <summary>
    /// By how much the score by which the gate judges is higher for the policies that the offline phase ends with than for the cloned
    /// ones, means over policies, [seed].
    /// </summary>
    public static double[] HeldGains(CellResult<ImprovementSettings, ImprovementResult> cell)
    {
        var gates = cell.Result.Offline!.Gates;
        int seeds = cell.Cell.Seeds.Count, count = gates[0].Scores.Count / seeds;
        bool gated = cell.Settings.Offline!.Improvement.Replacement == Replacement.WhenBetter;
        return [.. Enumerable.Range(0, seeds).Select(p => Enumerable.Range(0, count).Select(i => i * seeds + p)
            .Average(at => gates.Last(g => !gated || g.Accepted[at]).Scores[at] - gates[0].Scores[at]))];
    }

    /// <summary>All decisions after the first gate, with what the environment would have said.</summary>
    public static IEnumerable<Decision> Decisions(IReadOnlyList<GateRow> gates)
    {
        double[] held = [.. gates[0].TrueScores];
        foreach (GateRow gate in gates.Skip(1))
        {
            for (int i = 0; i < held.Length; i++)
            {
                yield return new(gate.Accepted[i], gate.TrueScores[i] - held[i]);
                if (gate.Accepted[i])
                    held[i] = gate.TrueScores[i];
            }
        }
    }
}
