using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;
using Offprint.Physics.StatisticalMechanics;

namespace Offprint.Tests.Physics.StatisticalMechanics;

public class ChannelTests
{
    private static readonly ChannelModel s_model = ChannelModel.Potassium();

    private static ChannelKinetics Channel(double voltage, double left = 0.1, double right = 0.1) =>
        new(s_model, new Baths([left, left], [right, right]), voltage);

    [Fact]
    public void States_are_numbered_by_their_sites()
    {
        Assert.Equal(81, s_model.States);
        int state = s_model.With(s_model.With(0, 0, 0), 2, 1);
        Assert.Equal("K·Na·", s_model.Label(state));
        Assert.Equal(-4 + (-5 + 2.5) + 1, s_model.Energy(state), 1e-15);
        Assert.Equal([2, 1, 1], [s_model.Count(state), s_model.Count(state, 0), s_model.Count(state, 1)]);
        Assert.Equal(0, s_model.With(s_model.With(state, 0, -1), 2, -1));
        // Full of K⁺: four bindings, three neighbors, two next neighbors.
        Assert.Equal(-18 + 9 + 2, s_model.Energy(40), 1e-15);
    }

    [Fact]
    public void Without_forces_the_steady_state_is_the_grand_canonical_law()
    {
        var law = Channel(0).SteadyState.Law;
        var expected = s_model.Equilibrium([0.1, 0.1]);
        for (int x = 0; x < 81; x++)
            Assert.Equal(1, law[x] / expected[x], 1e-12);
        Assert.InRange((law - expected).AbsoluteMaximum(), 0, 1e-14);
        Assert.InRange(Channel(0).SteadyState.LossRate, -1e-15, 1e-15);
    }

    /// <summary>J = (a_L b_R − a_R b_L)/(a_L + b_L + a_R + b_R), with rates a into and b out of the site at each side.</summary>
    [Fact]
    public void A_single_site_carries_the_current_of_the_closed_form()
    {
        var model = new ChannelModel(["K"], [[-2.0]]);
        var channel = new ChannelKinetics(model, new Baths([0.3], [0.05]), 1.7);
        double aL = Math.Exp((1.7 / 2 + Math.Log(0.3) + 2) / 2), bL = Math.Exp((-1.7 / 2 - Math.Log(0.3) - 2) / 2);
        double aR = Math.Exp((-1.7 / 2 + Math.Log(0.05) + 2) / 2), bR = Math.Exp((1.7 / 2 - Math.Log(0.05) - 2) / 2);
        Assert.Equal((aL * bR - aR * bL) / (aL + bL + aR + bR), channel.SteadyState.Current, 1e-14);
        double nernst = Math.Log(0.05 / 0.3);
        Assert.Equal(0, new ChannelKinetics(model, new Baths([0.3], [0.05]), nernst).SteadyState.Current, 1e-15);
        Assert.Equal(nernst, ChannelKinetics.ReversalPotential(model, new Baths([0.3], [0.05])), 1e-10);
    }

    [Fact]
    public void The_generator_sums_to_zero_and_obeys_local_detailed_balance()
    {
        var process = Channel(2.5, 0.7, 0.02).Process;
        Assert.InRange(process.Generator().RowSums().AbsoluteMaximum(), 0, 1e-13);
        for (int m = 0; m < process.Moves.Length; m++)
        {
            Assert.Equal(m, process.Reverse(process.Reverse(m)));
            var (move, back) = (process.Moves[m], process.Moves[process.Reverse(m)]);
            double bath = s_model.Count(move.To) == s_model.Count(move.From) ? 0
                : (s_model.Count(move.To) - s_model.Count(move.From)) * Math.Log(
                    s_model.Occupant(move.To, 0) != s_model.Occupant(move.From, 0) && Math.Sign(move.Charge) == s_model.Count(move.To) -
                        s_model.Count(move.From) ? 0.7 : 0.02);
            Assert.Equal(2.5 * move.Charge - (s_model.Energy(move.To) - s_model.Energy(move.From)) + bath,
                Math.Log(move.Rate / back.Rate), 1e-12);
        }
    }

