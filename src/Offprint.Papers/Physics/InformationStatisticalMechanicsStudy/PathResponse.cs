using Offprint.Experiments;
using Offprint.Physics.StatisticalMechanics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>A protocol of the driving force.</summary>
public enum Driving
{
    /// <summary>λ = ½ from step T/6 on.</summary>
    Step,

    /// <summary>λ = 0.8 between T/3 and 5T/12.</summary>
    Pulse,

    /// <summary>λ = 0.6 sin(6πt/T).</summary>
    Sine,
}

/// <summary>A driven channel.</summary>
/// <param name="Driving">The protocol.</param>
/// <param name="Sites">The channel's sites.</param>
/// <param name="Activity">c of both ions at both sides.</param>
/// <param name="Steps">T.</param>
/// <param name="StepSize">dt.</param>
/// <param name="Shown">Every how many steps response matrices are stored.</param>
public sealed record PathResponseSettings(Driving Driving, int Sites, double Activity, int Steps, double StepSize, int Shown);

/// <summary>Responses of the charges moved in each step to the forces in each step.</summary>
/// <param name="Lambda">λ_t.</param>
/// <param name="Charges">⟨j_t⟩/dt of the causal ensemble.</param>
/// <param name="Causal">R(t, s), every <see cref="PathResponseSettings.Shown"/> steps.</param>
/// <param name="Equilibrium">R of the undriven channel against the lag.</param>
/// <param name="Tilted">Cov(j_t, j_s) of the tilted ensemble.</param>
/// <param name="CausalError">The largest difference between R and finite differences, relative to the largest R.</param>
/// <param name="Future">The largest |R(t, s)| with s &gt; t, from finite differences.</param>
/// <param name="EquilibriumError">The largest difference between R and the equilibrium response, relative to the largest R off the
/// diagonal.</param>
/// <param name="TiltedError">The largest difference between the covariances and finite differences of the tilted means, relative to the
/// largest.</param>
/// <param name="TiltedAsymmetry">The largest |H(t, s) − H(s, t)| of those finite differences, relative to the largest.</param>
/// <param name="TiltedFuture">The largest |Cov(j_t, j_s)| off the diagonal, relative to the largest R off the diagonal.</param>
public sealed record PathResponseResult(
    IReadOnlyList<double> Lambda, IReadOnlyList<double> Charges, IReadOnlyList<IReadOnlyList<double>> Causal,
    IReadOnlyList<double> Equilibrium,
    IReadOnlyList<IReadOnlyList<double>> Tilted, double CausalError, double Future, double EquilibriumError, double TiltedError,
    double TiltedAsymmetry,
    double TiltedFuture);

/// <summary>Part F: the response matrix under driving, exact, by differences, from equilibrium, and of the tilted ensemble.</summary>
public sealed class PathResponse : Experiment<PathResponseSettings, PathResponseResult>
{
    private const double Difference = 0.05;

    /// <inheritdoc/>
    public override string Name => "path-response";

    /// <inheritdoc/>
    public override string Title => "Response to transient driving";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<PathResponseSettings>> Cells(Profile profile) =>
    [
        .. Enum.GetValues<Driving>().Select(driving => new Cell<PathResponseSettings>(driving.ToString().ToLowerInvariant(), profile switch
        {
            Profile.Smoke => new(driving, 2, 0.1, 12, 0.02, 1),
            Profile.Standard => new(driving, 4, 0.1, 60, 0.02, 1),
            _ => new(driving, 6, 0.1, 400, 0.02, 8),
        }, [])),
    ];

    /// <inheritdoc/>
    public override PathResponseResult Run(Cell<PathResponseSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        var model = ChannelModel.Potassium(sites: settings.Sites);
        var paths = new PathEnsemble(new ChannelKinetics(model, Channels.Even(model, settings.Activity), 0).Process, settings.StepSize);
        double[] start = paths.Process.Chain.Stationary.ToArray(), lambda = Protocol(settings.Driving, settings.Steps);
        double[,] causal = paths.CausalResponse(lambda, start), tilted = paths.TiltedCovariance(lambda, start);
        double[] equilibrium = paths.StationaryResponse(settings.Steps);
        context.Report(1, 3, "finite differences of the causal ensemble");
        double[,] causalDifferences = Differences(l => paths.MeanCharges(l, start), lambda);
        context.Report(2, 3, "finite differences of the tilted ensemble");
        double[,] tiltedDifferences = Differences(l => paths.TiltedMeans(l, start), lambda);
        int steps = settings.Steps;
        double largest = Largest(steps, (t, s) => causal[t, s]), away = Largest(steps, (t, s) => t == s ? 0 : causal[t, s]);
        double largestTilted = Largest(steps, (t, s) => tilted[t, s]);
        return new(lambda, Channels.Stored(paths.MeanCharges(lambda, start).Select(j => j / settings.StepSize)),
            Thinned(causal, settings.Shown), Channels.Stored(equilibrium), Thinned(tilted, settings.Shown),
            Largest(steps, (t, s) => causal[t, s] - causalDifferences[t, s]) / largest,
            Largest(steps, (t, s) => s > t ? causalDifferences[t, s] : 0),
            Largest(steps, (t, s) => s >= t ? 0 : causal[t, s] - equilibrium[t - s]) / away,
            Largest(steps, (t, s) => tilted[t, s] - tiltedDifferences[t, s]) / largestTilted,
            Largest(steps, (t, s) => tiltedDifferences[t, s] - tiltedDifferences[s, t]) / largestTilted,
            Largest(steps, (t, s) => t == s ? 0 : tilted[t, s]) / away);
    }

    /// <summary>λ_t of a protocol.</summary>
    /// <param name="driving">The protocol.</param>
    /// <param name="steps">T.</param>
    /// <returns>[steps].</returns>
    public static double[] Protocol(Driving driving, int steps) => [.. Enumerable.Range(0, steps).Select(t => driving switch
    {
        Driving.Step => 6 * t >= steps ? 0.5 : 0,
        Driving.Pulse => 3 * t >= steps && 12 * t < 5 * steps ? 0.8 : 0,
        _ => 0.6 * Math.Sin(6 * Math.PI * t / steps),
    })];

    /// <summary>∂means_t/∂λ_s by central differences of order 4.</summary>
    private static double[,] Differences(Func<double[], double[]> means, double[] lambda)
    {
        double[,] result = new double[lambda.Length, lambda.Length];
        for (int s = 0; s < lambda.Length; s++)
        {
            double[] At(double shift) => means([.. lambda.Select((l, t) => t == s ? l + shift * Difference : l)]);
            double[] farAbove = At(2), above = At(1), below = At(-1), farBelow = At(-2);
            for (int t = 0; t < lambda.Length; t++)
                result[t, s] = (8 * (above[t] - below[t]) - (farAbove[t] - farBelow[t])) / (12 * Difference);
        }
        return result;
    }

    private static double Largest(int steps, Func<int, int, double> entry)
    {
        double largest = 0;
        for (int t = 0; t < steps; t++)
        {
            for (int s = 0; s < steps; s++)
                largest = Math.Max(largest, Math.Abs(entry(t, s)));
        }
        return largest;
    }

    private static double[][] Thinned(double[,] matrix, int every) =>
    [
        .. Enumerable.Range(0, matrix.GetLength(0) / every).Select(t =>
            Channels.Stored(Enumerable.Range(0, matrix.GetLength(1) / every).Select(s => matrix[t * every, s * every]), 4)),
    ];
}
