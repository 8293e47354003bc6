using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>Fixed solvers at one number of evaluations.</summary>
/// <param name="Evaluations">NFE.</param>
/// <param name="Paths">Test paths a seed.</param>
/// <param name="Known">The exponential family's solvers, each on its grids.</param>
/// <param name="Momentum">Solvers of the sister paper, on the same grids.</param>
public sealed record PlaneBaselinesSettings(int Evaluations, int Paths, KnownSolverSet Known, IReadOnlyList<SolverOptions> Momentum)
    : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of($"nfe-{Evaluations}");
}

/// <summary>A fixed solver's errors.</summary>
/// <param name="Solver">The solver.</param>
/// <param name="Spacing">Its grid.</param>
/// <param name="Errors">Root mean square distances to the exact endpoints, one a seed.</param>
public sealed record BaselineErrors(SolverOptions Solver, GridSpacing Spacing, [property: PerSeed] IReadOnlyList<double> Errors)
{
    /// <summary>The solver with its grid.</summary>
    [JsonIgnore]
    public string Label => $"{Solver.Label}, {Spacing.Text()}";
}

/// <summary>All fixed solvers' errors.</summary>
/// <param name="Baselines">One entry a solver and grid.</param>
public sealed record PlaneBaselinesResult(IReadOnlyList<BaselineErrors> Baselines)
{
    /// <summary>The best solver of a seed, chosen with hindsight: the strongest opponent there is.</summary>
    /// <param name="seed">The seed's place.</param>
    /// <returns>Its error.</returns>
    public double Best(int seed) => Baselines.Min(b => b.Errors[seed]);

    /// <summary>The best solver of a seed among those of the paper's own family: its Baseline-B.</summary>
    /// <param name="seed">The seed's place.</param>
    /// <returns>Its error.</returns>
    public double BestOfFamily(int seed) => Baselines.Where(b => b.Solver is ExponentialOptions).Min(b => b.Errors[seed]);

    /// <summary>The worst solver of a seed.</summary>
    /// <param name="seed">The seed's place.</param>
    /// <returns>Its error.</returns>
    public double Worst(int seed) => Baselines.Max(b => b.Errors[seed]);
}

/// <summary>
/// Every fixed solver on every grid in world 1: the exponential family, singlestep and multistep, and PLMS, HB and GHVB of the sister
/// paper.
/// </summary>
public sealed class PlaneBaselines : Experiment<PlaneBaselinesSettings, PlaneBaselinesResult>
{
    /// <inheritdoc/>
    public override string Name => "plane-baselines";

    /// <inheritdoc/>
    public override string Title => "Fixed solvers against the exact flow of a mixture";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<PlaneBaselinesSettings>> Cells(Profile profile)
    {
        int[] evaluations = profile == Profile.Smoke ? [5] : [4, 5, 6, 7, 8, 9, 10];
        int paths = PlaneSearch.TestPaths(profile);
        SolverOptions[] momentum = [HeavyBall(4, 0.8), HeavyBall(4, 0.9), Ghvb(1.8), Ghvb(2.5), Ghvb(3.8)];
        return [.. evaluations.Select(n =>
            Cell.Of(new PlaneBaselinesSettings(n, paths, new KnownSolverSet(), momentum), PlaneSearch.SeedsOf(profile)))];
    }

    /// <inheritdoc/>
    public override PlaneBaselinesResult Run(Cell<PlaneBaselinesSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        int evaluations = settings.Evaluations;
        var known = settings.Known.Of(evaluations);
        SolverSchedule[] schedules = [.. known.Select(solver => solver.Schedule(PlaneProblem.Noise, evaluations))];
        var errors = new List<double[]>();
        for (int i = 0; i < context.Seeds.Count; i++)
        {
            context.Report(i, context.Seeds.Count);
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            using var problem = new PlaneProblem(context.Seeds[i], 1, settings.Paths);
            errors.Add([.. schedules.Chunk(10).SelectMany(chunk => problem.Test.Evaluate(chunk, context.Cancellation)),
                .. Momentum(problem, settings)]);
        }
        IEnumerable<(SolverOptions Solver, GridSpacing Spacing)> compared = known.Select(s => ((SolverOptions)s.Solver, s.Spacing))
            .Concat(from method in settings.Momentum from spacing in settings.Known.Spacings select (method, spacing));
        return new PlaneBaselinesResult([.. compared.Select((s, i) =>
            new BaselineErrors(s.Solver, s.Spacing, [.. errors.Select(e => e[i])]))]);
    }

    private static IEnumerable<double> Momentum(PlaneProblem problem, PlaneBaselinesSettings settings)
    {
        foreach (SolverOptions method in settings.Momentum)
        {
            foreach (var spacing in settings.Known.Spacings)
            {
                using var scope = NewDisposeScope();
                var end = method.Create().Sample(problem.Model, problem.TestStart,
                    spacing.Grid(PlaneProblem.Noise, settings.Evaluations)).X;
                yield return (end - problem.TestEnd).Squared().mean().sqrt().item<double>();
            }
        }
    }
}
