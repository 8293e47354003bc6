using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.NoraStudy;

using RegretCell = CellResult<RegretSettings, RegretResult>;

/// <summary>Figures of exact regret.</summary>
internal static class RegretFigures
{
    /// <summary>Figure 1: the tracking error.</summary>
    public static PanelFigure Tracking(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.Tracking);
        var nora = cells[0];
        int shown = Math.Min(500, nora.Settings.Run.Episodes);
        double[] t = [.. Enumerable.Range(0, shown).Select(i => i + 1.0)];
        Series Curve(string name, IReadOnlyList<double> values, int color) => new(name, t, [.. values.Take(shown)]) { Color = color };
        Series Marks(double level) => new("critic replaced", [.. nora.Result.Switched.Where(e => e < shown).Select(e => e + 1.0)],
            [.. nora.Result.Switched.Where(e => e < shown).Select(_ => level)]) { Stroke = Stroke.None, Markers = true, Color = 6 };
        Axis episodes = new("episode", Logarithmic: true);
        return new($"An actor chases its critic: {nora.Settings.Run.Domain.Title}, one run",
        [
            new LineFigure(nora.Settings.Run.Method.Label,
                [Curve("to the best policy", nora.Result.Regret, 7), Curve("to the critic's policy", nora.Result.Lag, 0), Marks(-0.05)])
            { X = episodes, Y = new("value lost") },
            new LineFigure("Lag of three actors", [.. cells.Select((c, i) => new Series(c.Settings.Run.Method.Label,
                [.. Enumerable.Range(0, c.Settings.Run.Episodes).Select(e => e + 1.0)], c.Result.Lag) { Color = ((int[])[0, 1, 2])[i] })])
            { X = episodes, Y = new("J(πᶠ) − J(π)") },
            new LineFigure("What the critic promises, too much", [Curve("f₁(s₁) − J*", nora.Result.Optimism, 5)])
            { X = episodes, Y = new("optimism"), References = [new(0, "")] },
            new LineFigure("Entropy of the actor", [Curve("nats a step", nora.Result.Entropy, 3)])
            { X = episodes, Y = new("entropy"), References = [new(Math.Log(2), "uniform")] },
        ], 2)
        { Caption = $"Seed {nora.Cell.Seeds[0]}, exact values of every policy. At each mark the actor starts from the uniform policy. " +
            $"The lag may be negative: a wrong critic's greedy policy can be worse than the actor. {nora.Result.Switched.Count} critics " +
            $"in {nora.Settings.Run.Episodes} episodes." };
    }

    /// <summary>Figure 2: regret of the online methods.</summary>
    public static PanelFigure Online(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.Online);
        // A what-if's runs have other seeds than the stored ones beside them.
        string seeds = string.Join(" or ", cells.Select(c => c.Cell.Seeds.Count).Distinct().OrderDescending());
        return new("Regret without offline data", [.. cells.GroupBy(c => c.Settings.Domain).Select(g => (Figure)new LineFigure(
            g.Key.Title, [.. g.Select(c => Curve(c, c.Settings.Method.Label))])
            { X = new("episodes T", Logarithmic: true), Y = new("regret", Logarithmic: true, Low: 1) })], 3)
        { Caption = $"Exact cumulative regret, mean over {seeds} seeds with the least and the greatest seed as band: " +
            "means hide the seeds that never find the reward." };
    }

    /// <summary>Figure 3: critic updates against log T.</summary>
    public static LineFigure Updates(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.Online).Where(c => c.Settings.Domain == results.Of(Papers.Nora.Online)[0].Settings.Domain
            && c.Settings.Method is NoraOptions { Switching: SwitchRule.Growth }).ToList();
        return new($"Critics until episode T, {cells[0].Settings.Domain.Title}", [.. cells.Select(c => new Series(c.Settings.Method.Label,
            [.. c.Result.Episodes.Select(e => (double)e)], [.. c.Result.Updates.Select(u => u.Average())])
        {
            Low = [.. c.Result.Updates.Select(u => (double)u.Min())], High = [.. c.Result.Updates.Select(u => (double)u.Max())],
            Color = Color(c.Settings.Method), Stroke = Dash(c.Settings.Method),
        })])
        {
            X = new("episodes T", Logarithmic: true), Y = new("critics"),
            Caption = $"Mean over {cells[0].Cell.Seeds.Count} seeds, band from least to greatest. On this axis O(d H log T) is a " +
                "straight line; methods that fit before every episode are off the scale.",
        };
    }

    /// <summary>Figure 4: regret against offline episodes.</summary>
    public static PanelFigure Hybrid(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.Hybrid);
        int decided = Math.Min(RegretClaims.Decided, cells[0].Settings.Episodes);
        double[] shares = [.. cells.Where(c => c.Settings.Offline.Episodes > 0).Select(c => c.Settings.Offline.ExpertShare).Distinct()];
        return new($"Final regret against offline data, {cells[0].Settings.Domain.Title}, {decided} episodes",
            [.. shares.Select(share => (Figure)new LineFigure(share > 0 ? "near-expert data" : "uniform data",
                [.. cells.GroupBy(c => c.Settings.Method).Select(g => Sizes(g, share))])
            { X = new("offline episodes"), Y = new("final regret", Logarithmic: true, Low: 3, High: 4000) })], 2)
        { Caption = $"Mean over {cells[0].Cell.Seeds.Count} seeds; the band runs from the least to the greatest seed. Online runs stand " +
            "at 0; a regret of 0 has no place on a logarithmic axis." };

        Series Sizes(IGrouping<EpisodicMethod, RegretCell> group, double share)
        {
            var points = group.Where(c => c.Settings.Offline.Episodes == 0 || c.Settings.Offline.ExpertShare == share)
                .OrderBy(c => c.Settings.Offline.Episodes).ToList();
            var final = points.Select(c => c.Result.At(decided)).ToList();
            return new(group.Key.Label, [.. points.Select(c => (double)c.Settings.Offline.Episodes)], [.. final.Select(f => f.Average())])
            {
                Low = [.. final.Select(f => f.Min())], High = [.. final.Select(f => f.Max())], Markers = true, Color = Color(group.Key),
            };
        }
    }

    /// <summary>Figure 5: concentrability against final regret.</summary>
    public static LineFigure Coverage(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.Coverage);
        var mdp = cells[0].Settings.Domain.Make(new(1)).Mdp;
        return new($"Regret after {cells[0].Settings.Episodes} episodes against coverage, {cells[0].Settings.Offline.Episodes} offline",
            [.. cells.GroupBy(c => c.Settings.Method).Select(g =>
            {
                var points = g.OrderByDescending(c => c.Settings.Offline.ExpertShare).ToList();
                var final = points.Select(c => c.Result.Regret[^1]).ToList();
                return new Series(g.Key.Label, [.. points.Select(c => c.Settings.Offline.Concentrability(mdp))],
                    [.. final.Select(f => f.Average())])
                {
                    Low = [.. final.Select(f => f.Min())], High = [.. final.Select(f => f.Max())], Markers = true, Color = Color(g.Key),
                };
            })])
        {
            X = new("single-policy concentrability c*", Logarithmic: true), Y = new("final regret", Logarithmic: true),
            Caption = $"Behavior: the optimal policy with a weight of 0.9 (left) down to 0 (right), else uniform; c* is exact. Mean over " +
                $"{cells[0].Cell.Seeds.Count} seeds, band from the least to the greatest.",
        };
    }

    /// <summary>Figure 7: ablations.</summary>
    public static PanelFigure Ablation(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.Ablation);
        List<RegretCell> With(Func<NoraOptions, bool> where) => [.. cells.Where(c => where((NoraOptions)c.Settings.Method))];
        Figure Panel(string title, string axis, Func<NoraOptions, double> x, List<RegretCell> group, bool updates = false) =>
            new LineFigure(title,
            [
                Points("regret", group, x, c => c.Result.Regret[^1], 0),
                .. updates ? [Points("critics", group, x, c => [.. c.Result.Updates[^1].Select(u => (double)u)], 6)]
                    : Array.Empty<Series>(),
            ])
        { X = new(axis, Logarithmic: true), Y = new(updates ? "regret, critics" : "final regret", Logarithmic: true) };
        NoraOptions d = Methods.Nora;
        return new($"What NORA's parts are for, {cells[0].Settings.Domain.Title}, {cells[0].Settings.Episodes} episodes",
        [
            Panel("Learning rate", "η", m => m.LearningRate!.Value, With(m => m == d with { LearningRate = m.LearningRate })),
            Panel("Growth that replaces the critic", "factor", m => m.Growth, With(m => m == d with { Growth = m.Growth }), true),
            Panel("Bonus", "c", m => m.Bonus, With(m => m == d with { Bonus = m.Bonus })),
            new LineFigure("Reset", [.. With(m => m == d with { ResetsActor = m.ResetsActor }).Select((c, i) =>
                Curve(c, c.Settings.Method is NoraOptions { ResetsActor: true } ? "reset" : "no reset") with { Color = i })])
            { X = new("episodes T", Logarithmic: true), Y = new("regret", Logarithmic: true, Low: 1) },
        ], 2)
        { Caption = $"Final regret, mean over {cells[0].Cell.Seeds.Count} seeds, bands from the least to the greatest." };
    }

    /// <summary>Regret on linear MDPs by the number of actions.</summary>
    public static PanelFigure Actions(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.ByActions);
        int dimension = ((LinearDomain)cells[0].Settings.Domain).Dimension;
        return new($"Linear critics on random linear MDPs, d = {dimension}", [.. cells.GroupBy(c => c.Settings.Domain).Select(g =>
            (Figure)new LineFigure(g.Key.Title, [.. g.Select(c => Curve(c, c.Settings.Method.Label))])
            { X = new("episodes T", Logarithmic: true), Y = new("regret", Logarithmic: true, Low: 0.05, High: 300) })], 3)
        { Caption = $"Exact cumulative regret, mean over {cells[0].Cell.Seeds.Count} instances, one a seed, band from the " +
            "least to the greatest." };
    }

    /// <summary>Version spaces.</summary>
    public static PanelFigure Refutation(PaperResults results)
    {
        var cells = results.Of(Papers.Nora.Refutation);
        var shown = cells.Where(c => ((TwoStageDomain)c.Settings.Domain).Class == TwoStageClass.Complete).ToList();
        var kinds = cells.Where(c => ((TwoStageDomain)c.Settings.Domain).Arms == ((TwoStageDomain)cells[^1].Settings.Domain).Arms).ToList();
        Axis x = new("episodes T", Logarithmic: true);
        return new("Critics that are kept until they are refuted",
        [
            new LineFigure("Complete class: K wrong arms", [.. shown.Select((c, i) => Curve(c,
                $"K = {((TwoStageDomain)c.Settings.Domain).Arms}") with { Color = i })])
            { X = x, Y = new("regret", Logarithmic: true, Low: 1) },
            new LineFigure($"What the class lacks, K = {((TwoStageDomain)cells[^1].Settings.Domain).Arms}",
                [.. kinds.Select((c, i) => Curve(c, ((TwoStageDomain)c.Settings.Domain).Class switch
            {
                TwoStageClass.Complete => "complete",
                TwoStageClass.RealizableOnly => "not complete",
                _ => "without Q*",
            }) with { Color = ((int[])[2, 6, 4])[i % 3] })])
            { X = x, Y = new("regret", Logarithmic: true, Low: 1) },
        ], 2)
        { Caption = $"Exact cumulative regret, mean over {cells[0].Cell.Seeds.Count} seeds, bands from the least to the greatest." };
    }

    /// <summary>The mean regret over seeds with the band from the least to the greatest.</summary>
    public static Series Curve(RegretCell cell, string name) => new(name, [.. cell.Result.Episodes.Select(e => (double)e)],
        [.. cell.Result.Regret.Select(r => r.Average())])
    {
        Low = [.. cell.Result.Regret.Select(r => r.Min())], High = [.. cell.Result.Regret.Select(r => r.Max())],
        Color = Color(cell.Settings.Method),
        Stroke = Dash(cell.Settings.Method),
    };

    private static Series Points(string name, List<RegretCell> cells, Func<NoraOptions, double> x,
        Func<RegretCell, IReadOnlyList<double>> y, int color)
    {
        var points = cells.OrderBy(c => x((NoraOptions)c.Settings.Method)).ToList();
        var values = points.Select(y).ToList();
        return new(name, [.. points.Select(c => x((NoraOptions)c.Settings.Method))], [.. values.Select(v => v.Average())])
        {
            Low = [.. values.Select(v => v.Min())], High = [.. values.Select(v => v.Max())], Markers = true, Color = color,
        };
    }

    /// <summary>Learning rates of NORA, which share its color, by their strokes.</summary>
    private static Stroke Dash(EpisodicMethod method) => method switch
    {
        NoraOptions { LearningRate: > 20 } => Stroke.Dotted,
        NoraOptions { LearningRate: 20 } => Stroke.Dashed,
        _ => Stroke.Solid,
    };

    private static int Color(EpisodicMethod method) => Methods.Color(method);
}
