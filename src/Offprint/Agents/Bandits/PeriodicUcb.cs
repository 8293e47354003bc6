using Offprint.Environments.Bandits;

namespace Offprint.Agents.Bandits;

/// <summary>What <see cref="PeriodicUcb"/> knows of its bandit, and how it learns.</summary>
/// <param name="Arms">N.</param>
/// <param name="Pulls">K, the largest number of pulls a period.</param>
/// <param name="Saturation">D, the idle time from which on arms recover no further.</param>
/// <param name="Horizon">T, the number of periods that it will play.</param>
public sealed record PeriodicUcbOptions(int Arms, int Pulls, int Saturation, long Horizon)
{
    /// <summary>σ, to which the noise is sub-Gaussian. Our choice: 0.1.</summary>
    public double NoiseDeviation { get; init; } = 0.1;

    /// <summary>R_max, which no mean reward exceeds. 1 by default.</summary>
    public double MaximumReward { get; init; } = 1;

    /// <summary>L, the periods between two plans. Our choice: max(64, ⌈√T⌉), which 0 stands for.</summary>
    public int PhaseLength { get; init; }

    /// <summary>How plans are made. Our choice: period sets up to D[3].</summary>
    public PeriodicPlannerOptions Planner { get; init; } = new() { MaximumClasses = 3 };

    /// <summary>Whether bounds use that curves do not fall.</summary>
    public bool ShareMonotone { get; init; } = true;

    /// <summary>Whether a new plan keeps arms of unchanged period on their beat.</summary>
    public bool Carry { get; init; } = true;

    /// <summary>The length of a phase, with the default filled in.</summary>
    internal int Phase => PhaseLength > 0 ? PhaseLength : (int)Math.Max(64, Math.Ceiling(Math.Sqrt(Horizon)));

    internal void Validate()
    {
        RecoveringBandit.RequirePulls(Pulls, Arms);
        ArgumentOutOfRangeException.ThrowIfLessThan(Saturation, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Horizon, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(PhaseLength);
        if (!(NoiseDeviation >= 0) || !(MaximumReward > 0))
        {
            throw new ArgumentException(
                $"σ is {NoiseDeviation} and R_max is {MaximumReward}; the first must not be negative, the second must be positive.",
                nameof(NoiseDeviation));
        }
    }
}

/// <summary>
/// Online learning under recovering rewards (Simchi-Levi, Zheng and Zhu, arXiv 2106.14813): in phases of L periods it plays the purely
/// periodic plan for upper confidence bounds of the recovery curves,
/// \[ U_i(d) = \min_{d' \ge d} \min\Bigl\{R_{\max},\; \hat R_i(d') + \sigma\sqrt{2 \ln T / n_i(d')}\Bigr\}. \]
/// A period allocates nothing; a plan does, once a phase.
/// </summary>
public sealed class PeriodicUcb : IBanditAgent
{
    private readonly PeriodicUcbOptions _options;
    private readonly PeriodicPlanner _planner;
    private readonly RecoveryStatistics _statistics;
    private readonly RecoveryTable _bounds;
    private readonly DueTimes _due;
    private readonly double _width;
    private long _time;

    /// <summary>Starts without data.</summary>
    /// <param name="options">What it knows, and how it learns.</param>
    /// <exception cref="ArgumentException">K is not in 1 … N, or another option makes no sense; the message says which.</exception>
    public PeriodicUcb(PeriodicUcbOptions options)
    {
        options.Validate();
        _options = options;
        _planner = new PeriodicPlanner(options.Planner);
        _statistics = new RecoveryStatistics(options.Arms, options.Saturation);
        _bounds = new RecoveryTable(options.Arms, options.Saturation);
        _due = new DueTimes(options.Arms);
        _width = options.NoiseDeviation * Math.Sqrt(2 * Math.Log(Math.Max(2, options.Horizon)));
    }

    /// <summary>The plan of the current phase; <see langword="null"/> before the first period.</summary>
    public PeriodicPlan? Plan { get; private set; }

    /// <summary>U, the upper confidence bounds behind the plan.</summary>
    public RecoveryTable Bounds => _bounds;

    /// <summary>What has been seen.</summary>
    public RecoveryStatistics Statistics => _statistics;

    /// <inheritdoc/>
    public int Select(ReadOnlySpan<int> idle, Span<int> arms)
    {
        if (_time++ % _options.Phase == 0)
        {
            _statistics.UpperBounds(_bounds, _width, _options.MaximumReward, _options.ShareMonotone);
            Plan = _planner.Plan(_bounds, _options.Pulls);
            _due.Follow(Plan.Schedule, _options.Carry);
        }
        return _due.Next(arms);
    }

    /// <inheritdoc/>
    public void Update(ReadOnlySpan<int> arms, ReadOnlySpan<int> idle, ReadOnlySpan<double> rewards) =>
        _statistics.Add(arms, idle, rewards);
}
