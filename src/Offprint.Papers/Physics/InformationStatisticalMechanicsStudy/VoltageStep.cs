using Offprint.Experiments;
using Offprint.Physics.StatisticalMechanics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>A voltage that rises at time 0.</summary>
/// <param name="Sites">The channel's sites.</param>
/// <param name="Activity">c of both ions at both sides.</param>
/// <param name="From">u before.</param>
/// <param name="Rise">The rise of u.</param>
/// <param name="Duration">How long the current is followed.</param>
/// <param name="StepSize">dt.</param>
public sealed record VoltageStepSettings(int Sites, double Activity, double From, double Rise, double Duration, double StepSize);

/// <summary>The change of the current.</summary>
/// <param name="Times">Times after the rise.</param>
/// <param name="Exact">Propagated with the new voltage.</param>
/// <param name="Causal">Summed from the causal response at the old voltage.</param>
/// <param name="Equilibrium">Summed from the response at u = 0.</param>
/// <param name="HalfRise">Propagated with half the rise, doubled: what linear response tends to.</param>
public sealed record VoltageStepResult(
    IReadOnlyList<double> Times, IReadOnlyList<double> Exact, IReadOnlyList<double> Causal, IReadOnlyList<double> Equilibrium,
    IReadOnlyList<double> HalfRise);

/// <summary>Part F: the transient current after a voltage step.</summary>
public sealed class VoltageStep : Experiment<VoltageStepSettings, VoltageStepResult>
{
    private const int Shown = 100;

    /// <inheritdoc/>
    public override string Name => "voltage-step";

    /// <inheritdoc/>
    public override string Title => "The transient current after a voltage step";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<VoltageStepSettings>> Cells(Profile profile)
    {
        int sites = profile == Profile.Paper ? 6 : 4;
        return [new("from-0", new(sites, 0.1, 0, 0.5, 20, 0.02), []), new("from-4", new(sites, 0.1, 4, 0.5, 20, 0.02), [])];
    }

    /// <inheritdoc/>
    public override VoltageStepResult Run(Cell<VoltageStepSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        int steps = (int)(settings.Duration / settings.StepSize), every = Math.Max(1, steps / Shown);
        var paths = Paths(settings, settings.From);
        double[] start = paths.Process.Chain.Stationary.ToArray();
        double before = paths.MeanCharges([0], start)[0];
        // u = 2λ
        double[] Change(double rise) => [.. paths.MeanCharges(Enumerable.Repeat(rise / 2, steps).ToArray(), start).Select(j => j - before)];
        double[] exact = Change(settings.Rise), half = [.. Change(settings.Rise / 2).Select(j => 2 * j)];
        double[] causal = Summed(paths.StationaryResponse(steps), settings.Rise),
            equilibrium = Summed(Paths(settings, 0).StationaryResponse(steps), settings.Rise);
        double[] Thin(double[] values) => Channels.Stored(values.Where((_, t) => t % every == 0).Select(j => j / settings.StepSize));
        return new(Channels.Stored(Enumerable.Range(0, steps).Where(t => t % every == 0).Select(t => t * settings.StepSize)), Thin(exact),
            Thin(causal), Thin(equilibrium), Thin(half));
    }

    private static PathEnsemble Paths(VoltageStepSettings settings, double voltage)
    {
        var model = ChannelModel.Potassium(sites: settings.Sites);
        return new(new ChannelKinetics(model, Channels.Even(model, settings.Activity), voltage).Process, settings.StepSize);
    }

    private static double[] Summed(double[] response, double rise)
    {
        double sum = 0;
        return [.. response.Select(r => sum += r * rise / 2)];
    }
}
