namespace Offprint.Numerics;

/// <summary>Integrates y′ = f(t, y) in double precision by a <see cref="MultistepMethod"/>, with constant or varying steps.</summary>
/// <remarks>
/// The coefficients are those of constant steps whatever the grid, as in the diffusion samplers that this rule mirrors; on a grid of
/// varying steps every kind has order 2 at most.
/// </remarks>
/// <param name="method">The method.</param>
/// <param name="startUp">How the first steps are made.</param>
public sealed class LinearMultistepRule(MultistepMethod method, StartUp startUp = StartUp.LowOrder)
{
    private sealed class Arrays : IVectorSpace<double[]>
    {
        public double[] Combine(ReadOnlySpan<double> weights, ReadOnlySpan<double[]> vectors)
        {
            var sum = new double[vectors[0].Length];
            for (int j = 0; j < weights.Length; j++)
            {
                if (weights[j] == 0)
                    continue;
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += weights[j] * vectors[j][i];
            }
            return sum;
        }

        public void Keep(double[] vector) { }

        public void Release(double[] vector) { }
    }

    /// <summary>The method.</summary>
    public MultistepMethod Method => method;

    /// <summary>Integrates along a grid.</summary>
    /// <param name="field">f.</param>
    /// <param name="start">y at the first time; not changed.</param>
    /// <param name="times">The grid: at least two times, strictly rising or strictly falling.</param>
    /// <param name="exact">The exact solution, for <see cref="StartUp.ExactHistory"/>.</param>
    /// <returns>The states at all times of the grid.</returns>
    /// <exception cref="ArgumentException">The grid is not monotone, or the exact solution is missing.</exception>
    public double[][] Integrate(OdeField field, double[] start, IReadOnlyList<double> times, Func<double, double[]>? exact = null)
    {
        OdeIntegrator.CheckGrid(times);
        if (startUp == StartUp.ExactHistory && exact is null)
            throw new ArgumentException("The exact-history start needs the exact solution.", nameof(exact));
        var space = new Arrays();
        var recurrence = new MultistepRecurrence<double[]>(method, space);
        var states = new double[times.Count][];
        states[0] = [.. start];
        int history = startUp == StartUp.LowOrder ? 0 : Math.Min(method.HistoryLength, times.Count - 1);
        var evaluations = new List<double[]>();
        for (int n = 0; n < times.Count - 1; n++)
        {
            double step = times[n + 1] - times[n];
            if (n < history)
            {
                evaluations.Add(Evaluate(field, times[n], states[n]));
                states[n + 1] = startUp == StartUp.ExactHistory
                    ? exact!(times[n + 1])
                    : OdeIntegrator.Rk4Step(field, times[n], states[n], step);
                continue;
            }
            if (n == history && history > 0)
            {
                double last = times[n] - times[n - 1];
                recurrence.Prime(evaluations, space.Combine([1 / last, -1 / last], [states[n], states[n - 1]]));
            }
            double[] direction = recurrence.Advance(Evaluate(field, times[n], states[n]));
            states[n + 1] = space.Combine([1, step], [states[n], direction]);
        }
        return states;
    }

    private static double[] Evaluate(OdeField field, double t, double[] y)
    {
        var derivative = new double[y.Length];
        field(t, y, derivative);
        return derivative;
    }
}
