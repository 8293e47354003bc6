using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.DensityRatios;

/// <summary>A class W of weight functions w_h(s, a) ≥ 0: candidates for density ratios.</summary>
public abstract class WeightClass
{
    /// <summary>How many functions are tested.</summary>
    public abstract int Count { get; }

    /// <summary>|W| as the theorem's logarithm counts it, at least <see cref="Count"/>.</summary>
    public virtual double Size => Count;

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
    public override double Size => (double)occupancies.Count * mixtures;

    /// <inheritdoc/>
    public override void Fill(int index, int h, ReadOnlySpan<double> played, Span<double> weights)
    {
        ReadOnlySpan<double> own = occupancies[index].Stage(h);
        for (int i = 0; i < own.Length; i++)
            weights[i] = Ratio(own[i], played[i]);
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
