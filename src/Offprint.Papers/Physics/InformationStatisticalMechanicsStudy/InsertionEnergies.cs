using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>A site whose ligand turns: fine energies that a coarse model replaces by one effective energy.</summary>
/// <param name="Empty">Energies of the ligand's orientations at an empty site.</param>
/// <param name="Insertion">ΔE of inserting the ion, one an orientation.</param>
/// <param name="Samples">n, numbers of sampled orientations.</param>
/// <param name="Repetitions">Independent estimates of each n.</param>
public sealed record InsertionSettings(IReadOnlyList<double> Empty, IReadOnlyList<double> Insertion, IReadOnlyList<int> Samples,
    int Repetitions);

/// <summary>Estimates from n samples.</summary>
/// <param name="Samples">n.</param>
/// <param name="Mean">The mean estimate.</param>
/// <param name="StandardError">Of that mean.</param>
/// <param name="Deviation">The standard deviation of one estimate.</param>
/// <param name="PredictedBias">Var(e^{−ΔE})/(2n⟨e^{−ΔE}⟩²), the leading order.</param>
/// <param name="Bootstrap">The deviation that the first estimate's own bootstrap claims.</param>
public sealed record InsertionRow(int Samples, double Mean, double StandardError, double Deviation, double PredictedBias, double Bootstrap);

/// <summary>Convergence to the effective energy.</summary>
/// <param name="Exact">−ln ⟨e^{−ΔE}⟩ over the empty site's orientations.</param>
/// <param name="Rows">One a number of samples.</param>
public sealed record InsertionResult(double Exact, IReadOnlyList<InsertionRow> Rows);

/// <summary>Part A: effective energies from sampled insertion energies ("informed by atomistic simulation").</summary>
public sealed class InsertionEnergies : Experiment<InsertionSettings, InsertionResult>
{
    /// <inheritdoc/>
    public override string Name => "insertion-energies";

    /// <inheritdoc/>
    public override string Title => "Effective site energies from sampled insertion energies";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<InsertionSettings>> Cells(Profile profile)
    {
        int[] samples = profile == Profile.Smoke ? [10, 100, 1000] : [10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
        return [new("site", new([0, 0.3, 0.6, 1, 1.5, 2], [-1, -2, -4.5, -5, -6, -6.5], samples, profile == Profile.Smoke ? 100 : 2000),
            [1])];
    }

    /// <inheritdoc/>
    public override InsertionResult Run(Cell<InsertionSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        double[] weights = [.. settings.Empty.Select(e => Math.Exp(-e))], law = [.. weights.Select(w => w / weights.Sum())];
        double[] factors = [.. settings.Insertion.Select(e => Math.Exp(-e))];
        double mean = law.Zip(factors, (p, f) => p * f).Sum(), variance = law.Zip(factors, (p, f) => p * (f - mean) * (f - mean)).Sum();
        var seed = context.Seeds[0];
        return new(-Math.Log(mean), [.. settings.Samples.Select((n, i) =>
        {
            context.Report(i, settings.Samples.Count);
            var random = seed.Derive("insertions").Derive((ulong)n).Stream();
            var estimates = new RunningMoments();
            double[] sample = [];
            for (int repetition = 0; repetition < settings.Repetitions; repetition++)
            {
                sample = [.. Enumerable.Range(0, n).Select(_ => factors[random.NextCategorical(law)])];
                estimates.Add(-Math.Log(sample.Average()));
            }
            double[] replicates = Bootstrap.Replicates(Resampling.Plain(n), rows =>
                -Math.Log(MeanOf(sample, rows)), new BootstrapOptions { Resamples = 200, Seed = seed });
            var bootstrap = new RunningMoments();
            foreach (double value in replicates)
                bootstrap.Add(value);
            return new InsertionRow(n, estimates.Mean, estimates.StandardError, Math.Sqrt(estimates.SampleVariance),
                variance / (2 * n * mean * mean), Math.Sqrt(bootstrap.SampleVariance));
        })]);
    }

    private static double MeanOf(double[] sample, ReadOnlySpan<int> rows)
    {
        double sum = 0;
        foreach (int row in rows)
            sum += sample[row];
        return sum / rows.Length;
    }
}
