using System.Numerics;
using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class SpanMathTests
{
    private static double[] Exponentials(params double[] values)
    {
        SpanMath.Exp(values);
        return values;
    }

    /// <summary>With <see cref="Vector.Exp(Vector{double})"/> two values in five differ beside −720, in their last bits.</summary>
    [Theory]
    [InlineData(-709)]
    [InlineData(-720)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(710)]
    [InlineData(double.NaN)]
    public void An_exponential_depends_on_its_own_value_alone(double neighbor)
    {
        var random = new Seed(1).Stream();
        for (int i = 0; i < 200; i++)
        {
            double value = -700 * random.NextDouble();
            double[] alone = [value], filled = new double[2 * Vector<double>.Count + 1];
            Array.Fill(filled, value);
            filled[1] = filled[^2] = neighbor;
            SpanMath.Exp(alone);
            SpanMath.Exp(filled);
            Assert.All(filled.Where((_, k) => k != 1 && k != filled.Length - 2), e => Assert.Equal(alone[0], e));
            Assert.Equal(Math.Exp(neighbor), filled[1]);
            Assert.Equal(Math.Exp(neighbor), filled[^2]);
        }
    }

    [Fact]
    public void Exponentials_are_exact_to_the_last_bits()
    {
        double[] values = [.. Enumerable.Range(-7450, 14_545).Select(i => i / 10.0), 708.0, -708.0, 709.7, 0, -0.0, 1e-300];
        foreach (var (value, exponential) in values.Zip(Exponentials([.. values])))
            Assert.InRange(exponential, Math.BitDecrement(Math.BitDecrement(Math.BitDecrement(Math.Exp(value)))),
                Math.BitIncrement(Math.BitIncrement(Math.BitIncrement(Math.Exp(value)))));
        Assert.Equal([0, double.PositiveInfinity, double.NaN], Exponentials(double.NegativeInfinity, double.PositiveInfinity, double.NaN));
        Assert.Empty(Exponentials());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(37)]
    public void Sums_match_their_definition(int count)
    {
        var random = new Seed(2).Stream();
        double[] a = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())], b = [.. a.Select(_ => random.NextDouble())],
            target = [.. b];
        Assert.Equal(a.Zip(b, (x, y) => x * y).Sum(), SpanMath.Dot(a, b), 1e-12);
        SpanMath.AddScaled(a, -0.3, target);
        Assert.All(target.Index(), t => Assert.Equal(b[t.Index] - 0.3 * a[t.Index], t.Item, 1e-15));
    }
}