    [Theory]
    [InlineData(0.5, 0.1, 0.1)]
    [InlineData(-3, 0.1, 0.01)]
    [InlineData(6, 1, 0.1)]
    public void The_loss_rate_is_current_times_affinity_and_bounds_the_noise(double voltage, double left, double right)
    {
        var channel = Channel(voltage, left, right);
        var state = channel.SteadyState;
        double dissipation = Enumerable.Range(0, 2).Sum(s => state.Currents[s] * channel.Affinity(s));
        Assert.Equal(dissipation, state.LossRate, 1e-12);
        Assert.True(state.LossRate * channel.Process.Noise() / (2 * state.Current * state.Current) >= 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Noise_and_response_equal_derivatives(double voltage)
    {
        var process = Channel(voltage, 0.2).Process;
        double h = 0.02;
        double Theta(double chi) => MatrixFunctions.Leading(process.Generator(chi)).Value;
        Assert.Equal(process.Current(process.Chain.Stationary), (8 * (Theta(h) - Theta(-h)) - (Theta(2 * h) - Theta(-2 * h))) / (12 * h),
            1e-9);
        Assert.Equal(process.Noise(), (-Theta(2 * h) + 16 * Theta(h) - 30 * Theta(0) + 16 * Theta(-h) - Theta(-2 * h)) / (12 * h * h),
            1e-8);
        double J(double u) => Channel(u, 0.2).SteadyState.Current;
        double slope = (8 * (J(voltage + h) - J(voltage - h)) - (J(voltage + 2 * h) - J(voltage - 2 * h))) / (12 * h);
        Assert.Equal(slope, process.Response() / 2, 1e-9);
        Assert.True(Math.Abs(process.Noise() - process.Response()) > 1e-4); // the baths differ: no equilibrium at any voltage
        var rest = Channel(0).Process;
        Assert.Equal(rest.Noise(), rest.Response(), 1e-13);
    }

    [Fact]
    public void An_absent_species_is_named_with_the_remedy()
    {
        var e = Assert.Throws<ArgumentException>(() => new ChannelKinetics(s_model, new Baths([0.1, 0], [0.1, 0.1]), 0));
        Assert.Contains("left bath's activity of Na is 0", e.Message);
        Assert.Contains("leave an absent species out", e.Message);
        Assert.Contains("1 activities", Assert.Throws<ArgumentException>(() =>
            new ChannelKinetics(s_model, new Baths([0.1], [0.1, 0.1]), 0)).Message);
        Assert.Contains("Species Na needs 1", Assert.Throws<ArgumentException>(() =>
            new ChannelModel(["K", "Na"], [[-1], [-1, -2]])).Message);
    }

    /// <summary>
    /// Six ligand orientations a site, empty sites with their own: summing them out leaves the coarse model with E_eff = −ln Σ e^{−E}.
    /// </summary>
    [Fact]
    public void The_marginal_of_a_fine_model_is_the_coarse_model_with_effective_energies()
    {
        var random = new Seed(4).Stream();
        const int sites = 2, orientations = 6;
        double[,,] fine = new double[3, sites, orientations]; // occupant + 1, site, orientation
        foreach (ref double energy in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref fine[0, 0, 0], fine.Length))
            energy = random.NextUniform(-3, 2);
        double Effective(int occupant, int site) =>
            -Math.Log(Enumerable.Range(0, orientations).Sum(o => Math.Exp(-fine[occupant + 1, site, o])));
        var coarse = new ChannelModel(["K", "Na"],
            [.. Enumerable.Range(0, 2).Select(s => Enumerable.Range(0, sites).Select(i => Effective(s, i) - Effective(-1, i)).ToArray())]);
        double[] marginal = new double[coarse.States];
        for (int x = 0; x < coarse.States; x++)
        {
            for (int o0 = 0; o0 < orientations; o0++)
            {
                for (int o1 = 0; o1 < orientations; o1++)
                {
                    double energy = fine[coarse.Occupant(x, 0) + 1, 0, o0] + fine[coarse.Occupant(x, 1) + 1, 1, o1] +
                        (coarse.Count(x) == 2 ? coarse.AdjacentPair : 0);
                    marginal[x] += Math.Pow(0.2, coarse.Count(x, 0)) * Math.Pow(0.5, coarse.Count(x, 1)) * Math.Exp(-energy);
                }
            }
        }
        var expected = Vector<double>.Build.Dense(marginal) / marginal.Sum();
        Assert.InRange((coarse.Equilibrium([0.2, 0.5]) - expected).AbsoluteMaximum(), 0, 1e-14);
    }
}
