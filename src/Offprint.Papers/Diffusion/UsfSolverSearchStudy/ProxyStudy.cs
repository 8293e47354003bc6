using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>Proxies of a Fréchet distance.</summary>
/// <param name="Evaluations">NFE.</param>
/// <param name="Schedules">How many schedules are ranked.</param>
/// <param name="Known">The known solvers from which, and from children of which, they are taken.</param>
/// <param name="Sizes">Numbers of samples.</param>
/// <param name="Truth">The number of samples of the ranking that is taken as true.</param>
/// <param name="Bandwidth">The kernel's standard deviation.</param>
public sealed record ProxyStudySettings(
    int Evaluations, int Schedules, KnownSolverSet Known, IReadOnlyList<int> Sizes, int Truth, double Bandwidth) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of($"nfe-{Evaluations}");
}

/// <summary>A proxy's agreement with the truth.</summary>
/// <param name="Size">Samples.</param>
/// <param name="FixedNoise">Kendall's τ with the same starts for all schedules, one a seed.</param>
/// <param name="FreshNoise">Kendall's τ with starts of its own for each schedule, one a seed.</param>
public sealed record ProxyRow(int Size, [property: PerSeed] IReadOnlyList<double> FixedNoise,
    [property: PerSeed] IReadOnlyList<double> FreshNoise);

/// <summary>All proxies.</summary>
/// <param name="Rows">One a size.</param>
public sealed record ProxyStudyResult(IReadOnlyList<ProxyRow> Rows);

/// <summary>
/// How many samples rank schedules, and whether the noise should be fixed: on the exact density of 8×8 digits, Fréchet distance of pixels.
/// </summary>
public sealed class ProxyStudy : Experiment<ProxyStudySettings, ProxyStudyResult>
{
    /// <inheritdoc/>
    public override string Name => "proxy-study";

    /// <inheritdoc/>
    public override string Title => "How well a distance of few samples ranks schedules";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<ProxyStudySettings>> Cells(Profile profile) => profile == Profile.Smoke
        ? []
        : [Cell.Of(new ProxyStudySettings(5, 30, new KnownSolverSet(), [100, 250, 500], 2000, 0.1), [1, 2], cost: 15)];

    /// <inheritdoc/>
    public override ProxyStudyResult Run(Cell<ProxyStudySettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var problem = new PixelProblem(settings.Bandwidth, null);
        var schedules = Schedules(settings, context.Seeds[0]);
        var law = GaussianFit.Of(problem.Data);
        double total = settings.Truth + context.Seeds.Count * 2.0 * settings.Sizes.Sum(), done = 0;
        double[] Scores(Seed seed, int size, bool fresh)
        {
            context.Report(done, total, $"{size} samples");
            done += size;
            return [.. schedules.Select((schedule, i) =>
            {
                using var inner = NewDisposeScope();
                var start = PixelProblem.Start(fresh ? seed.Derive((ulong)i) : seed, size);
                return new FrechetObjective(problem.Model, start, x => x, law).Evaluate([schedule], context.Cancellation)[0];
            })];
        }
        double[] truth = Scores(context.Seeds[0].Derive("truth"), settings.Truth, fresh: false);
        return new ProxyStudyResult([.. settings.Sizes.Select(size =>
            new ProxyRow(size, Agreements(size, false), Agreements(size, true)))]);

        double[] Agreements(int size, bool fresh) =>
            [.. context.Seeds.Select(seed => RankCorrelation.KendallTauB(Scores(seed.Derive("proxy"), size, fresh), truth))];
    }

    /// <summary>Known solvers that are not hopeless, and children of them: such as a search has to tell apart.</summary>
    private static IReadOnlyList<SolverSchedule> Schedules(ProxyStudySettings settings, Seed seed)
    {
        var random = seed.Derive("schedules").Stream();
        SolverSchedule[] known = [.. PlaneSearch.Schedules(settings.Known, settings.Evaluations)
            .Where(s => s.Steps.All(step => step.StartPoint == -1))];
        random.Shuffle<SolverSchedule>(known);
        var space = new ScheduleSpace(PlaneProblem.Noise);
        return [.. known.Take(settings.Schedules / 2), .. Enumerable.Range(0, settings.Schedules / 2)
            .Select(_ => space.Child(known, random))];
    }
}
