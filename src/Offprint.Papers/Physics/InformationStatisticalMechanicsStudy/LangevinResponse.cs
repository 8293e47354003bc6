using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>What a diffusing particle feels.</summary>
public enum Force
{
    /// <summary>A harmonic well, f = −κx: an equilibrium, with a response in closed form.</summary>
    Well,

    /// <summary>A tilted washboard, f = F + a cos x: driven, far from equilibrium.</summary>
    Washboard,
}

/// <summary>An overdamped particle, in units of kT.</summary>
/// <param name="Force">What it feels.</param>
/// <param name="Steps">Steps up to the time T at which the position is asked for.</param>
/// <param name="StepSize">dt.</param>
/// <param name="Paths">Paths a seed.</param>
public sealed record LangevinResponseSettings(Force Force, int Steps, double StepSize, int Paths);

/// <summary>∂⟨x_T⟩/∂f_s divided by dt.</summary>
/// <param name="Times">T − s.</param>
/// <param name="Score">From the fluctuation formula without perturbing: one list a seed.</param>
/// <param name="Tangent">From the derivative of each path: the same expectation with little noise.</param>
/// <param name="Closed">In closed form for the discrete steps; empty for the washboard.</param>
/// <param name="Equilibrium">What the equilibrium fluctuation–dissipation theorem would read off the fluctuations: d/ds Cov(x_T, x_s), one
/// value a time, averaged over seeds.</param>
public sealed record LangevinResponseResult(
    IReadOnlyList<double> Times, IReadOnlyList<IReadOnlyList<double>> Score, IReadOnlyList<double> Tangent, IReadOnlyList<double> Closed,
    IReadOnlyList<double> Equilibrium);

/// <summary>Part H: the causal response of a Langevin equation, ∂⟨A⟩/∂f_s = ½⟨A (Δx_s − D f_s dt)⟩.</summary>
public sealed class LangevinResponse : Experiment<LangevinResponseSettings, LangevinResponseResult>
{
    private const double Tilt = 2, Corrugation = 1.5;
    private const int WarmUp = 400; // steps before the record, 8 relaxation times of the well

    /// <inheritdoc/>
    public override string Name => "langevin-response";

    /// <inheritdoc/>
    public override string Title => "Response of a Langevin equation without perturbing it";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<LangevinResponseSettings>> Cells(Profile profile)
    {
        var (paths, seeds) = profile switch { Profile.Smoke => (2000, 4), Profile.Standard => (5000, 20), _ => (50_000, 20) };
        return [.. Enum.GetValues<Force>().Select(force => new Cell<LangevinResponseSettings>(
            force.ToString().ToLowerInvariant(), new(force, 100, 0.02, paths), [.. Enumerable.Range(1, seeds)]))];
    }

    /// <inheritdoc/>
    public override LangevinResponseResult Run(Cell<LangevinResponseSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        var runs = context.Seeds.Select((seed, i) =>
        {
            context.Report(i, context.Seeds.Count);
            return Simulate(settings, seed.Derive("particle").Stream());
        }).ToList();
        double[] times = Channels.Stored(Enumerable.Range(0, settings.Steps).Select(s => (settings.Steps - s) * settings.StepSize));
        double[] Mean(Func<(double[] Score, double[] Tangent, double[] Equilibrium), double[]> part) =>
            Channels.Stored(Enumerable.Range(0, settings.Steps).Select(s => runs.Average(r => part(r)[s])));
        double[] closed = settings.Force == Force.Well ? [.. Enumerable.Range(0, settings.Steps)
            .Select(s => Math.Pow(1 - settings.StepSize, settings.Steps - s - 1))] : [];
        return new(times, [.. runs.Select(r => Channels.Stored(r.Score, 5))], Mean(r => r.Tangent), Channels.Stored(closed),
            Mean(r => r.Equilibrium));
    }

    private static (double[] Score, double[] Tangent, double[] Equilibrium) Simulate(LangevinResponseSettings settings, RandomStream random)
    {
        int steps = settings.Steps, paths = settings.Paths;
        double dt = settings.StepSize;
        double[] x = new double[paths];
        // D = 1: the drift is the force.
        var integrator = new SdeIntegrator(settings.Force == Force.Well ? Well : Washboard, [.. Enumerable.Repeat(Math.Sqrt(2), paths)]);
        integrator.EulerMaruyama(x, 0, dt, WarmUp, random);
        double[][] positions = new double[steps + 1][];
        positions[0] = [.. x];
        integrator.EulerMaruyama(x, 0, dt, steps, random, (step, _, _, after) => positions[step + 1] = after.ToArray());
        double[] score = new double[steps], tangent = new double[steps], equilibrium = new double[steps];
        double mean = x.Average();
        double[] growth = [.. Enumerable.Repeat(1.0, paths)], force = new double[paths];
        for (int s = steps - 1; s >= 0; s--)
        {
            (settings.Force == Force.Well ? (SdeDrift)Well : Washboard)(0, positions[s], force);
            for (int i = 0; i < paths; i++)
            {
                double noise = positions[s + 1][i] - positions[s][i] - force[i] * dt;
                score[s] += 0.5 * (x[i] - mean) * noise / (dt * paths);
                tangent[s] += growth[i] / paths;
                equilibrium[s] += (x[i] - mean) * (positions[s + 1][i] - positions[s][i]) / (dt * paths);
                growth[i] *= 1 + dt * (settings.Force == Force.Well ? -1 : -Corrugation * Math.Sin(positions[s][i]));
            }
        }
        return (score, tangent, equilibrium);
    }

    private static void Well(double t, ReadOnlySpan<double> x, Span<double> drift)
    {
        for (int i = 0; i < x.Length; i++)
            drift[i] = -x[i];
    }

    private static void Washboard(double t, ReadOnlySpan<double> x, Span<double> drift)
    {
        for (int i = 0; i < x.Length; i++)
            drift[i] = Tilt + Corrugation * Math.Cos(x[i]);
    }
}
