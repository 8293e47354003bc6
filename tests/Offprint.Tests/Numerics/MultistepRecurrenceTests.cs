using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class MultistepRecurrenceTests
{
    public static TheoryData<MultistepKind, int, double> Methods => new(
        from kind in Enum.GetValues<MultistepKind>()
        from order in Enumerable.Range(1, 4)
        from beta in (double[])[1, 0.7]
        where beta == 1 || kind is not (MultistepKind.AdamsBashforth or MultistepKind.NaiveInterpolation)
        where order > 1 || kind != MultistepKind.NaiveInterpolation
        select (kind, order, beta));

    /// <summary>
    /// One memory has run all the time, another is told the last evaluations and the last direction: their next directions agree.
    /// </summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void A_primed_memory_goes_on_as_if_it_had_always_run(MultistepKind kind, int order, double beta)
    {
        var method = new MultistepMethod(kind, order, beta);
        MultistepRecurrence<double[]> always = new(method, new Plane()), primed = new(method, new Plane());
        RandomStream random = new Seed(17).Stream();
        List<double[]> evaluations = [];
        double[]? direction = null;
        for (int n = 0; n < 12; n++)
            direction = always.Advance(Next());
        primed.Prime(evaluations, direction);
        for (int n = 0; n < 4; n++)
        {
            double[] evaluation = Next(), expected = always.Advance(evaluation);
            Assert.Equal(expected, primed.Advance(evaluation), (a, b) => Math.Abs(a - b) < 1e-9);
        }

        double[] Next()
        {
            evaluations.Add([random.NextNormal(), random.NextNormal()]);
            return evaluations[^1];
        }
    }

    private sealed class Plane : IVectorSpace<double[]>
    {
        public double[] Combine(ReadOnlySpan<double> weights, ReadOnlySpan<double[]> vectors)
        {
            double[] sum = new double[2];
            for (int j = 0; j < weights.Length; j++)
                (sum[0], sum[1]) = (sum[0] + weights[j] * vectors[j][0], sum[1] + weights[j] * vectors[j][1]);
            return sum;
        }

        public void Keep(double[] vector)
        {
        }

        public void Release(double[] vector)
        {
        }
    }
}
