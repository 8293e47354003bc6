using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;

namespace Offprint.Tests.Environments.Tabular;

public class ConcentrabilityTests
{
    [Fact]
    public void The_deep_sea_is_covered_as_known()
    {
        TabularMdp mdp = TabularMdps.DeepSea(8);
        TabularPolicy optimal = ValueIteration.Solve(mdp).Policy, uniform = TabularPolicy.Uniform(mdp);
        StateActionTable d = Occupancy.Of(mdp, optimal);
        Assert.Equal(Math.Pow(0.85, -8), Concentrability.SinglePolicy(d, Occupancy.Of(mdp, optimal.Mix(uniform, 0.3))), 1e-9);
        Assert.Equal(256, Concentrability.SinglePolicy(d, Occupancy.Of(mdp, uniform)), 1e-9);
        Assert.Equal(1, Concentrability.SinglePolicy(d, d));
    }

    [Fact]
    public void Clipping_bounds_what_is_not_covered()
    {
        StateActionTable d = StateActionTable.FromArray(new[,] { { 0.5, 0.0 }, { 0.0, 0.5 } });
        StateActionTable mu = StateActionTable.FromArray(new[,] { { 0.25, 0.75 }, { 0.0, 0.0 } });
        Assert.Equal(double.PositiveInfinity, Concentrability.SinglePolicy(d, mu));
        Assert.Equal(0.5 * 2 + 0.5 * 10, Concentrability.Clipped(d, mu, 10));
        Assert.Equal(1, Concentrability.Clipped(d, d, 1e9));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.2)]
    [InlineData(8)]
    public void A_law_of_data_has_the_coefficient_asked_for(double coefficient)
    {
        TabularMdp mdp = TabularMdps.Block([3, 1, 4, 1, 5], 6);
        StateActionTable d = Occupancy.Of(mdp, ValueIteration.Solve(mdp).Policy);
        var decisions = from s in Enumerable.Range(0, 5) from a in Enumerable.Range(0, 6) where d[s, a] == 0 select (s, a);
        foreach (var mu in new[] { Concentrability.DataLaw(d, coefficient), Concentrability.DataLaw(d, coefficient, decisions) })
        {
            Assert.Equal(1, mu.Sum(), 1e-12);
            Assert.Equal(coefficient, Concentrability.SinglePolicy(d, mu), 1e-12);
        }
    }

    [Fact]
    public void Impossible_laws_are_refused()
    {
        StateActionTable d = StateActionTable.FromArray(new[,] { { 0.5, 0.5 } }),
            half = StateActionTable.FromArray(new[,] { { 0.5, 0.0 } });
        Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => Concentrability.DataLaw(d, 0.9)).Message);
        Assert.Contains("none left for the share 0.5", Assert.Throws<ArgumentException>(() => Concentrability.DataLaw(d, 2)).Message);
        Assert.Contains("sums to one, not 1 stages and 0.5", Assert.Throws<ArgumentException>(() =>
            Concentrability.DataLaw(half, 2)).Message);
        Assert.Contains("has mass 0.5 in the target", Assert.Throws<ArgumentException>(() =>
            Concentrability.DataLaw(d, 2, [(0, 1)])).Message);
        Assert.Contains("do not compare", Assert.Throws<ArgumentException>(() =>
            Concentrability.SinglePolicy(d, new StateActionTable(2, 2))).Message);
    }
}
