using Offprint.Experiments;
using Offprint.Physics.StatisticalMechanics;
using Offprint.Statistics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Simulated conduction.</summary>
/// <param name="Voltage">u.</param>
/// <param name="Activity">c of both ions at both sides.</param>
/// <param name="Events">Moves a seed.</param>
/// <param name="Window">The length in time of the windows over which the charge moved is collected for its variance.</param>
public sealed record GillespieSettings(double Voltage, double Activity, long Events, double Window);

/// <summary>A simulated quantity beside the exact one.</summary>
/// <param name="Quantity">Its name.</param>
/// <param name="Exact">From the steady state.</param>
/// <param name="Simulated">From the paths, one a seed.</param>
public sealed record SimulatedQuantity(string Quantity, double Exact, [property: PerSeed] IReadOnlyList<double> Simulated);

/// <summary>All quantities.</summary>
/// <param name="Quantities">Currents, occupancy, loss, noise.</param>
public sealed record GillespieResult(IReadOnlyList<SimulatedQuantity> Quantities);

/// <summary>Part D: the same currents and noise from simulated paths.</summary>
public sealed class GillespieStudy : Experiment<GillespieSettings, GillespieResult>
{
    /// <inheritdoc/>
    public override string Name => "gillespie";

    /// <inheritdoc/>
    public override string Title => "Simulated paths against the exact steady state";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<GillespieSettings>> Cells(Profile profile)
    {
        var (events, seeds) = profile switch { Profile.Smoke => (20_000L, 4), Profile.Standard => (100_000L, 20), _ => (1_000_000L, 20) };
        return [.. new[] { 0.0, 2, 4 }.Select(u => new Cell<GillespieSettings>(
            string.Create(CultureInfo.InvariantCulture, $"u-{u}"), new(u, 0.1, events, 100), [.. Enumerable.Range(1, seeds)]))];
    }

    /// <inheritdoc/>
    public override GillespieResult Run(Cell<GillespieSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        var model = ChannelModel.Potassium();
        var channel = new ChannelKinetics(model, Channels.Even(model, settings.Activity), settings.Voltage);
        var state = channel.SteadyState;
        string[] names = ["K⁺ current", "Na⁺ current", "mean occupancy", "information loss", "noise"];
        double[] exact = [state.Currents[0], state.Currents[1], state.MeanOccupancy, state.LossRate, channel.Process.Noise()];
        double[][] runs = [.. context.Seeds.Select((seed, i) =>
        {
            context.Report(i, context.Seeds.Count);
            return Simulate(channel, settings, seed.Derive("path").Stream());
        })];
        return new([.. names.Select((name, q) => new SimulatedQuantity(name, exact[q], Channels.Stored(runs.Select(r => r[q]), 8)))]);
    }

    private static double[] Simulate(ChannelKinetics channel, GillespieSettings settings, Offprint.Numerics.RandomStream random)
    {
        var (process, model) = (channel.Process, channel.Model);
        int state = random.NextCategorical(channel.SteadyState.Law.ToArray());
        var charges = new RunningMoments();
        long events = 0;
        double[] sums = new double[4];
        while (events < settings.Events)
        {
            var tally = Gillespie.Run(process, state, random, settings.Window);
            (state, events) = (tally.End, events + tally.Events);
            charges.Add(tally.Charge(process));
            sums[0] += tally.Charge(process, 0);
            sums[1] += tally.Charge(process, 1);
            for (int x = 0; x < process.States; x++)
                sums[2] += tally.Occupation[x] * model.Count(x);
            sums[3] += tally.MediumLoss(process);
        }
        double time = charges.Count * settings.Window;
        return [.. sums.Select(sum => sum / time), charges.SampleVariance / settings.Window];
    }
}
