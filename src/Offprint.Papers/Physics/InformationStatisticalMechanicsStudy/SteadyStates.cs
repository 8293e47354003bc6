using Offprint.Experiments;
using Offprint.Physics.StatisticalMechanics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>A channel between two baths.</summary>
/// <param name="Sites">Its sites.</param>
/// <param name="Sodium">Whether Na⁺ is there beside K⁺.</param>
/// <param name="Left">The activity at the left.</param>
/// <param name="Right">The activity at the right.</param>
/// <param name="Voltages">u = eV/kT.</param>
/// <param name="SodiumBoth">The activity of Na⁺ at both sides; <see langword="null"/>: that of K⁺ at each.</param>
public sealed record SteadyStateSettings(
    int Sites, bool Sodium, double Left, double Right, IReadOnlyList<double> Voltages, double? SodiumBoth = null);

/// <summary>One voltage's steady state.</summary>
/// <param name="Voltage">u.</param>
/// <param name="Potassium">J_K, ions a unit time.</param>
/// <param name="Sodium">J_Na; 0 without Na⁺.</param>
/// <param name="Loss">Information lost in unit time, summed over moves.</param>
/// <param name="Dissipation">Σ J × affinity.</param>
/// <param name="Occupancy">⟨N⟩.</param>
/// <param name="Noise">The growth rate of the variance of the charge moved.</param>
/// <param name="Conductance">dJ/du at fixed baths, from the linear response of the steady state.</param>
public sealed record SteadyStateRow(
    double Voltage, double Potassium, double Sodium, double Loss, double Dissipation, double Occupancy, double Noise, double Conductance)
{
    /// <summary>The electric current.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double Current => Potassium + Sodium;
}

/// <summary>A current–voltage curve.</summary>
/// <param name="Rows">One a voltage.</param>
/// <param name="Reversal">The voltage without current.</param>
/// <param name="Nernst">ln(c_right/c_left) of K⁺.</param>
/// <param name="CurrentAtNernst">J there.</param>
public sealed record SteadyStateResult(IReadOnlyList<SteadyStateRow> Rows, double Reversal, double Nernst, double CurrentAtNernst);

/// <summary>Part D: current–voltage curves, dissipation and noise.</summary>
public sealed class SteadyStates : Experiment<SteadyStateSettings, SteadyStateResult>
{
    /// <inheritdoc/>
    public override string Name => "steady-states";

    /// <inheritdoc/>
    public override string Title => "Current–voltage curves, dissipation and noise";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<SteadyStateSettings>> Cells(Profile profile)
    {
        double[] voltages = profile == Profile.Smoke ? [-4, 0, 4] : [.. Enumerable.Range(-12, 25).Select(i => i / 2.0)];
        int sites = profile == Profile.Paper ? 6 : 4;
        return
        [
            .. from sodium in new[] { false, true }
               from baths in new (double Left, double Right)[] { (0.1, 0.1), (0.1, 0.01), (1, 0.1) }
               select new Cell<SteadyStateSettings>(
                   string.Create(CultureInfo.InvariantCulture, $"{(sodium ? "k-na" : "k")}-{baths.Left}-{baths.Right}"),
                   new SteadyStateSettings(sites, sodium, baths.Left, baths.Right, voltages), []),
            // Each species has a Nernst potential of its own: where does the current reverse?
            new Cell<SteadyStateSettings>("k-na-0.1-0.01-na-0.1", new SteadyStateSettings(sites, true, 0.1, 0.01, voltages, 0.1), []),
        ];
    }

    /// <inheritdoc/>
    public override SteadyStateResult Run(Cell<SteadyStateSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        var model = ChannelModel.Potassium(settings.Sodium, settings.Sites);
        var baths = settings.SodiumBoth is { } sodium ? new Baths([settings.Left, sodium], [settings.Right, sodium])
            : Channels.Sides(model, settings.Left, settings.Right);
        var rows = settings.Voltages.Select((u, i) =>
        {
            context.Report(i, settings.Voltages.Count);
            return Row(new ChannelKinetics(model, baths, u));
        }).ToList();
        double nernst = Math.Log(settings.Right / settings.Left);
        return new(rows, ChannelKinetics.ReversalPotential(model, baths), nernst,
            new ChannelKinetics(model, baths, nernst).SteadyState.Current);
    }

    private static SteadyStateRow Row(ChannelKinetics channel)
    {
        var state = channel.SteadyState;
        return new(channel.Voltage, state.Currents[0], state.Currents.Skip(1).Sum(), state.LossRate,
            state.Currents.Select((j, s) => j * channel.Affinity(s)).Sum(), state.MeanOccupancy, channel.Process.Noise(),
            channel.Process.Response() / 2);
    }
}
