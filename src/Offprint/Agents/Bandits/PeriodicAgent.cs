namespace Offprint.Agents.Bandits;

/// <summary>Plays one schedule for ever; it learns nothing.</summary>
public sealed class PeriodicAgent : IBanditAgent
{
    private readonly DueTimes _due;

    /// <summary>Begins a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    public PeriodicAgent(PeriodicSchedule schedule)
    {
        _due = new DueTimes(schedule.Periods.Length);
        _due.Follow(schedule, carry: false);
    }

    /// <inheritdoc/>
    public int Select(ReadOnlySpan<int> idle, Span<int> arms) => _due.Next(arms);

    /// <inheritdoc/>
    public void Update(ReadOnlySpan<int> arms, ReadOnlySpan<int> idle, ReadOnlySpan<double> rewards)
    {
    }
}
