using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>Figures of part B.</summary>
internal static class WsrlFigures
{
    private static readonly Axis s_steps = new("thousand online steps", Low: 0);
    private static readonly Axis s_success = new("success [%]", Low: 0, High: 105);

    /// <summary>Fine-tuning without the data.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Success against online steps.</returns>
    public static LineFigure NoRetention(PaperResults results)
    {
        var runs = results.Computed(large: false, WsrlTrials.Wsrl, WsrlTrials.CalQl, WsrlTrials.Cql, WsrlTrials.Iql,
            WsrlTrials.Jsrl, WsrlTrials.Fast);
        return Success("Fine-tuning without the offline data", runs) with { Caption = Seeds(runs[0]) };
    }

    /// <summary>WSRL, which retains nothing, beside methods that do.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Success against online steps.</returns>
    public static LineFigure WithRetention(PaperResults results)
    {
        var runs = results.Computed(large: false, WsrlTrials.Wsrl, WsrlTrials.Half, WsrlTrials.Rlpd);
        return Success("WSRL without the data, its rivals with half of each batch from them", runs) with { Caption = Seeds(runs[0]) };
    }

    /// <summary>What values do after the switch.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Mean Q on discarded and on the newest online rows.</returns>
    public static PanelFigure Values(PaperResults results) => Values(results, large: false);

    /// <summary>The comparison in the large maze.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Success against online steps, without and with the data.</returns>
    public static PanelFigure Large(PaperResults results)
    {
        var without = results.Computed(large: true, WsrlTrials.Wsrl, WsrlTrials.CalQl, WsrlTrials.Cql, WsrlTrials.Iql, WsrlTrials.Jsrl);
        var with = results.Computed(large: true, WsrlTrials.Wsrl, WsrlTrials.NoWarmUp, WsrlTrials.Half, WsrlTrials.Rlpd);
        return new("The large maze", [Success("without the data", without), Success("WSRL, and rivals with half of each batch", with)], 2)
        { Caption = Seeds(without[0]) };
    }

    /// <summary>Values in the large maze.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Mean Q on discarded and on the newest online rows.</returns>
    public static PanelFigure LargeValues(PaperResults results) => Values(results, large: true);

    private static PanelFigure Values(PaperResults results, bool large)
    {
        var runs = results.Computed(large, WsrlTrials.Wsrl, WsrlTrials.NoWarmUp, WsrlTrials.CalQl, WsrlTrials.Half, WsrlTrials.Cql,
            WsrlTrials.Iql);
        return new(large ? "Mean values after the switch, large maze" : "Mean values after the switch",
        [
            Numbers("on discarded rows", runs, "data Q", new("mean Q")), Numbers("on the newest online rows", runs, "newest Q",
                new("mean Q")),
        ], 2)
        { Caption = Seeds(runs[0]) + " A step costs 5, and never to reach the goal −500." };
    }

    /// <summary>One-step errors of Cal-QL by the share of retained rows.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Success, and errors on both samples.</returns>
    public static PanelFigure Retention(PaperResults results)
    {
        var runs = results.Computed(large: false, WsrlTrials.CalQl, WsrlTrials.Twentieth, WsrlTrials.Quarter, WsrlTrials.Half);
        Axis error = new("squared one-step error", Logarithmic: true);
        return new("Cal-QL with a share ρ of each batch retained",
        [
            Success("success", runs), Numbers("error on offline rows", runs, "data error", error),
            Numbers("error on the newest online rows", runs, "newest error", error),
        ], 3)
        { Caption = Seeds(runs[0]) + " Errors are geometric means over seeds." };
    }

    /// <summary>What the warm-up does.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Values of the warm-up's and the newest rows, and success.</returns>
    public static PanelFigure WarmUp(PaperResults results)
    {
        var runs = results.Computed(large: false, WsrlTrials.Wsrl, WsrlTrials.NoWarmUp);
        return new("With and without a warm-up",
        [
            Numbers("the newest online rows", runs, "newest Q", new("mean Q")), Numbers("the first online rows", runs, "first error",
                new("squared one-step error", Logarithmic: true)), Success("success", runs),
        ], 3)
        { Caption = Seeds(runs[0]) };
    }

    /// <summary>Which part of the pretrained agent helps.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Success over the first half and at the end.</returns>
    public static BarFigure Transfer(PaperResults results)
    {
        var runs = results.Computed(large: false, WsrlTrials.Wsrl, WsrlTrials.ActorOnly, WsrlTrials.CriticsOnly, WsrlTrials.Fast);
        BarSeries Bars(string name, Func<WsrlRun, double[]> score) => new(name, [.. runs.Select(run => score(run).Average())])
        {
            Low = [.. runs.Select(run => score(run).Min())], High = [.. runs.Select(run => score(run).Max())],
        };
        return new("What is carried over", [.. runs.Select(run => Carried(run.Label))],
            [Bars("first half of the steps", run => run.FirstHalf), Bars("at the end", run => run.Final)])
        { Y = s_success, Caption = $"Means of {runs[0].Seeds.Count} seeds; whiskers from the least to the greatest." };
    }

    private static string Carried(string label) => label switch
    {
        WsrlTrials.Wsrl => "everything",
        WsrlTrials.ActorOnly => "the actor",
        WsrlTrials.CriticsOnly => "the critics",
        _ => "nothing (SAC)",
    };

    private static LineFigure Success(string title, IEnumerable<WsrlRun> runs) => new(title,
        [.. runs.Select(run => new Series(run.Label, Thousands(run), [.. run.Course.Scores.Select(row => row.Average())]))])
    { X = s_steps, Y = s_success };

    private static LineFigure Numbers(string title, IEnumerable<WsrlRun> runs, string metric, Axis axis) => new(title,
        [.. runs.Select(run => axis.Logarithmic
            ? new Series(run.Label, Thousands(run), [.. run.Metric(metric).Select(row => Math.Exp(row.Average(Math.Log)))])
            : Mean(run, metric))])
    { X = s_steps, Y = axis };

    private static Series Mean(WsrlRun run, string metric) =>
        new(run.Label, Thousands(run), [.. run.Metric(metric).Select(row => row.Average())]);

    private static double[] Thousands(WsrlRun run) => [.. run.Steps.Select(step => step / 1000.0)];

    private static string Seeds(WsrlRun run) => $"Means of {run.Seeds.Count} seeds from the switch on; the tables have intervals.";
}
