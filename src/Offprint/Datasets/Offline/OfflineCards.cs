using Offprint.Cards;

namespace Offprint.Datasets.Offline;

/// <summary>The card of an <see cref="OfflineDataset"/>.</summary>
internal static class OfflineCards
{
    private const int Bins = 24;

    public static Card Describe(OfflineDataset data)
    {
        ReturnStatistics returns = data.Returns();
        int Ends(EpisodeEnd end) => data.Episodes.Count(episode => episode.End == end);
        List<Fact> facts =
        [
            new("environment", data.Spec.Name), new("transitions", data.Count), new("episodes", data.Episodes.Count),
            new("ended in a terminal state", Ends(EpisodeEnd.Terminal)), new("cut by a time limit", Ends(EpisodeEnd.Timeout)),
            new("unfinished", Ends(EpisodeEnd.Unfinished)), new("observation", data.Observations.Width, "numbers"),
            new("action", data.Actions.Width, "numbers"), new("next observations", data.Next is null ? "from the next row" : "stored"),
            new("mean return", returns.Mean), new("return, min / median / max",
                $"{NumberText.Format(returns.Minimum)} / {NumberText.Format(returns.Median)} / {NumberText.Format(returns.Maximum)}"),
            new("√RPSV of the return", Math.Sqrt(returns.PositiveSidedVariance)),
        ];
        if (data is { RandomReturn: not null, ExpertReturn: not null })
            facts.Add(Scores("mean / best score", NormalizedScore.Of(data), returns));
        if (NormalizedScore.TryD4rl(data.Spec.Name) is { } published)
            facts.Add(Scores("mean / best score by D4RL's constants", published, returns));
        if (data.RandomReturn is { } random)
            facts.Add(new("return of a random policy", random));
        if (data.ExpertReturn is { } expert)
            facts.Add(new("return of an expert", expert));
        if (data.ExtraColumns.Count > 0)
            facts.Add(new("further columns", string.Join(", ", data.ExtraColumns)));
        facts.AddRange(data.LeftOut.Select(what => new Fact("left out", what)));
        return new(data.Name) { Subtitle = "logged transitions", Facts = facts, Figures = [Histogram(data, returns)], Note = data.Origin };
    }

    private static Fact Scores(string label, NormalizedScore score, ReturnStatistics returns) =>
        new(label, $"{NumberText.Format(score.Score(returns.Mean))} / {NumberText.Format(score.Score(returns.Maximum))}");

    private static BarFigure Histogram(OfflineDataset data, ReturnStatistics returns)
    {
        double width = (returns.Maximum - returns.Minimum) / Bins;
        double[] counts = new double[width > 0 ? Bins : 1];
        foreach (Episode episode in data.Episodes)
            counts[width > 0 ? Math.Min((int)((episode.Return - returns.Minimum) / width), Bins - 1) : 0]++;
        return new($"{data.Name}: returns", [.. counts.Select((_, i) => NumberText.Format(returns.Minimum + (i + 0.5) * width))],
            [new("episodes", counts)])
        {
            X = new("return of the episode"),
            Y = new("episodes"),
        };
    }
}
