using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>The online phase of a method of part B, as figures and claims read it.</summary>
/// <param name="Label">The method's name.</param>
/// <param name="Seeds">One a column.</param>
/// <param name="Result">The training's numbers, those before the switch included.</param>
/// <param name="Method">The method.</param>
internal sealed record WsrlRun(string Label, IReadOnlyList<int> Seeds, MethodResult Result, Method Method)
{
    /// <summary>Last evaluations that a final score is the mean of.</summary>
    public const int Window = 4;

    /// <summary>Success rates in percent from the switch on.</summary>
    public OnlineCourse Course { get; } = OnlineCourse.Of(Result);

    /// <summary>Online steps of the evaluations, from 0.</summary>
    public int[] Steps => [.. Course.Steps];

    /// <summary>The final score of each seed.</summary>
    public double[] Final => Result.FinalScores(Window);

    /// <summary>The mean score of each seed over the evaluations of the first half of the online steps.</summary>
    public double[] FirstHalf => OnlineCourse.MeanOf(Course.Scores.Where((_, i) => Steps[i] > 0 && Steps[i] <= Steps[^1] / 2));

    /// <summary>The mean length of each seed's episodes in the last evaluation.</summary>
    public double[] Lengths => Result.Lengths?[^1] ?? throw new MissingResultsException($"'{Label}' has no lengths of episodes.");

    /// <summary>A number of <see cref="QProbe"/>, [evaluation][seed], from the switch.</summary>
    public double[][] Metric(string name) => Result.Metrics.TryGetValue(name, out double[][]? values)
        ? [.. values.Skip(Course.Switch)]
        : throw new MissingResultsException($"'{Label}' has no '{name}'.");

    /// <summary>A number of the probe in the last evaluation, [seed].</summary>
    public double[] Last(string name) => Metric(name)[^1];

    /// <summary>A number of the probe in the first evaluation at or after an online step, [seed].</summary>
    public double[] At(string name, double step) => Metric(name)[Array.FindIndex(Steps, own => own >= step)];
}

/// <summary>Finds methods of part B among results.</summary>
internal static class WsrlRuns
{
    /// <summary>A method of part B, or of the large maze: for claims.</summary>
    /// <exception cref="MissingResultsException">It is not among the results.</exception>
    public static WsrlRun Run(this PaperResults results, string label, bool large = false) =>
        Of(results.Of(Study(label, large), trial => trial.Method.Label == label));

    /// <summary>The same of several.</summary>
    public static IReadOnlyList<WsrlRun> Runs(this PaperResults results, bool large, params IReadOnlyList<string> labels) =>
        [.. labels.Select(label => results.Run(label, large))];

    /// <summary>Those of several that are computed: for figures and tables, which name what is missing.</summary>
    /// <exception cref="MissingResultsException">None is.</exception>
    public static IReadOnlyList<WsrlRun> Computed(this PaperResults results, bool large, params IReadOnlyList<string> labels) =>
        [.. labels.SelectMany(label => results.Of(Study(label, large)).Where(cell => cell.Settings.Method.Label == label).Select(Of))];

    private static TrainingStudy Study(string label, bool large) => label switch
    {
        WsrlTrials.Twentieth or WsrlTrials.Quarter => Papers.Wsrl.Retention,
        WsrlTrials.ActorOnly or WsrlTrials.CriticsOnly => Papers.Wsrl.Transfer,
        _ => large ? Papers.Wsrl.Large : Papers.Wsrl.Online,
    };

    private static WsrlRun Of(CellResult<Trial, TrialResult> cell) =>
        new(cell.Settings.Method.Label, cell.Cell.Seeds, cell.Result.Methods[0], cell.Settings.Method);
}
