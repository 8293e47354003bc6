using Offprint.Agents.Offline;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Figures and tables of problems with exact answers: random MDPs and bandits.</summary>
internal static class BanditFigures
{
    private static readonly (Method Method, string Name)[] s_main =
    [
        (BanditStudy.Methods.Cloning(), "BC"), (BanditClaims.Matched, "TD3+BC"),
        (BanditStudy.Methods.Without(A2prMethods.Wpc, BanditStudy.Tuning()), A2prMethods.Wpc), (BanditClaims.A2pr, "A2PR"),
    ];

    /// <summary>Returns of behavior and of its good part on random MDPs.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A point an MDP.</returns>
    public static LineFigure Improvement(PaperResults results)
    {
        ImprovementResult r = results.Of(Papers.A2pr.Improvement)[0].Result;
        double[] ends = [r.Behavior.Min(), r.Behavior.Max()];
        return new("Behavior restricted to actions of positive advantage",
            [new("random MDP", r.Behavior, r.Restricted) { Stroke = Stroke.None, Markers = true },
                new("equal returns", ends, ends) { Stroke = Stroke.Dashed, Color = 7 }])
        { X = new("J(β)"), Y = new("J(β₊)"),
            Caption = $"{r.Behavior.Count} random MDPs of ten states and four actions, γ = 0.95, random behavior, exact values. No " +
            $"point can lie below the line." };
    }

    /// <summary>The log, contours of the reward, and where each method ends.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The quadratic bandit, and the one with four modes where it was computed.</returns>
    public static PanelFigure EndPoints(PaperResults results)
    {
        var cells = results.Of(Papers.A2pr.Bandit);
        double[][] log = [.. BanditClaims.Quadratic(results, BanditClaims.A2pr).Result.Pictures!.Logged];
        double point = BanditProblem.FixedPoint(2.5, 1);
        List<Figure> panels =
        [
            Plane("quadratic bandit, w₂ = 1",
            [
                Points("logged actions", log, 7), .. Circles([0.6, 0.6], [0.3, 0.6, 0.9, 1.2]),
                .. s_main.Select((m, i) => Points(m.Name, BanditClaims.Quadratic(results, m.Method).Result.EndPoints, i)),
                Points("TD3+BC, closed form", [[point, point]], 5), Points("best action", [[0.6, 0.6]], 6),
            ]),
        ];
        if (cells.Any(c => c.Settings.Problem == BanditProblem.Modes))
        {
            BanditResult Of(Method method) => BanditClaims.Of(results, BanditProblem.Modes, method).Result;
            double[][] modes = [.. BanditProblem.Log(BanditProblem.Modes, 300, new(1)).Actions.Chunk(2)
                .Select(a => new double[] { a[0], a[1] })];
            panels.Add(Plane("four modes, the best in 5 % of the log",
                [Points("logged actions", modes, 7), Points("TD3+BC", Of(BanditClaims.Matched).EndPoints, 1),
                    Points("A2PR", Of(BanditClaims.A2pr).EndPoints, 3), Points("best action", [[0.6, 0.6]], 6)]));
        }
        return new("Where policies end", panels, 2)
        {
            Caption = $"Final actions of {cells[0].Cell.Seeds.Count} seeds, each with a log of its own, of which the first seed's is " +
                "drawn. " +
                "Circles: mean reward 3 − r² at r = 0.3, 0.6, 0.9, 1.2.",
        };
    }

    /// <summary>Samples of the models of good and of all actions, and how the guide moves actions.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Four panels.</returns>
    public static PanelFigure Models(PaperResults results)
    {
        BanditPictures good = BanditClaims.Quadratic(results, BanditClaims.A2pr).Result.Pictures!;
        BanditPictures all = BanditClaims.Quadratic(results, BanditClaims.AllActions).Result.Pictures!;
        return new("What the model of actions learns, and where it guides",
        [
            Plane("samples, model of good actions", [Points("logged actions", good.Logged, 7), Points("samples", good.Samples, 0)]),
            Plane("samples, model of all actions", [Points("logged actions", all.Logged, 7), Points("samples", all.Samples, 1)]),
            Arrows("guides, model of good actions", good), Arrows("guides, model of all actions", all),
        ], 2)
        { Caption = "First seed. Lines: from actions all over the square to their reconstruction, without noise of the code." };
    }

    /// <summary>The advantages of logged actions as the critic and the value see them.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A histogram.</returns>
    public static BarFigure Advantages(PaperResults results)
    {
        const double low = -1.4, width = 0.2;
        const int bins = 16;
        double[] advantages = [.. BanditClaims.Quadratic(results, BanditClaims.A2pr).Result.Pictures!.Advantages];
        double[] Shares(Func<double, bool> keep) => [.. Enumerable.Range(0, bins).Select(b =>
            advantages.Count(a => keep(a) && Math.Clamp((int)Math.Floor((a - low) / width), 0, bins - 1) == b) /
                (double)advantages.Length)];
        return new("Advantages of logged actions",
            [.. Enumerable.Range(0, bins).Select(b => FormattableString.Invariant($"{low + width * b:0.0}"))],
            [new("positive: the model learns these", Shares(a => a > 0)), new("not positive", Shares(a => a <= 0))])
        { X = new("Q₁(s, a) − V(s), lower edge of the bin"), Y = new("share of actions"),
            Caption = "First seed, 300 logged actions, end of training." };
    }

