using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using MathNet.Numerics.LinearAlgebra;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>A series circuit with thermal noise, in units of kT.</summary>
/// <param name="Resistance">R.</param>
/// <param name="Inductance">L.</param>
/// <param name="Capacitance">C.</param>
/// <param name="StepSize">dt.</param>
/// <param name="Samples">Steps recorded, a power of two.</param>
/// <param name="Copies">Independent circuits a seed.</param>
public sealed record CircuitSettings(double Resistance, double Inductance, double Capacitance, double StepSize, int Samples, int Copies);

/// <summary>Fluctuations of charge and current.</summary>
/// <param name="ChargeVariances">⟨q²⟩, one a seed; kT·C is expected.</param>
/// <param name="CurrentVariances">⟨i²⟩, one a seed; kT/L is expected.</param>
/// <param name="Lyapunov">Both from the Lyapunov equation.</param>
/// <param name="CorrelationTime">The integrated autocorrelation time of one circuit's squared charge, in units of time.</param>
/// <param name="Frequencies">ω.</param>
/// <param name="Spectrum">The two-sided spectral density of the current.</param>
/// <param name="Expected">|Y(ω)|² 2kTR.</param>
public sealed record CircuitResult(
    [property: PerSeed] IReadOnlyList<double> ChargeVariances, [property: PerSeed] IReadOnlyList<double> CurrentVariances,
    IReadOnlyList<double> Lyapunov, double CorrelationTime,
    IReadOnlyList<double> Frequencies, IReadOnlyList<double> Spectrum, IReadOnlyList<double> Expected);

/// <summary>Part I: ensembles at constant capacitance, inductance and resistance.</summary>
public sealed class CircuitNoise : Experiment<CircuitSettings, CircuitResult>
{
    /// <inheritdoc/>
    public override string Name => "circuit";

    /// <inheritdoc/>
    public override string Title => "Thermal fluctuations of a series circuit";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<CircuitSettings>> Cells(Profile profile)
    {
        var (samples, copies, seeds) = profile switch { Profile.Smoke => (1024, 16, 4), Profile.Standard => (8192, 64, 20), _ =>
            (16384, 256, 20) };
        return [new("rlc", new(0.5, 2, 0.5, 0.05, samples, copies), [.. Enumerable.Range(1, seeds)])];
    }

    /// <inheritdoc/>
    public override CircuitResult Run(Cell<CircuitSettings> cell, RunContext context)
    {
        var s = cell.Settings;
        var drift = Matrix<double>.Build.DenseOfArray(new[,] { { 0, 1 },
            { -1 / (s.Inductance * s.Capacitance), -s.Resistance / s.Inductance } });
        var noise = Matrix<double>.Build.DenseOfDiagonalArray([0, 2 * s.Resistance / (s.Inductance * s.Inductance)]);
        var covariance = MatrixFunctions.Lyapunov(drift, noise);
        var (charges, currents) = (new List<double>(), new List<double>());
        double[] spectrum = new double[s.Samples / 2];
        double correlation = 0;
        foreach (var seed in context.Seeds)
        {
            context.Report(charges.Count, context.Seeds.Count);
            var record = Simulate(s, covariance, seed.Derive("circuit").Stream());
            charges.Add(record.ChargeVariance);
            currents.Add(record.CurrentVariance);
            for (int k = 0; k < spectrum.Length; k++)
                spectrum[k] += record.Spectrum[k] / context.Seeds.Count;
            correlation += Autocorrelation.IntegratedTime(record.FirstCharge.Select(q => q * q).ToArray()) * s.StepSize /
                context.Seeds.Count;
        }
        int[] shown = [.. Enumerable.Range(0, 100).Select(i => (int)Math.Round(4 * Math.Pow(spectrum.Length / 16.0, i / 99.0))).Distinct()];
        double[] omega = [.. shown.Select(k => 2 * Math.PI * k / (s.Samples * s.StepSize))];
        return new(charges, currents, [covariance[0, 0], covariance[1, 1]], correlation, Channels.Stored(omega),
            Channels.Stored(shown.Select(k => spectrum[k])),
            Channels.Stored(omega.Select(w => 2 * s.Resistance /
                (s.Resistance * s.Resistance + Math.Pow(w * s.Inductance - 1 / (w * s.Capacitance), 2)))));
    }

    /// <summary>
    /// State: charges of all copies, then their currents. Heun's method, weak order 2: the bias of variances is some 10⁻⁴.
    /// </summary>
    private static (double ChargeVariance, double CurrentVariance, double[] Spectrum, double[] FirstCharge) Simulate(
        CircuitSettings s, Matrix<double> covariance, RandomStream random)
    {
        int n = s.Copies;
        double[] state = new double[2 * n], amplitudes = new double[2 * n], first = new double[s.Samples],
            spectrum = new double[s.Samples / 2];
        random.FillNormal(state);
        for (int i = 0; i < n; i++)
        {
            (state[i], state[n + i]) = (state[i] * Math.Sqrt(covariance[0, 0]), state[n + i] * Math.Sqrt(covariance[1, 1]));
            amplitudes[n + i] = Math.Sqrt(2 * s.Resistance) / s.Inductance;
        }
        var (charge, current) = (new RunningMoments(), new RunningMoments());
        var records = new Complex[n][];
        for (int i = 0; i < n; i++)
            records[i] = new Complex[s.Samples];
        var integrator = new SdeIntegrator(
            (_, x, drift) =>
            {
                for (int i = 0; i < n; i++)
                    (drift[i], drift[n + i]) = (x[n + i], -(s.Resistance * x[n + i] + x[i] / s.Capacitance) / s.Inductance);
            },
            amplitudes);
        integrator.Heun(state, 0, s.StepSize, s.Samples, random, (step, _, _, after) =>
        {
            first[step] = after[0];
            for (int i = 0; i < n; i++)
            {
                charge.Add(after[i] * after[i]); // the mean is 0: the mean square is the variance
                current.Add(after[n + i] * after[n + i]);
                records[i][step] = after[n + i];
            }
        });
        double[] taper = MathNet.Numerics.Window.Hann(s.Samples);
        double power = taper.Sum(w => w * w);
        foreach (var record in records)
        {
            for (int step = 0; step < record.Length; step++)
                record[step] *= taper[step];
            Fourier.Forward(record, FourierOptions.AsymmetricScaling);
            for (int k = 0; k < spectrum.Length; k++)
                spectrum[k] += record[k].Magnitude * record[k].Magnitude * s.StepSize / (power * n);
        }
        return (charge.Mean, current.Mean, spectrum, first);
    }
}
