using Offprint.Cards;

namespace Offprint.Samplers.Diffusion.Schedules;

/// <summary>The times of a sampler, strictly decreasing from noise to data.</summary>
public sealed record TimeGrid : IDescribable
{
    /// <summary>Makes a grid.</summary>
    /// <param name="times">At least two positive or zero times, strictly decreasing.</param>
    /// <param name="name">What the grid is called in tables.</param>
    /// <exception cref="ArgumentException">The times are too few, not finite, negative or not decreasing; the message names the
    /// index.</exception>
    public TimeGrid(IReadOnlyList<double> times, string name = "custom")
    {
        if (times.Count < 2)
            throw new ArgumentException($"A time grid needs at least two times; this one has {times.Count}.", nameof(times));
        for (int i = 0; i < times.Count; i++)
        {
            if (!double.IsFinite(times[i]) || times[i] < 0)
                throw new ArgumentException($"Time {i} of the grid is {times[i]}; times are finite and not negative.", nameof(times));
            if (i > 0 && times[i] >= times[i - 1])
                throw new ArgumentException($"The time grid does not decrease at index {i}: {times[i - 1]:R}, then {times[i]:R}.",
                    nameof(times));
        }
        Times = [.. times];
        Name = name;
    }

    /// <summary>The times, first the noisiest.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>What the grid is called in tables.</summary>
    public string Name { get; }

    /// <summary>The number of steps, one less than times.</summary>
    public int Steps => Times.Count - 1;

    /// <summary>The first time.</summary>
    public double Start => Times[0];

    /// <summary>The last time.</summary>
    public double End => Times[^1];

    /// <inheritdoc/>
    public Card Describe() => new($"Time grid, {Name}")
    {
        Facts = [new("Steps", Steps), new("From", Start), new("To", End)],
        Figures =
        [
            new LineFigure($"Times of {Steps} steps",
                [new("t", [.. Enumerable.Range(0, Times.Count).Select(n => (double)n)], Times) { Markers = true }])
            {
                X = new("step"), Y = new("t"),
            },
        ],
    };

    /// <summary>Times evenly spaced in t.</summary>
    /// <param name="schedule">The schedule, whose T and TEnd are the defaults.</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="from">The first time; <see langword="null"/> for T.</param>
    /// <param name="to">The last time; <see langword="null"/> for TEnd.</param>
    /// <returns>The grid.</returns>
    /// <exception cref="ArgumentException">There is no step, or the last time is not before the first.</exception>
    public static TimeGrid UniformTime(NoiseSchedule schedule, int steps, double? from = null, double? to = null) =>
        Spaced("uniform t", schedule, steps, from, to, t => t, t => t);

    /// <summary>Times evenly spaced in λ, the log signal-to-noise ratio.</summary>
    /// <inheritdoc cref="UniformTime"/>
    public static TimeGrid UniformLambda(NoiseSchedule schedule, int steps, double? from = null, double? to = null) =>
        Spaced("uniform λ", schedule, steps, from, to, schedule.Lambda, schedule.TimeOfLambda);

    /// <summary>Times evenly spaced in σ̄ = σ/α.</summary>
    /// <inheritdoc cref="UniformTime"/>
    public static TimeGrid UniformSigmaBar(NoiseSchedule schedule, int steps, double? from = null, double? to = null) =>
        Spaced("uniform σ̄", schedule, steps, from, to, schedule.SigmaBar, schedule.TimeOfSigmaBar);

    /// <summary>Times evenly spaced in √t.</summary>
    /// <inheritdoc cref="UniformTime"/>
    public static TimeGrid Quadratic(NoiseSchedule schedule, int steps, double? from = null, double? to = null) =>
        Spaced("quadratic t", schedule, steps, from, to, Math.Sqrt, u => u * u);

    /// <summary>Times evenly spaced in σ̄^{1/ρ} (Karras et al. 2022, equation 5).</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="rho">ρ, positive; 7 in the source.</param>
    /// <param name="from">The first time; <see langword="null"/> for T.</param>
    /// <param name="to">The last time; <see langword="null"/> for TEnd.</param>
    /// <returns>The grid.</returns>
    /// <exception cref="ArgumentException">There is no step, ρ is not positive, or the last time is not before the first.</exception>
    public static TimeGrid Karras(NoiseSchedule schedule, int steps, double rho = 7, double? from = null, double? to = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rho);
        return Spaced("Karras", schedule, steps, from, to,
            t => Math.Pow(schedule.SigmaBar(t), 1 / rho), u => schedule.TimeOfSigmaBar(Math.Pow(u, rho)));
    }

    /// <inheritdoc/>
    public bool Equals(TimeGrid? other) => other is not null && Times.SequenceEqual(other.Times);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Times.Count, Start, End);

    private static TimeGrid Spaced(
        string name, NoiseSchedule schedule, int steps, double? from, double? to, Func<double, double> variable, Func<double, double> time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        double start = from ?? schedule.T, end = to ?? schedule.TEnd;
        double first = variable(start), last = variable(end);
        var times = new double[steps + 1];
        for (int i = 1; i < steps; i++)
            times[i] = time(first + (last - first) * i / steps);
        // The ends exactly as asked for, not through the inverse.
        (times[0], times[steps]) = (start, end);
        return new(times, name);
    }
}
