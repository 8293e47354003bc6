using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.DensityRatios;

/// <summary>A class W of weight functions w_h(s, a) ≥ 0: candidates for density ratios.</summary>
public abstract class WeightClass
{
    /// <summary>How many functions are tested.</summary>
    public abstract int Count { get; }

    /// <summary>ln |W| as the theorem counts it: of all functions that might be needed, not of those alone that are tested.</summary>
    /// <param name="rounds">T, with which some classes grow.</param>
    /// <returns>At least the logarithm of <see cref="Count"/>.</returns>
    public virtual double LogSize(long rounds) => Math.Log(Count);

    /// <summary>Writes a function's weights.</summary>
    /// <param name="index">Which.</param>
    /// <param name="h">The stage.</param>
    /// <param name="played">The mean occupancy of the policies played so far at that stage, [S·A].</param>
    /// <param name="weights">Receives w, [S·A]; may hold +∞, which clipping removes.</param>
    public abstract void Fill(int index, int h, ReadOnlySpan<double> played, Span<double> weights);

    /// <summary>d/μ with 0/0 = 0 and positive/0 = ∞.</summary>
    internal static double Ratio(double numerator, double denominator) => numerator == 0 ? 0 : numerator / denominator;
}

/// <summary>The ratios d^π/d̄_t of some policies against the mixture that was really played: realizable by construction.</summary>
/// <param name="occupancies">d^π of each policy, true ones: the study tests the algorithm, not the estimation of ratios.</param>
/// <param name="mixtures">How many mixtures the class is counted to hold a policy, of which the played one is tested.</param>
public sealed class PlayedRatios(IReadOnlyList<StateActionTable> occupancies, int mixtures = 65) : WeightClass
{
    /// <inheritdoc/>
    public override int Count => occupancies.Count;

    /// <inheritdoc/>
    public override double LogSize(long rounds) => Math.Log((double)occupancies.Count * mixtures);

    /// <inheritdoc/>
    public override void Fill(int index, int h, ReadOnlySpan<double> played, Span<double> weights)
    {
        ReadOnlySpan<double> own = occupancies[index].Stage(h);
        for (int i = 0; i < own.Length; i++)
            weights[i] = Ratio(own[i], played[i]);
    }
}

/// <summary>
/// Ratios against mixtures that are fixed before the run, of any two policies with weights on a grid, and against the one that was played.
/// </summary>
/// <param name="occupancies">d^π of each policy.</param>
/// <param name="grid">The grid's steps: weights 0, 1/grid, … 1.</param>
public sealed class MixtureRatios(IReadOnlyList<StateActionTable> occupancies, int grid = 64) : WeightClass
{
    private int Mixtures => 1 + occupancies.Count * (occupancies.Count - 1) / 2 * (grid + 1);

    /// <inheritdoc/>
    public override int Count => occupancies.Count * Mixtures;

    /// <inheritdoc/>
    public override void Fill(int index, int h, ReadOnlySpan<double> played, Span<double> weights)
    {
        (int policy, int mixture) = Math.DivRem(index, Mixtures);
        ReadOnlySpan<double> own = occupancies[policy].Stage(h);
        if (mixture == 0)
        {
            for (int i = 0; i < own.Length; i++)
                weights[i] = Ratio(own[i], played[i]);
            return;
        }
        (int pair, int step) = Math.DivRem(mixture - 1, grid + 1);
        int second = 1;
        for (; pair >= second; second++) // pairs in the order (0, 1), (0, 2), (1, 2), (0, 3), …
            pair -= second;
        ReadOnlySpan<double> first = occupancies[pair].Stage(h), other = occupancies[second].Stage(h);
        double share = (double)step / grid;
        for (int i = 0; i < own.Length; i++)
            weights[i] = Ratio(own[i], (1 - share) * first[i] + share * other[i]);
    }
}

/// <summary>
/// Theorem 3.2's class: harmonic means 1/E_s[d^{π_s}/d^π] of ratios of pure policies, over what was played so far. That mean is
/// d^π/d̄_t, so
/// the function needed is the one of <see cref="PlayedRatios"/>; but any sequence of policies may have been played, so that the class grows
/// with T.
/// </summary>
/// <param name="occupancies">d^π of each policy.</param>
public sealed class HarmonicRatios(IReadOnlyList<StateActionTable> occupancies) : WeightClass
{
    /// <inheritdoc/>
    public override int Count => occupancies.Count;

    /// <summary>T ln |W| with all pairs of policies in W.</summary>
    /// <param name="rounds">T.</param>
    /// <returns>The logarithm.</returns>
    public override double LogSize(long rounds) => rounds * 2 * Math.Log(occupancies.Count);

    /// <inheritdoc/>
    public override void Fill(int index, int h, ReadOnlySpan<double> played, Span<double> weights)
    {
        ReadOnlySpan<double> own = occupancies[index].Stage(h);
        for (int i = 0; i < own.Length; i++)
            weights[i] = own[i] == 0 ? 0 : 1 / (played[i] / own[i]); // played is Σ_s d^{π_s}/t
    }
}

/// <summary>Ratios d^π/d^π' of pairs of policies: the weaker assumption, which a played mixture does not meet.</summary>
/// <param name="occupancies">d^π of each policy.</param>
public sealed class PairRatios(IReadOnlyList<StateActionTable> occupancies) : WeightClass
{
    /// <inheritdoc/>
    public override int Count => occupancies.Count * occupancies.Count;

    /// <inheritdoc/>
    public override void Fill(int index, int h, ReadOnlySpan<double> played, Span<double> weights)
    {
        (int above, int below) = Math.DivRem(index, occupancies.Count);
        ReadOnlySpan<double> d = occupancies[above].Stage(h), mu = occupancies[below].Stage(h);
        for (int i = 0; i < d.Length; i++)
            weights[i] = Ratio(d[i], mu[i]);
    }
}

/// <summary>Constant weights: W = {1} asks about the error on the data alone, W = {0} about nothing.</summary>
/// <param name="values">One a function.</param>
public sealed class ConstantWeights(params double[] values) : WeightClass
{
    /// <inheritdoc/>
    public override int Count => values.Length;

    /// <inheritdoc/>
    public override void Fill(int index, int h, ReadOnlySpan<double> played, Span<double> weights) => weights.Fill(values[index]);
}
