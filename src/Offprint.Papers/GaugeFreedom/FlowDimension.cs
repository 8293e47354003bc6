using Offprint.Estimators.Dimension;
using Offprint.Samplers.Diffusion;
using static TorchSharp.torch;

namespace Offprint.Papers.GaugeFreedom;

/// <summary>Reads dimensions off the singular values of the flow's Jacobian.</summary>
internal static class FlowDimension
{
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
        IDifferentiablePredictor model, Tensor start, int seeds, double strength, int truth, int intervals, int subSteps, CancellationToken ct)
    {
        using var scope = NewDisposeScope();
        var schedule = model.Schedule;
        var flow = new ProbabilityFlow(new ProbabilityFlowOptions { SubSteps = subSteps }).Linearize(model, start, TimeGrid.UniformLambda(schedule, intervals), ct);
        int d = (int)start.shape[1], paths = (int)start.shape[0];
        var values = Enumerable.Range(0, flow.Times.Count).Select(i => flow.SingularValues(i).contiguous().data<double>().ToArray()).ToList();
        double[] last = values[^1];
        double noise = schedule.Sigma(schedule.TEnd);
        int[] estimates = [.. Enumerable.Range(0, paths).Select(p => IntrinsicDimension.FlowJacobian(last.AsSpan(p * d, d), noise))];
        return new DimensionRow(strength, flow.Times, [.. values.Select(v => Quantiles(v, d))], [.. values.Select(v => (IReadOnlyList<double>)[.. v[..d].Select(Short)])],
            [.. estimates.Chunk(paths / seeds).Select(own => own.Count(e => e == truth) / (double)own.Length)],
            [.. Enumerable.Range(1, d).Select(k => estimates.Count(e => e == k))], Slopes(flow.Times, values, schedule, d));
    }

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

    private static double Short(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
