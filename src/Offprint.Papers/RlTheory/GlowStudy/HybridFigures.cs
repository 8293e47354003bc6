using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Cards;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>Figures of hybrid learning, and of what the analysis adds up.</summary>
internal static class HybridFigures
{
    /// <summary>Figure 6: instance L.</summary>
    public static LineFigure TwoSources(PaperResults results)
    {
        var cells = results.Of(Papers.Glow.TwoSources);
        var alone = results.Of(Papers.Glow.Optimism);
        return new("Each source alone fails: risk by round",
        [
            .. cells.Select(c => Curve(c.Settings.Method, c.Result) with
                { Stroke = c.Settings.Method is { Offline: true, Base: FittedQIteration } ? Stroke.Solid : Stroke.Dashed }),
            .. alone.Select(c => Between(GlowColors.Family(c.Settings.Rule), c.Result) with { Stroke = Stroke.Dotted }),
        ])
        {
            X = new("round t", Logarithmic: true), Y = new("J* − J(π)", Low: 0),
            Caption = $"K = {cells[0].Settings.Arms}, means over {cells[0].Cell.Seeds.Count} seeds. Offline only is wrong about an arm " +
                $"that the data " +
                "never show, online only about a way that it never tries: both lose 0.25 for ever. GLOW has no offline data, and needs " +
                "more rounds in their place.",
        };
    }

    /// <summary>Figure 7: locks.</summary>
    public static PanelFigure Locks(PaperResults results)
    {
        var cells = results.Of(Papers.Glow.Locks).Where(c => c.Settings.Coverage == 0.5).ToList();
        return new("Combination locks: risk by round",
            [.. cells.GroupBy(c => c.Settings.Horizon).Select(g => (Figure)new LineFigure($"H = {g.Key}",
                [.. g.Select(c => Curve(c.Settings.Method, c.Result) with
                    { Stroke = c.Settings.Method.Online ? Stroke.Solid : Stroke.Dashed })])
                { X = new("round t", Logarithmic: true), Y = new("J* − J(π)", Low: 0, High: 1) })], 3)
        { Caption = $"{cells[0].Settings.Actions} actions, means over {cells[0].Cell.Seeds.Count} seeds; half of the offline rows are " +
            $"of π*. On tables " +
            "MABO.CR and FQI are one algorithm, and values of 0 where there are no data make it cautious: H2O lies on \"offline only\"." };
    }

    /// <summary>Figure 8: rounds against C*.</summary>
    public static LineFigure Coverage(PaperResults results)
    {
        var cells = results.Of(Papers.Glow.Locks).Where(c => c.Settings.Method is { Offline: true, Online: true })
            .GroupBy(c => c.Settings.Horizon).MaxBy(g => g.Count())!.OrderByDescending(c => c.Settings.Coverage).ToList();
        double[] x = [.. cells.Select(c => Coefficient(c.Settings))];
        return new($"Lock of {cells[0].Settings.Horizon} steps: rounds until the risk stays below 0.05, against C*",
            [cells.Select(c => MeanInterval.StudentT([.. c.Result.Reached.Select(r => r == 0 ? double.NaN : r)])).ToList()
                .ToSeries("H2O, FQI", x) with { Markers = true }])
        {
            X = new("C* = max of π*'s occupancy over ν", Logarithmic: true), Y = new("rounds", Logarithmic: true),
            Caption = $"ν mixes π* with uniform actions; {cells[0].Cell.Seeds.Count} seeds, 95 % t intervals.",
        };
    }

    /// <summary>C* of a lock's offline data.</summary>
    internal static double Coefficient(LockSettings settings)
    {
        TabularMdp mdp = settings.Mdp();
        return Concentrability.SinglePolicy(Occupancy.Of(mdp, Agents.Tabular.Planning.ValueIteration.Solve(mdp).Policy), settings.Law(mdp));
    }

