using Offprint.Agents.Bandits;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>UCB that ignores recovery: the K arms with the largest R̂_i + σ √(2 ln T / n_i), whatever their idle times.</summary>
/// <param name="options">What it knows of the bandit.</param>
internal sealed class StationaryUcb(PeriodicUcbOptions options) : IBanditAgent
{
    private readonly double _width = options.NoiseDeviation * Math.Sqrt(2 * Math.Log(options.Horizon));
    private readonly double[] _sums = new double[options.Arms], _bounds = Unknown(options.Arms), _top = new double[options.Pulls];
    private readonly long[] _counts = new long[options.Arms];

    public int Select(ReadOnlySpan<int> idle, Span<int> arms)
    {
        int count = 0;
        for (int i = 0; i < _bounds.Length; i++)
        {
            if (count == options.Pulls && _bounds[i] <= _top[count - 1])
                continue;
            int place = count < options.Pulls ? count++ : count - 1;
            for (; place > 0 && _top[place - 1] < _bounds[i]; place--)
                (_top[place], arms[place]) = (_top[place - 1], arms[place - 1]);
            (_top[place], arms[place]) = (_bounds[i], i);
        }
        return count;
    }

    public void Update(ReadOnlySpan<int> arms, ReadOnlySpan<int> idle, ReadOnlySpan<double> rewards)
    {
        for (int i = 0; i < arms.Length; i++)
        {
            int arm = arms[i];
            _sums[arm] += rewards[i];
            _counts[arm]++;
            _bounds[arm] = _sums[arm] / _counts[arm] + _width / Math.Sqrt(_counts[arm]);
        }
    }

    private static double[] Unknown(int arms)
    {
        double[] bounds = new double[arms];
        Array.Fill(bounds, double.PositiveInfinity);
        return bounds;
    }
}

/// <summary>
/// Plays the periodic plan for isotonic fits of what it has seen, and explores by pulling K random arms: with probability t^(−1/3) in
/// period t (ε-greedy), or in the first ⌈T^(2/3)⌉ periods, after which it plans once (explore, then commit).
/// </summary>
/// <param name="options">What it knows of the bandit.</param>
/// <param name="commits">Whether it explores first and commits; otherwise it is ε-greedy.</param>
/// <param name="seed">The seed of the exploration.</param>
internal sealed class EmpiricalPeriodic(PeriodicUcbOptions options, bool commits, Seed seed) : IBanditAgent
{
    private readonly RandomStream _random = seed.Stream();
    private readonly PeriodicPlanner _planner = new(options.Planner);
    private readonly RecoveryStatistics _statistics = new(options.Arms, options.Saturation);
    private readonly long _exploration = (long)Math.Ceiling(Math.Pow(options.Horizon, 2.0 / 3));
    private readonly int _phase = (int)Math.Max(64, Math.Ceiling(Math.Sqrt(options.Horizon)));
    private readonly int[] _order = [.. Enumerable.Range(0, options.Arms)];
    private IBanditAgent? _plan;
    private long _time;

    public int Select(ReadOnlySpan<int> idle, Span<int> arms)
    {
        _time++;
        if (commits ? _time == _exploration + 1 : _time % _phase == 1)
            _plan = new PeriodicAgent(_planner.Plan(_statistics.Fit(), options.Pulls).Schedule);
        // The schedule goes on beneath, so that an exploring period does not break its rhythm.
        int planned = _plan?.Select(idle, arms) ?? 0;
        bool explores = commits ? _time <= _exploration : _random.NextDouble() < Math.Pow(_time, -1.0 / 3);
        if (!explores)
            return planned;
        for (int i = 0; i < options.Pulls; i++)
        {
            int j = i + _random.NextInt(_order.Length - i);
            (_order[i], _order[j]) = (_order[j], _order[i]);
            arms[i] = _order[i];
        }
        return options.Pulls;
    }

    public void Update(ReadOnlySpan<int> arms, ReadOnlySpan<int> idle, ReadOnlySpan<double> rewards) =>
        _statistics.Add(arms, idle, rewards);
}
