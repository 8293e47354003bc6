using Offprint.Experiments;
using Offprint.Physics.StatisticalMechanics;
using Offprint.Statistics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Where a channel starts.</summary>
public enum ChannelStart
{
    /// <summary>No ion inside.</summary>
    Empty,

    /// <summary>K⁺ on every site.</summary>
    Full,

    /// <summary>The single most likely state.</summary>
    Likely,

    /// <summary>The equilibrium law of no voltage; then a voltage is switched on and off.</summary>
    Pulsed,
}

/// <summary>A relaxing channel.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="Sites">Its sites.</param>
/// <param name="Activity">c of both ions at both sides.</param>
/// <param name="Duration">How long it is followed.</param>
/// <param name="StepSize">dt.</param>
public sealed record RelaxationSettings(ChannelStart Start, int Sites, double Activity, double Duration, double StepSize);

/// <summary>Information lost in unit time.</summary>
/// <param name="Times">Times, the end of steps, about evenly spaced in their logarithm.</param>
/// <param name="Total">The loss of the step that ends there, divided by dt.</param>
/// <param name="Medium">Its medium part.</param>
/// <param name="Instantaneous">Its part from the information entropy.</param>
/// <param name="LeastTotal">The smallest loss of a step.</param>
/// <param name="LeastMedium">The smallest medium part of a step.</param>
/// <param name="LeastInstantaneous">The smallest instantaneous part of a step.</param>
/// <param name="Accumulated">The loss of all steps.</param>
/// <param name="Expected">D(p_0‖p_eq) − D(p_T‖p_eq), which it must equal without driving; <see langword="null"/> with driving.</param>
public sealed record RelaxationResult(
    IReadOnlyList<double> Times, IReadOnlyList<double> Total, IReadOnlyList<double> Medium, IReadOnlyList<double> Instantaneous,
    double LeastTotal, double LeastMedium, double LeastInstantaneous, double Accumulated, double? Expected);

/// <summary>Part G: information loss as a second law, and its two parts.</summary>
public sealed class Relaxation : Experiment<RelaxationSettings, RelaxationResult>
{
    /// <inheritdoc/>
    public override string Name => "relaxation";

    /// <inheritdoc/>
    public override string Title => "Information lost while a channel relaxes";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RelaxationSettings>> Cells(Profile profile) =>
    [
        .. Enum.GetValues<ChannelStart>().Select(start => new Cell<RelaxationSettings>(
            start.ToString().ToLowerInvariant(), new(start, profile == Profile.Paper ? 6 : 4, 0.1, 100, 0.02), [])),
    ];

    /// <inheritdoc/>
    public override RelaxationResult Run(Cell<RelaxationSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        var model = ChannelModel.Potassium(sites: settings.Sites);
        var paths = new PathEnsemble(new ChannelKinetics(model, Channels.Even(model, settings.Activity), 0).Process, settings.StepSize);
        double[] equilibrium = paths.Process.Chain.Stationary.ToArray();
        int steps = (int)Math.Round(settings.Duration / settings.StepSize), full = Enumerable.Range(0, model.States)
            .Single(x => model.Count(x, 0) == model.Sites);
        double[] start = settings.Start switch
        {
            ChannelStart.Empty => Only(model, 0),
            ChannelStart.Full => Only(model, full),
            ChannelStart.Likely => Only(model, Array.IndexOf(equilibrium, equilibrium.Max())),
            _ => equilibrium,
        };
        // The pulse lasts from 1/100 to 1/10 of the time: u = 4, that is λ = 2.
        double[] driving = [.. Enumerable.Range(0, steps).Select(t => settings.Start == ChannelStart.Pulsed && 100 * t >= steps
            && 10 * t < steps ? 2.0 : 0)];
        var losses = paths.Losses(driving, start);
        int[] shown = [.. Enumerable.Range(0, 91).Select(i => (int)Math.Round(Math.Pow(steps, i / 90.0)) - 1).Distinct()];
        double[] Rate(Func<InformationLoss, double> part) => Channels.Stored(shown.Select(t => part(losses[t]) / settings.StepSize));
        double? expected = settings.Start == ChannelStart.Pulsed ? null
            : Information.KullbackLeibler(start, equilibrium) - Information.KullbackLeibler(paths.Laws(driving, start)[^1], equilibrium);
        return new(Channels.Stored(shown.Select(t => (t + 1) * settings.StepSize)), Rate(l => l.Total), Rate(l => l.Medium),
            Rate(l => l.Instantaneous),
            losses.Min(l => l.Total), losses.Min(l => l.Medium), losses.Min(l => l.Instantaneous), losses.Sum(l => l.Total), expected);
    }

    private static double[] Only(ChannelModel model, int state) => model.Observable(x => x == state ? 1 : 0);
}