    /// <summary>Figure 9: clipped concentrability, and the potential.</summary>
    public static PanelFigure Potential(PaperResults results)
    {
        var cells = results.Of(Papers.Glow.Separation).Where(c => !c.Settings.Completed).ToList();
        var settings = new LockSettings(10, 10, 0.1, new(new Agents.Tabular.DensityRatios.TabularFqi()), 4);
        TabularMdp mdp = settings.Mdp();
        StateActionTable expert = Occupancy.Of(mdp, Agents.Tabular.Planning.ValueIteration.Solve(mdp).Policy),
            uniform = Occupancy.Of(mdp, TabularPolicy.Uniform(mdp)), law = settings.Law(mdp);
        double[] clips = [.. Enumerable.Range(0, 60).Select(i => Math.Pow(10, i * 3 / 59.0))], x = [.. cells.Select(c => Bound(c))];
        return new("What the analysis adds up",
        [
            new LineFigure("Clipped concentrability, lock of 10 steps",
            [
                new("π* by ν", clips, [.. clips.Select(g => Concentrability.Clipped(expert, law, g) / 10)]) { Color = 9 },
                new("uniform by π*", clips, [.. clips.Select(g => Concentrability.Clipped(uniform, expert, g) / 10)]) { Color = 10 },
            ])
            { X = new("clip g", Logarithmic: true), Y = new("mean clipped ratio, over stages", Logarithmic: true) },
            new LineFigure("Elliptic potential and its bound",
            [
                new("GLOW", Of(true, x), Of(true, null)) { Color = 0, Markers = true, Stroke = Stroke.None }, new("GOLF", Of(false, x),
                    Of(false, null)) { Color = 1, Markers = true, Stroke = Stroke.None },
                new("equality", [x.Min(), x.Max()], [x.Min(), x.Max()]) { Stroke = Stroke.Dashed, Color = GlowColors.Theory },
            ])
            { X = new("5 × coverability × ln(1 + T)"), Y = new("greatest over stages and seeds") },
        ], 2)
        { Caption = "Left: without a clip the ratio of a policy that the data do not cover is infinite; with it, it costs what it is " +
            "worth; a tenth of ν is from π*. Right: separation instance, d̃ of the next round below the line, " +
            $"T = {cells[0].Settings.Rounds:N0}." };

        double[] Of(bool glow, double[]? bounds) => [.. cells.Select((c, i) => (c, i)).Where(p =>
            p.c.Settings.Rule is Agents.Tabular.DensityRatios.Glow == glow)
            .Select(p => bounds?[p.i] ?? p.c.Result.Potential.Max())];
        static double Bound(CellResult<SeparationSettings, OnlineResult> cell) =>
            5 * cell.Result.Coverability * Math.Log(1 + cell.Settings.Rounds);
    }

    /// <summary>Rivers with offline data.</summary>
    public static LineFigure ModelSources(PaperResults results)
    {
        var cells = results.Of(Papers.Glow.ModelSources);
        return new($"{cells[0].Settings.Models} rivers with offline data: risk by round", [.. cells.Select(c =>
            Curve(c.Settings.Method, c.Result))])
        {
            X = new("round t", Logarithmic: true), Y = new("J* − J(π)", Low: 0),
            Caption = $"Means over {cells[0].Cell.Seeds.Count} seeds; half of the offline rows are of π*, half of the uniform policy. " +
                "One number tells the rivers apart, and a model's likelihood reads it off every step.",
        };
    }

    /// <summary>The mean risk between the rounds at which a regret was written down.</summary>
    private static Series Between(string name, OnlineResult result) => new(name,
        [.. result.Rounds.Select(r => (double)r)], [.. result.MeanRegret.Select((r, i) => i == 0 ? r / result.Rounds[0]
            : (r - result.MeanRegret[i - 1]) / (result.Rounds[i] - result.Rounds[i - 1]))]);

    private static Series Curve(HybridLearning method, HybridResult result)
    {
        int[] marks = [.. Enumerable.Range(0, 200).Select(i => (int)Math.Pow(result.MeanRisk.Count, i / 199.0) - 1).Distinct()
            .Where(t => t >= 0 && t < result.MeanRisk.Count)];
        return new(GlowColors.Family(method), [.. marks.Select(t => t + 1.0)], [.. marks.Select(t => result.MeanRisk[t])]);
    }
}
