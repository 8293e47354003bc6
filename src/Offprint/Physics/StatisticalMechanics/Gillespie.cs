using Offprint.Numerics;

namespace Offprint.Physics.StatisticalMechanics;

/// <summary>What a simulated path did.</summary>
/// <param name="Duration">Its length in time.</param>
/// <param name="Events">How many moves it made.</param>
/// <param name="Start">Its first state.</param>
/// <param name="End">Its last state.</param>
/// <param name="Occupation">The time spent in each state, [states].</param>
/// <param name="MoveCounts">How often each move was made, in the order of <see cref="JumpProcess.Moves"/>.</param>
public sealed record JumpTally(double Duration, long Events, int Start, int End, double[] Occupation, long[] MoveCounts)
{
    /// <summary>The charge moved.</summary>
    /// <param name="process">The process.</param>
    /// <param name="kind">Count moves of this kind only; <see langword="null"/> for all.</param>
    /// <returns>Σ count × charge.</returns>
    public double Charge(JumpProcess process, int? kind = null)
    {
        double sum = 0;
        for (int i = 0; i < MoveCounts.Length; i++)
            sum += kind is null || process.Moves[i].Kind == kind ? MoveCounts[i] * process.Moves[i].Charge : 0;
        return sum;
    }

    /// <summary>The heat that the moves gave to the surroundings, in units of kT: Σ count × ln(rate / rate of the reverse).</summary>
    /// <param name="process">The process.</param>
    /// <returns>The medium's part of the information lost.</returns>
    public double MediumLoss(JumpProcess process)
    {
        double sum = 0;
        for (int i = 0; i < MoveCounts.Length; i++)
            sum += MoveCounts[i] == 0 ? 0 : MoveCounts[i] * Math.Log(process.Moves[i].Rate / process.Moves[process.ReverseOrThrow(i)].Rate);
        return sum;
    }
}

/// <summary>Exact simulation of jump processes (Gillespie 1977, the direct method). The loop allocates nothing.</summary>
public static class Gillespie
{
    /// <summary>Simulates a path until its time is over or it has made its moves, whichever is first.</summary>
    /// <param name="process">The process.</param>
    /// <param name="start">The first state.</param>
    /// <param name="random">The randomness: two numbers a move.</param>
    /// <param name="duration">The length in time; infinite for no limit.</param>
    /// <param name="maxEvents">The number of moves; <see cref="long.MaxValue"/> for no limit.</param>
    /// <returns>What the path did.</returns>
    /// <exception cref="ArgumentException">The start is no state, or neither limit is finite.</exception>
    /// <exception cref="InvalidOperationException">The path reached a state that has no moves before its events were over.</exception>
    public static JumpTally Run(JumpProcess process, int start, RandomStream random, double duration = double.PositiveInfinity,
        long maxEvents = long.MaxValue)
    {
        if (start < 0 || start >= process.States)
            throw new ArgumentException($"State {start} is not among the {process.States} states.", nameof(start));
        if (!(duration > 0) || (double.IsPositiveInfinity(duration) && maxEvents == long.MaxValue))
            throw new ArgumentException("Give a positive duration or a number of events.", nameof(duration));
        var (occupation, counts) = (new double[process.States], new long[process.Moves.Length]);
        ReadOnlySpan<JumpMove> moves = process.Moves;
        ReadOnlySpan<double> exits = process.ExitRates;
        int state = start;
        double time = 0;
        long events = 0;
        while (events < maxEvents)
        {
            double exit = exits[state];
            double wait = exit > 0 ? -Math.Log(1 - random.NextDouble()) / exit : double.PositiveInfinity;
            if (double.IsPositiveInfinity(wait) && double.IsPositiveInfinity(duration))
                throw new InvalidOperationException(
                    $"State {state} has no moves: the path ends there after {events} events. Give a duration instead of a number of " +
                    "events.");
            if (time + wait >= duration)
            {
                occupation[state] += duration - time;
                time = duration;
                break;
            }
            time += wait;
            occupation[state] += wait;
            int move = Choose(process, moves, state, random.NextDouble() * exit);
            counts[move]++;
            events++;
            state = moves[move].To;
        }
        return new(time, events, start, state, occupation, counts);
    }

    private static int Choose(JumpProcess process, ReadOnlySpan<JumpMove> moves, int state, double threshold)
    {
        var (move, end) = process.MovesFrom(state);
        for (; move < end - 1; move++)
        {
            threshold -= moves[move].Rate;
            if (threshold < 0)
                break;
        }
        return move;
    }
}
