using Offprint.Experiments;
using Offprint.Physics.StatisticalMechanics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Paths of a channel under a sinusoidal force, from equilibrium.</summary>
/// <param name="Sites">Its sites.</param>
/// <param name="Activity">c of both ions at both sides.</param>
/// <param name="Amplitude">The largest λ.</param>
/// <param name="Steps">T.</param>
/// <param name="StepSize">dt.</param>
/// <param name="Paths">Paths a seed; 0 to enumerate all of them instead.</param>
public sealed record LossFluctuationSettings(int Sites, double Activity, double Amplitude, int Steps, double StepSize, int Paths);

/// <summary>The law of the information that a path loses.</summary>
/// <param name="ExactMean">The mean loss, from the laws of the state.</param>
/// <param name="Means">The mean loss, one a seed, or the sum over all paths.</param>
/// <param name="Exponentials">⟨e^{−loss}⟩, one a seed, or the sum over all paths.</param>
/// <param name="Edges">The histogram's edges.</param>
/// <param name="Shares">The share of paths between two edges; those beyond fall into the end bins.</param>
/// <param name="Enumerated">How many paths were enumerated.</param>
public sealed record LossFluctuationResult(
    double ExactMean, [property: PerSeed] IReadOnlyList<double> Means, [property: PerSeed] IReadOnlyList<double> Exponentials,
    IReadOnlyList<double> Edges, IReadOnlyList<double> Shares, long Enumerated);

/// <summary>Part G: single paths may gain information, but ⟨e^{−loss}⟩ = 1.</summary>
public sealed class LossFluctuations : Experiment<LossFluctuationSettings, LossFluctuationResult>
{
    /// <inheritdoc/>
    public override string Name => "loss-fluctuations";

    /// <inheritdoc/>
    public override string Title => "The law of the information that single paths lose";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<LossFluctuationSettings>> Cells(Profile profile)
    {
        int seeds = profile == Profile.Smoke ? 4 : 20, paths = profile switch { Profile.Smoke => 2000, Profile.Standard => 20_000, _ =>
            100_000 };
        return
        [
            new("enumeration", new(2, 0.1, 1, profile == Profile.Smoke ? 4 : 6, 0.03, 0), []),
            new("simulation", new(4, 0.1, 2, 100, 0.02, paths), [.. Enumerable.Range(1, seeds)])
        {
            Kind = ClaimKind.Control,
        } { Cost = 10 },
        ];
    }

    /// <inheritdoc/>
    public override LossFluctuationResult Run(Cell<LossFluctuationSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        var model = ChannelModel.Potassium(sites: settings.Sites);
        var process = new ChannelKinetics(model, Channels.Even(model, settings.Activity), 0).Process;
        var paths = new PathEnsemble(process, settings.StepSize);
        double[] start = process.Chain.Stationary.ToArray();
        double[] driving = [.. Enumerable.Range(0, settings.Steps)
            .Select(t => settings.Amplitude * Math.Sin(2 * Math.PI * (t + 0.5) / settings.Steps))];
        double exact = paths.Losses(driving, start).Sum(l => l.Total);
        if (settings.Paths == 0)
        {
            var all = new PathEnumeration(process, settings.StepSize, driving, start).Run();
            return new(exact, [all.MeanLoss], [all.Exponential], [], [], all.Paths);
        }
        double[] edges = [.. Enumerable.Range(0, 61).Select(i => Math.Round(-4 + 0.2 * i, 1))], shares = new double[edges.Length - 1],
            losses = new double[settings.Paths];
        var (means, exponentials) = (new List<double>(), new List<double>());
        foreach (var seed in context.Seeds)
        {
            context.Report(means.Count, context.Seeds.Count);
            paths.SampleLosses(driving, start, losses, seed.Derive("paths").Stream());
            means.Add(losses.Average());
            exponentials.Add(losses.Average(l => Math.Exp(-l)));
            foreach (double loss in losses)
                shares[Math.Clamp((int)Math.Floor((loss - edges[0]) / 0.2), 0, shares.Length - 1)] += 1.0 /
                    (losses.Length * context.Seeds.Count);
        }
        return new(exact, means, exponentials, edges, Channels.Stored(shares), 0);
    }
}
