using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>A particle dragged by a harmonic trap, in units of kT.</summary>
/// <param name="Stiffness">κ.</param>
/// <param name="Diffusion">D; the friction is 1/D.</param>
/// <param name="Velocity">v of the trap.</param>
/// <param name="Duration">τ.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Paths">Paths a seed.</param>
public sealed record DraggedTrapSettings(double Stiffness, double Diffusion, double Velocity, double Duration, int Steps, int Paths);

/// <summary>The work done on the particle.</summary>
/// <param name="ExactMean">⟨W⟩ in closed form; the variance is twice as much.</param>
/// <param name="Means">Mean work, one a seed.</param>
/// <param name="Variances">Variance of the work, one a seed.</param>
/// <param name="Exponentials">⟨e^{−W}⟩, one a seed.</param>
/// <param name="Edges">The histogram's edges.</param>
/// <param name="Density">Its density.</param>
public sealed record DraggedTrapResult(
    double ExactMean, [property: PerSeed] IReadOnlyList<double> Means, [property: PerSeed] IReadOnlyList<double> Variances,
    [property: PerSeed] IReadOnlyList<double> Exponentials, IReadOnlyList<double> Edges,
    IReadOnlyList<double> Density);

/// <summary>Part H: the work of a dragged trap, whose law is known.</summary>
public sealed class DraggedTrap : Experiment<DraggedTrapSettings, DraggedTrapResult>
{
    private const double BinWidth = 0.25;

    /// <inheritdoc/>
    public override string Name => "dragged-trap";

    /// <inheritdoc/>
    public override string Title => "Work of a dragged trap";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<DraggedTrapSettings>> Cells(Profile profile)
    {
        var (paths, seeds) = profile switch { Profile.Smoke => (1000, 4), Profile.Standard => (5000, 20), _ => (50_000, 20) };
        return [new("v-1", new(1, 1, 1, 3, 300, paths), [.. Enumerable.Range(1, seeds)])];
    }

    /// <inheritdoc/>
    public override DraggedTrapResult Run(Cell<DraggedTrapSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        double friction = 1 / settings.Diffusion, relaxation = friction / settings.Stiffness;
        double mean = friction * settings.Velocity * settings.Velocity *
            (settings.Duration - relaxation * (1 - Math.Exp(-settings.Duration / relaxation)));
        double[] edges = [.. Enumerable.Range(0, 53).Select(i => -4 + i * BinWidth)], density = new double[edges.Length - 1];
        var (means, variances, exponentials) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var seed in context.Seeds)
        {
            context.Report(means.Count, context.Seeds.Count);
            double[] work = Work(settings, seed.Derive("trap").Stream());
            var moments = new RunningMoments();
            foreach (double w in work)
            {
                moments.Add(w);
                int bin = (int)Math.Floor((w - edges[0]) / BinWidth);
                if (bin >= 0 && bin < density.Length)
                    density[bin] += 1 / (BinWidth * work.Length * context.Seeds.Count);
            }
            means.Add(moments.Mean);
            variances.Add(moments.SampleVariance);
            exponentials.Add(work.Average(w => Math.Exp(-w)));
        }
        return new(mean, means, variances, exponentials, edges, Channels.Stored(density));
    }

    /// <summary>∫ ∂U/∂t dt with U = κ(x − vt)²/2, by the midpoint rule, in which Itô's correction cancels.</summary>
    private static double[] Work(DraggedTrapSettings settings, RandomStream random)
    {
        var (kappa, diffusion, v) = (settings.Stiffness, settings.Diffusion, settings.Velocity);
        double[] x = new double[settings.Paths], work = new double[settings.Paths];
        random.FillNormal(x);
        for (int i = 0; i < x.Length; i++)
            x[i] /= Math.Sqrt(kappa);
        double dt = settings.Duration / settings.Steps;
        var integrator = new SdeIntegrator(
            (t, state, drift) =>
            {
                for (int i = 0; i < state.Length; i++)
                    drift[i] = -diffusion * kappa * (state[i] - v * t);
            },
            [.. Enumerable.Repeat(Math.Sqrt(2 * diffusion), x.Length)]);
        integrator.Heun(x, 0, dt, settings.Steps, random, (_, t, before, after) =>
        {
            for (int i = 0; i < work.Length; i++)
                work[i] -= kappa * v * dt * (0.5 * (before[i] + after[i]) - v * (t + 0.5 * dt));
        });
        return work;
    }
}
