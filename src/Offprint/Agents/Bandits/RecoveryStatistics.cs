using Offprint.Environments.Bandits;
using Offprint.Numerics;

namespace Offprint.Agents.Bandits;

/// <summary>
/// Counts and mean rewards of pulls by arm and idle time, n_i(d) and R̂_i(d), and the recovery curves that follow from them.
/// </summary>
public sealed class RecoveryStatistics
{
    private readonly int _saturation;
    private readonly double[] _counts, _sums;

    /// <summary>Starts without data.</summary>
    /// <param name="arms">N.</param>
    /// <param name="saturation">D; longer idle times count as D.</param>
    public RecoveryStatistics(int arms, int saturation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(arms, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(saturation, 1);
        (Arms, _saturation) = (arms, saturation);
        (_counts, _sums) = (new double[arms * saturation], new double[arms * saturation]);
    }

    /// <summary>N.</summary>
    public int Arms { get; }

    /// <summary>Adds pulls. A reward counts for the idle time it was paid at, whatever was planned.</summary>
    /// <param name="arms">The arms.</param>
    /// <param name="idle">Their idle times, at least 1.</param>
    /// <param name="rewards">Their rewards.</param>
    /// <exception cref="ArgumentException">A reward is not finite; the message names arm and idle time.</exception>
    public void Add(ReadOnlySpan<int> arms, ReadOnlySpan<int> idle, ReadOnlySpan<double> rewards)
    {
        for (int i = 0; i < arms.Length; i++)
        {
            if (!double.IsFinite(rewards[i]))
                throw new ArgumentException($"The reward of arm {arms[i]} at idle time {idle[i]} is {rewards[i]}.", nameof(rewards));
            int cell = arms[i] * _saturation + Math.Min(idle[i], _saturation) - 1;
            _counts[cell]++;
            _sums[cell] += rewards[i];
        }
    }

    /// <summary>n_i(d).</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="idle">d, from 1.</param>
    /// <returns>The number of pulls seen.</returns>
    public long Count(int arm, int idle) => (long)_counts[arm * _saturation + Math.Min(idle, _saturation) - 1];

    /// <summary>
    /// Upper confidence bounds, U_i(d) = min over d′ ≥ d of min(R_max, R̂_i(d′) + σ √(2 ln T / n_i(d′))): since curves do not fall, what is
    /// known of longer idle times bounds shorter ones.
    /// </summary>
    /// <param name="bounds">Receives the bounds.</param>
    /// <param name="width">σ √(2 ln T), the bonus of a single pull.</param>
    /// <param name="maximum">R_max, the bound where nothing is known.</param>
    /// <param name="share">Whether longer idle times bound shorter ones; otherwise each cell stands for itself.</param>
    internal void UpperBounds(RecoveryTable bounds, double width, double maximum, bool share)
    {
        for (int arm = 0; arm < Arms; arm++)
        {
            var row = bounds.Values(arm);
            double least = maximum;
            for (int d = _saturation - 1; d >= 0; d--)
            {
                double n = _counts[arm * _saturation + d];
                double bound = n > 0 ? Math.Clamp(_sums[arm * _saturation + d] / n + width / Math.Sqrt(n), 0, maximum) : maximum;
                least = share ? Math.Min(least, bound) : bound;
                row[d] = least;
            }
        }
    }

    /// <summary>Isotonic fits of the mean rewards, weighted by counts; below the shortest idle time seen, and for unseen arms, 0.</summary>
    /// <returns>The curves.</returns>
    public RecoveryTable Fit()
    {
        var table = new RecoveryTable(Arms, _saturation);
        Fit(table);
        return table;
    }

    internal void Fit(RecoveryTable table)
    {
        Span<double> means = _saturation <= 256 ? stackalloc double[_saturation] : new double[_saturation];
        for (int arm = 0; arm < Arms; arm++)
        {
            var counts = _counts.AsSpan(arm * _saturation, _saturation);
            for (int d = 0; d < _saturation; d++)
                means[d] = _sums[arm * _saturation + d] / counts[d];
            var row = table.Values(arm);
            IsotonicFit.Fit(means, counts, row);
            for (int d = 0; d < _saturation; d++)
                row[d] = row[d] > 0 ? row[d] : 0;
        }
    }
}
