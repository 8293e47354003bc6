using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Physics.StatisticalMechanics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Conductance at one voltage by several routes.</summary>
/// <param name="Sites">The channel's sites.</param>
/// <param name="Activity">c of both ions at both sides.</param>
/// <param name="Voltages">u.</param>
/// <param name="Steps">dt of the discrete kernels, each half of the one before.</param>
/// <param name="Memory">The time over which responses are summed.</param>
public sealed record ConductanceSettings(int Sites, double Activity, IReadOnlyList<double> Voltages, IReadOnlyList<double> Steps,
    double Memory);

/// <summary>One voltage.</summary>
/// <param name="Voltage">u.</param>
/// <param name="Slope">dJ/du by differences of the steady current.</param>
/// <param name="HalfNoise">Half the noise, from the group inverse.</param>
/// <param name="HalfCurvature">Half the second derivative of the leading eigenvalue of the tilted generator, by differences.</param>
/// <param name="Sums">½ Σ R(lag)/dt of the causal response, one a step length.</param>
public sealed record ConductanceRow(double Voltage, double Slope, double HalfNoise, double HalfCurvature, IReadOnlyList<double> Sums)
{
    /// <summary>The sums' limit dt → 0: Romberg's extrapolation of steps that halve, errors being powers of dt.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double Limit
    {
        get
        {
            double[] values = [.. Sums];
            for (int level = 1; level < values.Length; level++)
            {
                for (int i = values.Length - 1; i >= level; i--)
                    values[i] += (values[i] - values[i - 1]) / (Math.ScaleB(1, level) - 1);
            }
            return values[^1];
        }
    }
}

/// <summary>All voltages.</summary>
/// <param name="Rows">One a voltage.</param>
public sealed record ConductanceResult(IReadOnlyList<ConductanceRow> Rows);

/// <summary>Part E: conductance as a slope, as noise and as a sum of responses.</summary>
public sealed class ConductanceRoutes : Experiment<ConductanceSettings, ConductanceResult>
{
    /// <inheritdoc/>
    public override string Name => "conductance";

    /// <inheritdoc/>
    public override string Title => "Conductance by slope, noise and Green–Kubo sums";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<ConductanceSettings>> Cells(Profile profile)
    {
        double[] voltages = profile == Profile.Smoke ? [0, 4] : [.. Enumerable.Range(0, 13).Select(i => i / 2.0)];
        return [new("k-na", new(profile == Profile.Paper ? 6 : 4, 0.1, voltages, [0.01, 0.005, 0.0025, 0.00125], profile == Profile.Paper
            ? 1000 : 400), [])];
    }

    /// <inheritdoc/>
    public override ConductanceResult Run(Cell<ConductanceSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        var model = ChannelModel.Potassium(sites: settings.Sites);
        var baths = Channels.Even(model, settings.Activity);
        return new([.. settings.Voltages.Select((u, i) =>
        {
            context.Report(i, settings.Voltages.Count);
            var process = new ChannelKinetics(model, baths, u).Process;
            double[] sums = [.. settings.Steps.Select(dt => new PathEnsemble(process, dt).StationaryResponse((int)(settings.Memory / dt))
                .Sum() / (2 * dt))];
            context.Mark<double>(FormattableString.Invariant($"u = {u}"), sums);
            return new ConductanceRow(u,
                Channels.Derivative(v => new ChannelKinetics(model, baths, v).SteadyState.Current, u, 0.02),
                process.Noise() / 2, Curvature(process) / 2, sums);
        })]);
    }

    private static double Curvature(JumpProcess process)
    {
        const double step = 0.05;
        double Theta(double chi) => MatrixFunctions.Leading(process.Generator(chi)).Value;
        return (-Theta(2 * step) + 16 * Theta(step) - 30 * Theta(0) + 16 * Theta(-step) - Theta(-2 * step)) / (12 * step * step);
    }
}
