using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Environments.Tabular.Tetris;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.NoraStudy;

/// <summary>A method on small Tetris.</summary>
/// <param name="Method">Who learns.</param>
/// <param name="Episodes">T.</param>
/// <param name="OfflineEpisodes">Episodes of the uniform policy that it starts with.</param>
/// <param name="Horizon">H.</param>
public sealed record TetrisSettings(
    TetrisMethod Method, [property: Range(1, 1_000_000)] int Episodes, [property: Range(0, 100_000)] int OfflineEpisodes,
    [property: Range(1, 200)] int Horizon) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Method, OfflineEpisodes > 0 ? "hybrid" : "online");
}

/// <summary>Exact values of the policies along the runs.</summary>
/// <param name="Episodes">Numbers of episodes played before the policy, t.</param>
/// <param name="Value">V of the policy from the empty board, [t][seed].</param>
/// <param name="Updates">Critics until then, [t][seed].</param>
public sealed record TetrisResult(
    IReadOnlyList<int> Episodes, [property: PerSeed] IReadOnlyList<IReadOnlyList<double>> Value,
    [property: PerSeed] IReadOnlyList<IReadOnlyList<int>> Updates);

/// <summary>Part G: the authors' simulator, where every value is exact.</summary>
public sealed class TetrisStudy : Experiment<TetrisSettings, TetrisResult>
{
    /// <summary>The steps of an episode.</summary>
    public const int Steps = 40;

    /// <summary>The offline episodes of a hybrid run.</summary>
    public const int Offline = 200;

    /// <summary>The methods of the figure.</summary>
    public static IReadOnlyList<TetrisMethod> Compared { get; } =
    [
        TetrisMethod.Nora, TetrisMethod.Noah, TetrisMethod.Lsvi with { Switching = SwitchRule.Growth },
        TetrisMethod.Fqi with { Switching = SwitchRule.Growth }, TetrisMethod.Lsvi, TetrisMethod.Fqi,
    ];

    /// <inheritdoc/>
    public override string Name => "tetris";

    /// <inheritdoc/>
    public override string Title => "Small Tetris: exact values of what is learned, online and with offline data";

    /// <inheritdoc/>
    public override int Version => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TetrisSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
            return [Cell(TetrisMethod.Noah, 2, 20, 1)];
        (int longRun, int shortRun, int seeds) = profile == Profile.Standard ? (1000, 100, 5) : (1000, 100, 30);
        TetrisMethod doubling = TetrisMethod.Nora with { LogGrowth = Math.Round(Math.Log(2), 6) };
        List<Cell<TetrisSettings>> cells =
        [
            .. from method in Compared
               from offline in (int[])[Offline, 0]
               select Cell(method, longRun, offline, seeds),
            Cell(doubling, shortRun, Offline, seeds), Cell(doubling with { ResetsActor = false }, shortRun, Offline, seeds),
            Cell(TetrisMethod.Nora with { ResetsActor = false }, shortRun, 0, seeds),
            .. from method in (TetrisMethod[])[TetrisMethod.Lsvi, TetrisMethod.Noah]
               select Cell(method with { NextBoardFeatures = true }, shortRun, Offline, seeds),
            .. from method in (TetrisMethod[])[TetrisMethod.Lsvi, TetrisMethod.Nora]
               select Cell(method with { Projection = 60 }, shortRun, Offline, seeds),
        ];
        return cells;
    }

    /// <summary>The episodes after which policies are evaluated.</summary>
    private static IEnumerable<int> Grid(int episodes) =>
        ((int[])[.. Enumerable.Range(0, 21), 25, 30, 40, 50, 60, 70, 80, 90, 100, 150, 200, 300, 400, 500, 600, 700, 800, 900, 1000])
        .Where(t => t <= episodes).Append(episodes).Distinct();

    /// <inheritdoc/>
    public override TetrisResult Run(Cell<TetrisSettings> cell, RunContext context)
    {
        TetrisSettings settings = cell.Settings;
        int[] grid = [.. Grid(settings.Episodes)];
        var values = grid.Select(_ => new double[context.Seeds.Count]).ToArray();
        var updates = grid.Select(_ => new int[context.Seeds.Count]).ToArray();
        for (int i = 0; i < context.Seeds.Count; i++)
        {
            RandomStream environment = context.Seeds[i].Derive("pieces").Stream();
            var learner = new TetrisLearner(SmallTetris.Standard, settings.Method, settings.Horizon, context.Seeds[i],
                settings.OfflineEpisodes);
            for (int t = 0, point = 0; t <= settings.Episodes; t++)
            {
                context.Report(i * (double)settings.Episodes + t, context.Seeds.Count * (double)settings.Episodes);
                if (t == grid[point])
                {
                    (values[point][i], updates[point][i]) = (Math.Round(learner.Value(), 6), learner.Updates);
                    if (++point % 10 == 0)
                        context.Mark<double>($"seed {i + 1}, episode {t}", [values[point - 1][i], learner.LogDeterminant]);
                }
                if (t < settings.Episodes)
                    learner.Play(environment);
            }
        }
        return new(grid, values, updates);
    }

    private static Cell<TetrisSettings> Cell(TetrisMethod method, int episodes, int offline, int seeds) =>
        Experiments.Cell.Of(new TetrisSettings(method, episodes, offline, Steps), [.. Enumerable.Range(1, seeds)],
            episodes * (method.Switching == SwitchRule.EveryEpisode ? 5 : 1));
}

/// <summary>What is asked of small Tetris itself.</summary>
/// <param name="Horizons">Numbers of steps.</param>
public sealed record TetrisValueSettings(IReadOnlyList<int> Horizons);

/// <summary>Exact values of small Tetris.</summary>
/// <param name="Boards">How many boards can be reached.</param>
/// <param name="Optimal">V* of the empty board, one a number of steps.</param>
/// <param name="Uniform">The same under uniform actions.</param>
/// <param name="Gain">The best average reward of a step in the long run.</param>
public sealed record TetrisValueResult(int Boards, IReadOnlyList<double> Optimal, IReadOnlyList<double> Uniform, double Gain);

/// <summary>The reference: what the best and the aimless player reach.</summary>
public sealed class TetrisValueStudy : Experiment<TetrisValueSettings, TetrisValueResult>
{
    /// <inheritdoc/>
    public override string Name => "tetris-values";

    /// <inheritdoc/>
    public override string Title => "Exact values of small Tetris";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TetrisValueSettings>> Cells(Profile profile) =>
        [new("empty-board", new([1, 2, 5, 10, 20, 40]), [])];

    /// <inheritdoc/>
    public override TetrisValueResult Run(Cell<TetrisValueSettings> cell, RunContext context)
    {
        SmallTetris game = SmallTetris.Standard;
        double[][] longRun = TetrisValues.Optimal(game, 600);
        return new(game.Boards.Length, [.. cell.Settings.Horizons.Select(h => Math.Round(TetrisValues.Optimal(game, h)[0][0], 10))],
            [.. cell.Settings.Horizons.Select(h => Math.Round(TetrisValues.Uniform(game, h)[0][0], 10))],
            Math.Round(longRun[0][0] - longRun[1][0], 10));
    }
}
