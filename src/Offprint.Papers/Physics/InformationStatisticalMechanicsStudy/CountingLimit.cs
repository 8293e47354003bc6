using MathNet.Numerics.Distributions;
using Offprint.Experiments;
using Offprint.Physics.StatisticalMechanics;
using Offprint.Statistics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Labelled ions between a channel and a bath.</summary>
/// <param name="Activity">a: the mean number inside if ions did not interact and there were room for all.</param>
/// <param name="Interacting">Whether the channel has four sites with binding and pair energies, or is an empty box.</param>
/// <param name="Ions">M, numbers of labelled ions.</param>
public sealed record CountingSettings(double Activity, bool Interacting, IReadOnlyList<int> Ions);

/// <summary>Distances to the law of ions without labels.</summary>
/// <param name="Distances">Total variation between P_M(n) and its limit, one a number of ions.</param>
/// <param name="Limit">The limit: a^n/n! times the sum over configurations of labelled ions, normalized.</param>
/// <param name="Few">P_M(n) of the fewest ions.</param>
public sealed record CountingResult(IReadOnlyList<double> Distances, IReadOnlyList<double> Limit, IReadOnlyList<double> Few);

/// <summary>Part B: 1/n! follows from counting labelled ions whose labels the channel's state ignores.</summary>
public sealed class CountingLimit : Experiment<CountingSettings, CountingResult>
{
    private const int Most = 60; // ions counted in the box; beyond lies less than rounding

    /// <inheritdoc/>
    public override string Name => "counting";

    /// <inheritdoc/>
    public override string Title => "From labelled ions to the factor 1/n!";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<CountingSettings>> Cells(Profile profile)
    {
        int[] ions = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
        return [new("box", new(2, false, ions), []), new("channel", new(0.1, true, ions), [])];
    }

    /// <inheritdoc/>
    public override CountingResult Run(Cell<CountingSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        double[] weights = settings.Interacting ? ChannelSums() : [.. Enumerable.Repeat(1.0, Most)];
        double[] limit = Normalized([.. weights.Select((w, n) => w * Poisson.PMF(settings.Activity, n))]);
        // θ = (a/M)/(1 + a/M): each labelled ion is inside with odds a/M.
        double[] Law(int ions) => Normalized([.. weights.Select((w, n) =>
            n > ions ? 0 : w * Binomial.PMF(settings.Activity / (ions + settings.Activity), ions, n))]);
        return new([.. settings.Ions.Select(ions => Information.TotalVariation(Law(ions), limit))],
            Channels.Stored(limit.Take(12)), Channels.Stored(Law(settings.Ions[0]).Take(12)));
    }

    /// <summary>The grand-canonical P(n) of the same channel, which never heard of labels.</summary>
    /// <param name="activity">The activity of K⁺.</param>
    /// <returns>n = 0 … 4.</returns>
    public static double[] GrandCanonical(double activity)
    {
        var model = ChannelModel.Potassium(sodium: false);
        var law = model.Equilibrium([activity]);
        return [.. Enumerable.Range(0, model.Sites + 1).Select(n => Enumerable.Range(0, model.States).Where(x => model.Count(x) == n)
            .Sum(x => law[x]))];
    }

    /// <summary>Σ e^{−E} over the places of n labelled ions: n! orders of each occupied set.</summary>
    private static double[] ChannelSums()
    {
        var model = ChannelModel.Potassium(sodium: false);
        return [.. Enumerable.Range(0, model.Sites + 1).Select(n => MathNet.Numerics.SpecialFunctions.Factorial(n) *
            Enumerable.Range(0, model.States).Where(x => model.Count(x) == n).Sum(x => Math.Exp(-model.Energy(x))))];
    }

    private static double[] Normalized(double[] weights)
    {
        double sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }
}
