using Offprint.Experiments;
using Offprint.Physics.StatisticalMechanics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Currents at one voltage against the activity.</summary>
/// <param name="Sites">The channel's sites.</param>
/// <param name="Sodium">Whether Na⁺ is there, as active as K⁺.</param>
/// <param name="Voltage">u.</param>
/// <param name="Activities">c at both sides.</param>
public sealed record SaturationSettings(int Sites, bool Sodium, double Voltage, IReadOnlyList<double> Activities);

/// <summary>Currents, one an activity.</summary>
/// <param name="Potassium">J_K.</param>
/// <param name="Sodium">J_Na; zeros without Na⁺.</param>
/// <param name="Occupancy">⟨N⟩.</param>
public sealed record SaturationResult(IReadOnlyList<double> Potassium, IReadOnlyList<double> Sodium, IReadOnlyList<double> Occupancy);

/// <summary>Part D: the current grows with concentration, has a maximum and is then blocked by ions that wait.</summary>
public sealed class Saturation : Experiment<SaturationSettings, SaturationResult>
{
    /// <inheritdoc/>
    public override string Name => "saturation";

    /// <inheritdoc/>
    public override string Title => "Current against concentration";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<SaturationSettings>> Cells(Profile profile)
    {
        int count = profile == Profile.Smoke ? 7 : 25;
        double[] activities = [.. Enumerable.Range(0, count).Select(i => Channels.Stored(Math.Pow(10, -4 + 6.0 * i / (count - 1))))];
        int sites = profile == Profile.Paper ? 6 : 4;
        return [new("k", new(sites, false, 2, activities), []), new("k-na", new(sites, true, 2, activities), [])];
    }

    /// <inheritdoc/>
    public override SaturationResult Run(Cell<SaturationSettings> cell, RunContext context)
    {
        var model = ChannelModel.Potassium(cell.Settings.Sodium, cell.Settings.Sites);
        var states = cell.Settings.Activities.Select((c, i) =>
        {
            context.Report(i, cell.Settings.Activities.Count);
            return new ChannelKinetics(model, Channels.Even(model, c), cell.Settings.Voltage).SteadyState;
        }).ToList();
        return new(Channels.Stored(states.Select(s => s.Currents[0]), 8), Channels.Stored(states.Select(s => s.Currents.Skip(1).Sum()), 8),
            Channels.Stored(states.Select(s => s.MeanOccupancy)));
    }
}
