using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Solvers;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>The toy problem's grid and methods.</summary>
/// <param name="Steps">Steps over the interval.</param>
/// <param name="EndTime">T.</param>
/// <param name="Methods">The methods.</param>
public sealed record StiffToySettings(int Steps, double EndTime, IReadOnlyList<LinearMultistepOptions> Methods) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Steps, "steps");
}

/// <summary>One method's path.</summary>
/// <param name="Method">The method.</param>
/// <param name="First">x₁ at each grid point.</param>
/// <param name="Second">x₂ at each grid point.</param>
/// <param name="Error">‖x − exact‖ at the end; infinite after an overflow.</param>
public sealed record ToyPath(LinearMultistepOptions Method, IReadOnlyList<double> First, IReadOnlyList<double> Second, double Error);

/// <summary>All paths.</summary>
/// <param name="Times">The grid.</param>
/// <param name="Paths">One a method.</param>
public sealed record StiffToyResult(IReadOnlyList<double> Times, IReadOnlyList<ToyPath> Paths);

/// <summary>Part B: the stiff linear equation of Figure 13, x′ = [[0, 1], [−9, −10]] x from (−1, 0), with eigenvalues −1 and −9.</summary>
/// <remarks>26 steps to T = 3 put δ·(−9) = −27/26 just outside the interval [−1, 0] of the second-order Adams–Bashforth rule.</remarks>
public sealed class StiffToy : Experiment<StiffToySettings, StiffToyResult>
{
    /// <inheritdoc/>
    public override string Name => "stiff-toy";

    /// <inheritdoc/>
    public override string Title => "A stiff linear equation at the edge of stability";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<StiffToySettings>> Cells(Profile profile) =>
    [
        Cell.Of(new StiffToySettings(26, 3, [Ddim, Plms(2), HeavyBall(2, 0.9), HeavyBall(2, 0.8), Ghvb(1.9), Ghvb(1.8), Plms(4)]), []),
    ];

    /// <summary>The exact solution, (1, −9) e^{−9t}/8 + 9 (−1, 1) e^{−t}/8.</summary>
    /// <param name="t">The time.</param>
    /// <returns>x(t).</returns>
    public static double[] Exact(double t)
    {
        double fast = Math.Exp(-9 * t) / 8, slow = 9 * Math.Exp(-t) / 8;
        return [fast - slow, -9 * fast + slow];
    }

    /// <inheritdoc/>
    public override StiffToyResult Run(Cell<StiffToySettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        double[] times = [.. Enumerable.Range(0, settings.Steps + 1).Select(i => settings.EndTime * i / settings.Steps)];
        return new StiffToyResult(times, [.. settings.Methods.Select(method => Solve(method, times))]);
    }

    private static ToyPath Solve(LinearMultistepOptions method, double[] times)
    {
        double[][] states = new LinearMultistepRule(method.Method, method.StartUp).Integrate(Field, Exact(0), times);
        double[] exact = Exact(times[^1]);
        double error = Math.Sqrt(Math.Pow(states[^1][0] - exact[0], 2) + Math.Pow(states[^1][1] - exact[1], 2));
        return new ToyPath(method, [.. states.Select(x => x[0])], [.. states.Select(x => x[1])], error);
    }

    private static void Field(double t, ReadOnlySpan<double> x, Span<double> derivative)
    {
        derivative[0] = x[1];
        derivative[1] = -9 * x[0] - 10 * x[1];
    }
}
