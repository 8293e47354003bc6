using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Physics.StatisticalMechanics;

/// <summary>
/// A narrow channel: sites in single file, each empty or with one ion of some species. Energies are in units of kT. A state is numbered by
/// its sites as digits, site 0 the lowest: 0 for empty, s + 1 for species s.
/// </summary>
public sealed class ChannelModel
{
    private readonly double[][] _siteEnergies;
    private readonly double[] _energies;
    private readonly int[] _powers;

    /// <summary>Makes a model.</summary>
    /// <param name="species">The species' names.</param>
    /// <param name="siteEnergies">Binding energies, [species][sites].</param>
    /// <param name="adjacentPair">The energy of two ions on neighboring sites.</param>
    /// <param name="nextPair">The energy of two ions with one site between them.</param>
    /// <exception cref="ArgumentException">There is no species or site, or a species' energies differ in number or are not
    /// finite.</exception>
    public ChannelModel(IReadOnlyList<string> species, double[][] siteEnergies, double adjacentPair = 3, double nextPair = 1)
    {
        if (species.Count == 0 || siteEnergies.Length != species.Count || siteEnergies[0].Length == 0)
            throw new ArgumentException(
                $"There are {species.Count} species and {siteEnergies.Length} lists of site energies; each species needs one, with at " +
                $"least one site.", nameof(siteEnergies));
        for (int s = 0; s < species.Count; s++)
        {
            if (siteEnergies[s].Length != siteEnergies[0].Length || !siteEnergies[s].All(double.IsFinite))
                throw new ArgumentException(
                    $"Species {species[s]} needs {siteEnergies[0].Length} finite site energies; it has {siteEnergies[s].Length}.",
                    nameof(siteEnergies));
        }
        (Species, _siteEnergies, AdjacentPair, NextPair) = (species, siteEnergies, adjacentPair, nextPair);
        Sites = siteEnergies[0].Length;
        _powers = [.. Enumerable.Range(0, Sites + 1).Select(i => (int)Math.Pow(species.Count + 1, i))];
        _energies = [.. Enumerable.Range(0, States).Select(x => BindingEnergy(x) + PairEnergy(x))];
    }

    /// <summary>The number of sites.</summary>
    public int Sites { get; }

    /// <summary>The species' names.</summary>
    public IReadOnlyList<string> Species { get; }

    /// <summary>The energy of two ions on neighboring sites.</summary>
    public double AdjacentPair { get; }

    /// <summary>The energy of two ions with one site between them.</summary>
    public double NextPair { get; }

    /// <summary>The number of states, (species + 1)^sites.</summary>
    public int States => _powers[Sites];

    /// <summary>
    /// A potassium-like filter: K⁺ bound by −4 at the outer and −5 at the inner sites, Na⁺ 2.5 weaker, pairs repel by 3 and 1. The numbers
    /// are ours, of the order of those in real channels.
    /// </summary>
    /// <param name="sodium">Whether Na⁺ is there beside K⁺.</param>
    /// <param name="sites">The number of sites, at least 2.</param>
    /// <returns>The model: 81 states with four sites and both ions.</returns>
    public static ChannelModel Potassium(bool sodium = true, int sites = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sites, 2);
        double[] potassium = [.. Enumerable.Range(0, sites).Select(i => i == 0 || i == sites - 1 ? -4.0 : -5.0)];
        return sodium
            ? new ChannelModel(["K", "Na"], [potassium, [.. potassium.Select(e => e + 2.5)]])
            : new ChannelModel(["K"], [potassium]);
    }

    /// <summary>What is on a site.</summary>
    /// <param name="state">The state.</param>
    /// <param name="site">The site, from 0 at the left.</param>
    /// <returns>The species, or −1 for an empty site.</returns>
    public int Occupant(int state, int site) => state / _powers[site] % (Species.Count + 1) - 1;

    /// <summary>The state with another occupant of one site.</summary>
    /// <param name="state">The state.</param>
    /// <param name="site">The site.</param>
    /// <param name="occupant">The species, or −1 to empty it.</param>
    /// <returns>The changed state.</returns>
    public int With(int state, int site, int occupant) => state + (occupant - Occupant(state, site)) * _powers[site];

    /// <summary>The number of ions of one species, or of all.</summary>
    /// <param name="state">The state.</param>
    /// <param name="species">The species; <see langword="null"/> for all.</param>
    /// <returns>The count.</returns>
    public int Count(int state, int? species = null) =>
        Enumerable.Range(0, Sites).Count(i => species is { } s ? Occupant(state, i) == s : Occupant(state, i) >= 0);

    /// <summary>The energy of a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Binding plus pair energy, in kT.</returns>
    public double Energy(int state) => _energies[state];

    /// <summary>The sum of the occupied sites' binding energies.</summary>
    /// <param name="state">The state.</param>
    /// <returns>In kT.</returns>
    public double BindingEnergy(int state) =>
        Enumerable.Range(0, Sites).Sum(i => Occupant(state, i) is >= 0 and var s ? _siteEnergies[s][i] : 0);

    /// <summary>The sum over pairs of ions on neighboring and next-neighboring sites.</summary>
    /// <param name="state">The state.</param>
    /// <returns>In kT.</returns>
    public double PairEnergy(int state) => AdjacentPair * Pairs(state, 1) + NextPair * Pairs(state, 2);

    /// <summary>An observable as a list over states.</summary>
    /// <param name="observable">Its value in a state.</param>
    /// <returns>[states].</returns>
    public double[] Observable(Func<int, double> observable) => [.. Enumerable.Range(0, States).Select(observable)];

    /// <summary>The grand-canonical law p ∝ Π c^n e^{−E}: equilibrium with a bath.</summary>
    /// <param name="activities">c, one a species, positive.</param>
    /// <returns>[states].</returns>
    public Vector<double> Equilibrium(IReadOnlyList<double> activities)
    {
        double[] logarithms = Observable(x => -Energy(x) + Enumerable.Range(0, Species.Count)
            .Sum(s => Count(x, s) * Math.Log(activities[s])));
        double largest = logarithms.Max();
        var law = Vector<double>.Build.Dense(States, x => Math.Exp(logarithms[x] - largest));
        return law / law.Sum();
    }

    /// <summary>A state as text, for example <c>K·Na·</c>, empty sites as dots.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The sites from left to right.</returns>
    public string Label(int state) =>
        string.Concat(Enumerable.Range(0, Sites).Select(i => Occupant(state, i) is >= 0 and var s ? Species[s] : "·"));

    private int Pairs(int state, int distance) =>
        Enumerable.Range(0, Math.Max(Sites - distance, 0)).Count(i => Occupant(state, i) >= 0 && Occupant(state, i + distance) >= 0);
}