    /// <summary>Distances to the best action: methods, weights, and A2PR without one part at a time.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable Distances(PaperResults results)
    {
        var rows = results.Of(Papers.A2pr.Bandit)
            .Where(c => c.Settings is { Problem: BanditProblem.Quadratic, Method.Agent: not A2prOptions { ModelWeight: not 1 } })
            .Select(c => (Cell: c, Weight: (c.Settings.Method.Agent as Td3BcOptions)?.ConstraintWeight ?? 1)).Where(c => c.Weight is 1 or 4)
            .OrderBy(c => c.Weight);
        var ours = BanditClaims.Quadratic(results, BanditClaims.A2pr);
        return CardTable.Of("Quadratic bandit", rows, ("Method", r => Name(r.Cell.Settings.Method)), ("w₂", r => r.Weight),
            ("Distance to the best action", r => MeanInterval.StudentT(BanditClaims.Distances(r.Cell.Result))),
            ("Mean reward (best 3)", r => r.Cell.Result.Rewards.Average()),
            ("Reward of the model's samples", r => r.Cell.Result.ModelReward.Count > 0 ? r.Cell.Result.ModelReward.Average()
                : (double?)null)) with
        {
            Note = $"Mean over {ours.Cell.Seeds.Count} seeds with 95 % t interval. TD3+BC: the same networks and weights as A2PR, " +
                "which finds " +
                FormattableString.Invariant($"{100 * ours.Result.GoodShare.Average():F0} % of the logged actions good. Closed forms of ") +
                $"TD3+BC with an exact critic: distance {Math.Sqrt(2) * (0.6 - BanditProblem.FixedPoint(2.5, 1)):F3} (w₂ = 1) and " +
                    $"{Math.Sqrt(2) * (0.6 - BanditProblem.FixedPoint(2.5, 4)):F3} (w₂ = 4).",
        };
    }

    /// <summary>A2PR's distance to the best action over both weights.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A heat map.</returns>
    public static HeatMap Sensitivity(PaperResults results) => new("A2PR's distance to the best action",
        [.. BanditStudy.ModelWeights.Select(w => $"w₁ = {w}")], [.. BanditStudy.ConstraintWeights.Select(w => $"w₂ = {w}")],
        [.. BanditStudy.ModelWeights.Select(model => (IReadOnlyList<double>)[.. BanditStudy.ConstraintWeights.Select(constraint =>
            Math.Round(BanditClaims.Distances(BanditClaims.Quadratic(results,
                BanditStudy.Methods.A2pr(BanditStudy.Tuning(constraint, model))).Result).Average(), 3))])])
    { ShowValues = true, ValueLabel = "distance", Caption = "Mean over five seeds." };

    private static string Name(Method method) => method.Agent switch
    {
        A2prOptions when method.Label is not ("A2PR" or A2prMethods.Wpc) => $"A2PR, {method.Label}",
        Td3BcOptions and not A2prOptions => "TD3+BC",
        _ => method.Label,
    };

    private static LineFigure Plane(string title, IReadOnlyList<Series> series) =>
        new(title, series) { X = new("a₁", Low: -1.05, High: 1.05) { EqualAspect = true }, Y = new("a₂", Low: -1.05, High: 1.05) };

    private static Series Points(string name, IReadOnlyList<double[]> points, int color) =>
        new(name, [.. points.Select(p => p[0])], [.. points.Select(p => p[1])]) { Stroke = Stroke.None, Markers = true, Color = color };

    private static IEnumerable<Series> Circles(double[] center, double[] radii) => radii.Select(radius =>
    {
        double[] angles = [.. Enumerable.Range(0, 73).Select(i => i * Math.PI / 36)];
        (double X, double Y)[] points = [.. angles.Select(a => (center[0] + radius * Math.Cos(a), center[1] + radius * Math.Sin(a)))];
        bool Inside((double X, double Y) p) => Math.Abs(p.X) <= 1.05 && Math.Abs(p.Y) <= 1.05;
        return new Series("", [.. points.Select(p => Inside(p) ? p.X : double.NaN)],
            [.. points.Select(p => Inside(p) ? p.Y : double.NaN)]) { Stroke = Stroke.Dotted, Color = 7 };
    });

    private static QuiverFigure Arrows(string title, BanditPictures pictures)
    {
        // Every other point of each axis, so that arrows can be told apart.
        int side = (int)Math.Sqrt(pictures.Guided.Count);
        var pairs = pictures.Guided.Zip(pictures.Guides).Where((_, i) => i / side % 2 == 0 && i % side % 2 == 0).ToList();
        return new(title,
        [
            new("from an action to its guide", [.. pairs.Select(p => p.First[0])], [.. pairs.Select(p => p.First[1])],
                [.. pairs.Select(p => p.Second[0] - p.First[0])], [.. pairs.Select(p => p.Second[1] - p.First[1])]),
        ])
        { Scale = 1, X = new("a₁", Low: -1.05, High: 1.05) { EqualAspect = true }, Y = new("a₂", Low: -1.05, High: 1.05) };
    }
}
