using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>Copies of one chain side by side: metric entropy grows, β does not.</summary>
/// <param name="Finite">Whether each copy has two functions (family A), or one feature (family B).</param>
/// <param name="Copies">k = log₂|F|, or d.</param>
/// <param name="Beta">β of family A; of family B it follows from <paramref name="Value"/>.</param>
/// <param name="Value">y of family B.</param>
/// <param name="Rows">n.</param>
/// <param name="Scales">Scales s of family A's wrong function: the worst of them counts.</param>
/// <param name="Repetitions">Data sets a scale.</param>
public sealed record EntropySettings(
    bool Finite, [property: Range(1, 4096)] int Copies, [property: Range(0, 0.999)] double Beta, double Value,
    [property: Range(1, 100_000_000)] int Rows, IReadOnlyList<double> Scales, int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => Finite ? KeyText.Of("functions", 1L << Copies) : KeyText.Of("features", Copies);
}

/// <summary>Mean squared Bellman error.</summary>
/// <param name="Factors">The factors of the class at scale 1.</param>
/// <param name="Mean">Mean of n(1−β²)‖E‖² over data sets, at the worst scale.</param>
/// <param name="Low">The lower end of its 95 % t interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="Scale">The worst scale; 1 for features.</param>
public sealed record EntropyResult(OffPolicyFactors Factors, double Mean, double Low, double High, double Scale);

/// <summary>Metric entropy: the squared error grows with d, and with log |F|.</summary>
public sealed class EntropyStudy : Experiment<EntropySettings, EntropyResult>
{
    /// <inheritdoc/>
    public override string Name => "entropy";

    /// <inheritdoc/>
    public override string Title => "Squared error against the size of the class";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<EntropySettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        int[] dimensions = smoke ? [1, 4] : [1, 2, 4, 8, 16, 32, 64, 128, 256], bits = smoke ? [1, 3] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        double[] scales = [0.02, 0.03, 0.04, 0.06, 0.08, 0.11, 0.15, 0.2, 0.28, 0.4];
        return
        [
            .. dimensions.Select(d => Cell.Of(new EntropySettings(false, d, 0, 1, 2000 * d, [1], smoke ? 50 : 200), [1], d * d)),
            .. bits.Select(k => Cell.Of(new EntropySettings(true, k, 0.7, 0, 20_000, scales, smoke ? 50 : 200), [1], 1 << k)),
        ];
    }

    /// <inheritdoc/>
    public override EntropyResult Run(Cell<EntropySettings> cell, RunContext context)
    {
        EntropySettings settings = cell.Settings;
        Seed seed = context.Seeds[0].Derive(cell.Key);
        if (!settings.Finite)
        {
            LinearInstance instance = RealizabilityInstances.OneFeature(settings.Value, copies: settings.Copies);
            var lstd = new Lstd();
            return Worst(instance.Problem, BellmanGeometry.Linear(instance.Problem, instance.Features), settings, seed, context,
                _ => (data, _) => instance.Features.Function(lstd.Fit(data, instance.Features, instance.Problem.Task).Weights));
        }
        FiniteInstance one = RealizabilityInstances.TwoFunctions(settings.Beta, copies: settings.Copies);
        return Worst(one.Problem, BellmanGeometry.Finite(one.Problem, one.Functions), settings, seed, context, scale =>
        {
            FiniteInstance scaled = RealizabilityInstances.TwoFunctions(settings.Beta, copies: settings.Copies, scale: scale);
            var estimator = new MinimaxEstimator(scaled.Functions, scaled.Problem.Task);
            return (data, random) => scaled.Functions[estimator.Choose(data, random)].ToArray();
        });
    }

    private static EntropyResult Worst(PolicyEvaluationProblem problem, OffPolicyFactors factors, EntropySettings settings, Seed seed,
        RunContext context, Func<double, Func<TransitionSample, RandomStream, double[]>> estimator)
    {
        EntropyResult? worst = null;
        for (int j = 0; j < settings.Scales.Count; j++)
        {
            var estimate = estimator(settings.Scales[j]);
            RandomStream random = seed.Derive((ulong)j).Stream();
            double[] errors = new double[settings.Repetitions];
            for (int i = 0; i < errors.Length; i++)
            {
                context.Report(j * errors.Length + i, settings.Scales.Count * errors.Length);
                double error = problem.Norm(problem.BellmanError(estimate(problem.Draw(settings.Rows, random), random)));
                errors[i] = settings.Rows * factors.Margin * error * error;
            }
            Estimate mean = MeanInterval.StudentT(errors);
            context.Mark<double>($"scale {settings.Scales[j]}", errors);
            if (worst is null || mean.Value > worst.Mean)
                worst = new(factors, ErrorSummary.Digits(mean.Value), ErrorSummary.Digits(mean.Interval.Low),
                    ErrorSummary.Digits(mean.Interval.High), settings.Scales[j]);
        }
        return worst!;
    }
}
