using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Environments.Tabular;

namespace Offprint.Tests.Agents.Tabular.DensityRatios;

public class WeightClassTests
{
    private static readonly StateActionTable[] s_occupancies = [Of(0.5, 0.5, 0), Of(0, 0.5, 0.5), Of(1, 0, 0)];

    /// <summary>By hand: three policies make three pairs; with a grid of 2 each has the weights 0, 1/2 and 1.</summary>
    [Fact]
    public void Mixtures_lie_on_the_grid_of_any_two_policies()
    {
        var ratios = new MixtureRatios(s_occupancies, grid: 2);
        Assert.Equal(3 * (1 + 3 * 3), ratios.Count);
        Assert.Equal(Math.Log(30), ratios.LogSize(7), 1e-12);
        Assert.Equal([0.5 / 0.2, 0.5 / 0.8, 0], Fill(ratios, 0, [0.2, 0.8, 0])); // index 0 of a policy: the played mixture
        Assert.Equal([1, 1, 0], Fill(ratios, 1, [0.2, 0.8, 0])); // all weight on the first of the pair (0, 1)
        Assert.Equal([2, 1, 0], Fill(ratios, 2, [0.2, 0.8, 0])); // half of each
        Assert.Equal([double.PositiveInfinity, 1, 0], Fill(ratios, 3, [0.2, 0.8, 0]));
        Assert.Equal([0, 1, 2], Fill(ratios, 10 + 2, [0.2, 0.8, 0]));
        Assert.Equal([0.5, double.PositiveInfinity, 0], Fill(ratios, 6, [0.2, 0.8, 0])); // (0, 2), all weight on policy 2
        Assert.Equal([double.PositiveInfinity, 1, 0], Fill(ratios, 7, [0.2, 0.8, 0])); // (1, 2), all weight on policy 1
    }

    /// <summary>1/E_s[d^{π_s}/d^π] is d^π over the mean of what was played, and the class grows with T.</summary>
    [Fact]
    public void Harmonic_means_of_pure_ratios_are_ratios_to_what_was_played()
    {
        double[] played = [0.75 * 0.5 + 0.25 * 1, 0.75 * 0.5, 0]; // the first policy three times, the third once
        var harmonic = new HarmonicRatios(s_occupancies);
        double[] own = Fill(harmonic, 0, played), expected = Fill(new PlayedRatios(s_occupancies), 0, played);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(expected[i], own[i], 1e-14));
        Assert.Equal(1 / (0.75 * 1 + 0.25 * 2), own[0], 1e-14);
        Assert.Equal(double.PositiveInfinity, Fill(harmonic, 1, played)[2]);
        Assert.Equal(100 * Math.Log(9), harmonic.LogSize(100), 1e-9);
    }

    private static double[] Fill(WeightClass weights, int index, double[] played)
    {
        double[] filled = new double[3];
        weights.Fill(index, 0, played, filled);
        return filled;
    }

    private static StateActionTable Of(params double[] occupancy)
    {
        var table = new StateActionTable(3, 1);
        occupancy.CopyTo(table.Values);
        return table;
    }
}
