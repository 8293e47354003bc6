using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Tests.Statistics;

public class InformationTests
{
    [Fact]
    public void Uniform_and_certain_laws_have_known_entropies()
    {
        Assert.Equal(Math.Log(5), Information.Entropy([0.2, 0.2, 0.2, 0.2, 0.2]), 1e-15);
        Assert.Equal(0, Information.Entropy([0, 1, 0]));
    }

    [Fact]
    public void Divergences_are_known_for_two_outcomes()
    {
        Assert.Equal(0.5 * Math.Log(2) + 0.5 * Math.Log(2.0 / 3), Information.KullbackLeibler([0.5, 0.5], [0.25, 0.75]), 1e-15);
        Assert.Equal(0.25 * Math.Log(3), Information.Jeffreys([0.5, 0.5], [0.25, 0.75]), 1e-15);
        Assert.Equal(0.25, Information.TotalVariation([0.5, 0.5], [0.25, 0.75]), 1e-15);
        Assert.Equal(0, Information.KullbackLeibler([0, 1], [0.0, 1]));
        Assert.Equal(double.PositiveInfinity, Information.KullbackLeibler([0.5, 0.5], [0.0, 1]));
    }

    [Fact]
    public void Pinskers_inequality_holds_and_divergences_are_not_negative()
    {
        var random = new Seed(1).Stream();
        double[] p = new double[6], q = new double[6];
        for (int i = 0; i < 200; i++)
        {
            random.FillDirichlet([1, 1, 1, 1, 1, 1], p);
            random.FillDirichlet([1, 1, 1, 1, 1, 1], q);
            double distance = Information.TotalVariation(p, q);
            Assert.True(Information.KullbackLeibler(p, q) >= 2 * distance * distance);
            Assert.InRange(Information.Entropy(p), 0, Math.Log(6));
        }
    }

    [Fact]
    public void Lengths_must_agree() => Assert.Throws<ArgumentException>(() => Information.KullbackLeibler([1], [0.5, 0.5]));
}
