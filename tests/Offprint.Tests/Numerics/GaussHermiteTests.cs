using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class GaussHermiteTests
{
    [Fact]
    public void Three_nodes_are_the_textbooks()
    {
        var rule = new GaussHermite(3);
        Assert.Equal(-Math.Sqrt(3), rule.Nodes[0], 1e-14);
        Assert.Equal(0, rule.Nodes[1], 1e-14);
        Assert.Equal(2.0 / 3, rule.Weights[1], 1e-14);
        Assert.Equal(1.0 / 6, rule.Weights[2], 1e-14);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public void Moments_are_exact_up_to_the_order_2n_minus_1_and_not_beyond(int nodes)
    {
        var rule = new GaussHermite(nodes);
        double moment = 1;
        for (int k = 1; k < nodes; moment *= 2 * k + 1, k++)
            Assert.Equal(1, rule.Expectation(1, z => Math.Pow(z[0], 2 * k)) / moment, 1e-11);
        Assert.Equal(0, rule.Expectation(1, z => Math.Pow(z[0], 2 * nodes - 1)) / moment, 1e-11);
        // The first moment that is missed is too small by the squared norm of the orthogonal polynomial, n!.
        double missing = Enumerable.Range(1, nodes).Aggregate(1.0, (product, k) => product * k);
        Assert.Equal(1, (moment - rule.Expectation(1, z => Math.Pow(z[0], 2 * nodes))) / missing, 1e-4);
    }

    [Fact]
    public void Smooth_functions_converge_in_any_dimension()
    {
        // E[exp(a·Z)] = exp(|a|²/2).
        Assert.Equal(Math.Exp((0.25 + 1 + 0.09) / 2), new GaussHermite(16).Expectation(3, z => Math.Exp(0.5 * z[0] - z[1] + 0.3 * z[2])),
            1e-10);
    }

    [Fact]
    public void The_number_of_nodes_is_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussHermite(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussHermite(201));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussHermite(3).Expectation(0, _ => 1));
    }
}
