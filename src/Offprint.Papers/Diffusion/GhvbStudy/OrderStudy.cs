using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Solvers;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>What is integrated.</summary>
public enum OrderProblem
{
    /// <summary>y′ = −y² from y(0) = 1 to t = 2, with constant steps.</summary>
    Scalar,

    /// <summary>The probability flow of a Gaussian, whose solution is affine.</summary>
    Gaussian,

    /// <summary>The probability flow of a mixture of twelve Gaussians in the plane.</summary>
    Mixture,
}

/// <summary>How times are spaced.</summary>
public enum GridKind
{
    /// <summary>Evenly in σ̄: constant steps of the multistep rule.</summary>
    SigmaBar,

    /// <summary>Evenly in λ.</summary>
    Lambda,

    /// <summary>Evenly in t.</summary>
    Time,
}

/// <summary>One curve sheet of the order study.</summary>
/// <param name="Problem">What is integrated.</param>
/// <param name="Grid">How times are spaced.</param>
/// <param name="From">The first time of diffusion problems.</param>
/// <param name="To">The last time of diffusion problems; 0 for the schedule's own end.</param>
/// <param name="Methods">The methods, all with one kind of start.</param>
/// <param name="Steps">Numbers of steps.</param>
/// <param name="Paths">Paths of diffusion problems.</param>
public sealed record OrderStudySettings(
    OrderProblem Problem, GridKind Grid, double From, double To, IReadOnlyList<LinearMultistepOptions> Methods, IReadOnlyList<int> Steps,
    int Paths) : ICellSettings
{
    /// <summary>How the first steps are made.</summary>
    [JsonIgnore]
    public StartUp StartUp => Methods[0].StartUp;

    /// <summary>Whether it covers the whole range of noise levels, as the paper's Table 8 does.</summary>
    [JsonIgnore]
    public bool IsWholeRange => Problem != OrderProblem.Scalar && To == 0;

    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Problem, Grid, StartUp, IsWholeRange ? "whole-range" : null);
}

/// <summary>One method's errors.</summary>
/// <param name="Method">The method.</param>
/// <param name="Errors">The mean absolute error at the end, for each number of steps.</param>
public sealed record OrderCurve(LinearMultistepOptions Method, IReadOnlyList<double> Errors);

/// <summary>All methods' errors.</summary>
/// <param name="Curves">One a method.</param>
public sealed record OrderStudyResult(IReadOnlyList<OrderCurve> Curves)
{
    /// <summary>The curve of a method, whatever its start.</summary>
    /// <param name="method">The method.</param>
    /// <returns>The curve.</returns>
    public OrderCurve Of(LinearMultistepOptions method) => Curves.Single(c => c.Method == method with { StartUp = c.Method.StartUp });
}

/// <summary>Part C: orders of convergence against exact references (replaces Figures 11, 12, 29, 30 and Tables 7 and 8).</summary>
public sealed class OrderStudy : Experiment<OrderStudySettings, OrderStudyResult>
{
    private static readonly LinearMultistepOptions[] s_methods =
    [
        Ddim, Plms(2), Plms(4), HeavyBall(2, 0.5), HeavyBall(4, 0.8), Ghvb(0.5), Ghvb(1.5), Ghvb(2.5), Ghvb(3.5),
        LinearMultistepOptions.Mixture(2, 0.5),
    ];

    /// <summary>What comes nearest to the paper's Table 8: a mixture, even in t, the whole range of noise levels.</summary>
    /// <param name="settings">A cell's settings.</param>
    /// <returns>Whether the cell is that one.</returns>
    public static bool IsTable8(OrderStudySettings settings) =>
        settings is { Problem: OrderProblem.Mixture, Grid: GridKind.Time, IsWholeRange: true };

    /// <inheritdoc/>
    public override string Name => "order-study";

    /// <inheritdoc/>
    public override string Title => "Orders of convergence against exact solutions";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<OrderStudySettings>> Cells(Profile profile)
    {
        int[] steps = profile == Profile.Smoke ? [20, 40, 80, 160, 320] : [10, 20, 40, 80, 160, 320, 640, 1280, 2560];
        var scalar = new OrderStudySettings(OrderProblem.Scalar, GridKind.Time, 0, 2, s_methods, steps, 1);
        var cells = new List<Cell<OrderStudySettings>>
        {
            Cell.Of(scalar, []),
            Cell.Of(scalar with { Methods = Started(StartUp.ExactHistory) }, []),
        };
        if (profile == Profile.Smoke)
            return cells;
        foreach (var problem in new[] { OrderProblem.Gaussian, OrderProblem.Mixture })
        {
            foreach (var grid in Enum.GetValues<GridKind>())
            {
                foreach (var start in new[] { StartUp.LowOrder, StartUp.ExactHistory })
                    cells.Add(Diffusion(problem, grid, start, 0.5, 0.1, steps));
            }
        }
        cells.Add(Diffusion(OrderProblem.Mixture, GridKind.Time, StartUp.LowOrder, 1, 0, steps));
        cells.Add(Diffusion(OrderProblem.Mixture, GridKind.Lambda, StartUp.LowOrder, 1, 0, steps));
        return cells;
    }

    /// <inheritdoc/>
    public override OrderStudyResult Run(Cell<OrderStudySettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        return settings.Problem == OrderProblem.Scalar ? Scalar(settings) : new DiffusionOrders(settings, context).Run();
    }

    private static Cell<OrderStudySettings> Diffusion(OrderProblem problem, GridKind grid, StartUp start, double from, double to,
        int[] steps) =>
        Cell.Of(new OrderStudySettings(problem, grid, from, to, Started(start), steps, 64), [1], problem == OrderProblem.Mixture ? 8 : 5);

    private static LinearMultistepOptions[] Started(StartUp start) => [.. s_methods.Select(m => m with { StartUp = start })];

    private static OrderStudyResult Scalar(OrderStudySettings settings) => new([.. settings.Methods.Select(method =>
    {
        var rule = new LinearMultistepRule(method.Method, method.StartUp);
        return new OrderCurve(method, [.. settings.Steps.Select(steps =>
        {
            double[] times = [.. Enumerable.Range(0, steps + 1).Select(i => settings.To * i / steps)];
            double[][] states = rule.Integrate((_, y, derivative) => derivative[0] = -y[0] * y[0], [1], times, t => [1 / (1 + t)]);
            return Math.Abs(states[^1][0] - 1 / (1 + settings.To));
        })]);
    })]);
}
