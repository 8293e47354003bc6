using Offprint.Estimators.Dimension;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>Reads dimensions off the singular values of the flow's Jacobian.</summary>
internal static class FlowDimension
{
    /// <summary>Data and noise lie within a few units: a coordinate beyond this is on its way to infinity.</summary>
    private const double Bounds = 100;

    /// <summary>Follows paths and summarizes them.</summary>
    /// <param name="model">The predictor.</param>
    /// <param name="start">x_T of all paths, seed by seed, [seeds · n, D].</param>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="strength">c, for the record.</param>
    /// <param name="truth">The right dimension.</param>
    /// <param name="intervals">Kept times.</param>
    /// <param name="subSteps">Runge–Kutta steps between them.</param>
    /// <param name="ct">Stops between steps.</param>
    public static DimensionRow Follow(
        IDifferentiablePredictor model, Tensor start, int seeds, double strength, int truth, int intervals, int subSteps,
        CancellationToken ct)
    {
        using var scope = NewDisposeScope();
        var schedule = model.Schedule;
        var options = new ProbabilityFlowOptions { SubSteps = subSteps, EscapeRadius = Bounds };
        var flow = new ProbabilityFlow(options).Linearize(model, start, TimeGrid.UniformLambda(schedule, intervals), ct);
        int d = (int)start.shape[1], paths = (int)start.shape[0];
        // What has escaped stands beyond the bounds: far from what can be reached otherwise.
        double[] reach = [.. flow.States[^1].abs().amax([1]).data<double>()];
        int[] kept = [.. Enumerable.Range(0, paths).Where(p => reach[p] < Bounds / 2)];
        if (kept.Length == 0)
            throw new ArithmeticException(
                $"All {paths} paths leave ±{Bounds}: the field is not trained, or has been trained to drive points away.");
        var values = Enumerable.Range(0, flow.Times.Count).Select(i =>
            Rows([.. flow.SingularValues(i).contiguous().data<double>()], kept, d)).ToList();
        double noise = schedule.Sigma(schedule.TEnd);
        int[] estimates = new int[paths]; // 0 for what has escaped
        for (int i = 0; i < kept.Length; i++)
            estimates[kept[i]] = IntrinsicDimension.FlowJacobian(values[^1].AsSpan(i * d, d), noise);
        return new DimensionRow(strength, flow.Times, [.. values.Select(v => Quantiles(v, d))],
            [.. values.Select(v => (IReadOnlyList<double>)[.. v[..d].Select(Short)])],
            [.. estimates.Chunk(paths / seeds).Select(own => own.Count(e => e == truth) / (double)own.Length)],
            [.. Enumerable.Range(1, d).Select(k => estimates.Count(e => e == k))], Slopes(flow.Times, values, schedule, d));
    }

    private static double[] Rows(double[] values, int[] kept, int d) => [.. kept.SelectMany(p => values[(p * d)..((p + 1) * d)])];

    private static List<double> Quantiles(double[] values, int d)
    {
        var result = new List<double>();
        for (int i = 0; i < d; i++)
        {
            double[] sorted = [.. values.Where((_, index) => index % d == i).Order()];
            result.AddRange(new[] { 0.1, 0.5, 0.9 }.Select(q => Short(sorted[(int)Math.Round(q * (sorted.Length - 1))])));
        }
        return result;
    }

    /// <summary>Between the last time and the kept time with ten times its σ, or as near as there is.</summary>
    private static double[] Slopes(IReadOnlyList<double> times, List<double[]> values, NoiseSchedule schedule, int d)
    {
        double end = schedule.Sigma(times[^1]);
        int from = Enumerable.Range(0, times.Count).MinBy(i => Math.Abs(Math.Log(schedule.Sigma(times[i]) / (10 * end))));
        double span = Math.Log(schedule.Sigma(times[from]) / end);
        return [.. Enumerable.Range(0, d).Select(i => values[from].Where((_, k) => k % d == i).Zip(values[^1].Where((_, k) => k % d == i),
            (early, late) => Math.Log(early / late) / span).Average())];
    }

    private static double Short(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture),
        CultureInfo.InvariantCulture);
}
