using Offprint.Numerics;

namespace Offprint.Environments.Bandits;

/// <summary>How long arms have rested when a run begins.</summary>
public enum InitialIdle
{
    /// <summary>As if all were pulled just before: a first pull in period t comes after t periods of rest.</summary>
    SinceZero,

    /// <summary>All arms are fully recovered.</summary>
    FullyRecovered,
}

/// <summary>Rules of a <see cref="RecoveringBandit"/>.</summary>
/// <param name="Pulls">K, the largest number of arms pulled in a period.</param>
public sealed record RecoveringBanditOptions(int Pulls)
{
    /// <summary>σ, the standard deviation of the normal noise on rewards. Our choice: 0.1.</summary>
    public double NoiseDeviation { get; init; } = 0.1;

    /// <summary>How long arms have rested at the start.</summary>
    public InitialIdle Initial { get; init; }
}

/// <summary>
/// A bandit whose arms lose their reward when pulled and recover while they rest (Simchi-Levi, Zheng and Zhu, arXiv 2106.14813): a pull
/// after d periods of rest pays R_i(d) plus noise. Up to K different arms are pulled a period; only their rewards are seen.
/// </summary>
public sealed class RecoveringBandit
{
    private readonly RecoveringBanditOptions _options;
    private readonly RandomStream _random;
    private readonly int[] _idle;

    /// <summary>Opens a bandit at its first period.</summary>
    /// <param name="table">Mean rewards by idle time.</param>
    /// <param name="options">Its rules.</param>
    /// <param name="seed">The seed of the noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">K is not in 1 … N, or the noise is negative.</exception>
    public RecoveringBandit(RecoveryTable table, RecoveringBanditOptions options, Seed seed)
    {
        RequirePulls(options.Pulls, table.Arms);
        if (!(options.NoiseDeviation >= 0))
            throw new ArgumentOutOfRangeException(nameof(options), options.NoiseDeviation,
                "The noise's standard deviation is not negative.");
        (Table, _options, _random) = (table, options, seed.Stream());
        _idle = new int[table.Arms];
        Array.Fill(_idle, options.Initial == InitialIdle.SinceZero ? 1 : table.Saturation);
    }

    /// <summary>Mean rewards by idle time.</summary>
    public RecoveryTable Table { get; }

    /// <summary>K.</summary>
    public int Pulls => _options.Pulls;

    /// <summary>For each arm, the idle time at which a pull now would find it, at most D.</summary>
    public ReadOnlySpan<int> Idle => _idle;

    /// <summary>Pulls arms and passes to the next period.</summary>
    /// <param name="arms">At most K different arms; none is allowed.</param>
    /// <param name="rewards">Receives a reward an arm.</param>
    /// <returns>What these pulls pay on average, for regrets.</returns>
    /// <exception cref="ArgumentException">There are more than K arms, or one does not exist or is there twice.</exception>
    public double Pull(ReadOnlySpan<int> arms, Span<double> rewards)
    {
        if (arms.Length > Pulls)
            throw new ArgumentException($"{arms.Length} arms are pulled in one period; at most {Pulls} can be.", nameof(arms));
        double expected = 0;
        for (int i = 0; i < arms.Length; i++)
        {
            int arm = arms[i];
            if ((uint)arm >= (uint)_idle.Length)
                throw new ArgumentException($"There is no arm {arm}; arms are numbered from 0 to {_idle.Length - 1}.", nameof(arms));
            if (_idle[arm] == 0)
                throw new ArgumentException($"Arm {arm} is pulled twice in one period.", nameof(arms));
            double mean = Table.At(arm, _idle[arm]);
            expected += mean;
            rewards[i] = _options.NoiseDeviation > 0 ? mean + _options.NoiseDeviation * _random.NextNormal() : mean;
            _idle[arm] = 0;
        }
        int saturation = Table.Saturation;
        for (int i = 0; i < _idle.Length; i++)
            _idle[i] = Math.Min(_idle[i] + 1, saturation);
        return expected;
    }

    /// <summary>Refuses a number of pulls that the arms do not allow.</summary>
    internal static void RequirePulls(int pulls, int arms)
    {
        if (pulls < 1 || pulls > arms)
        {
            throw new ArgumentOutOfRangeException(nameof(pulls), pulls,
                $"K = {pulls} arms cannot be pulled a period: K lies between 1 and the number of arms, N = {arms}.");
        }
    }
}
