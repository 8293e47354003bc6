using Offprint.Cards;

namespace Offprint.Agents.Bandits;

/// <summary>A planned schedule with what it earns.</summary>
/// <param name="Schedule">Periods and offsets.</param>
/// <param name="Value">Σ R_i(dᵢ)/dᵢ, its long-run mean reward a period.</param>
/// <param name="UpperBound">What no policy can exceed in the long run.</param>
public sealed record PeriodicPlan(PeriodicSchedule Schedule, double Value, double UpperBound) : IDescribable
{
    /// <summary>Value over upper bound; 1 where nothing can be earned.</summary>
    public double Ratio => UpperBound > 0 ? Value / UpperBound : 1;

    /// <inheritdoc/>
    public Card Describe() => new("Purely periodic plan")
    {
        Facts =
        [
            new("Mean reward", Value, "a period"), new("Upper bound", UpperBound, "a period"), new("Ratio", Ratio),
            new("Columns", Schedule.ColumnCount), new("Repeats after", Schedule.Cycle, "periods"),
        ],
        Tables =
        [
            new CardTable("Arms", ["Arm", "Period", "Offset", "Column"], [.. Enumerable.Range(0, Schedule.Periods.Length)
                .Where(i => Schedule.Periods[i] > 0).Take(20)
                .Select(i => (IReadOnlyList<TableCell>)[i + 1, Schedule.Periods[i], Schedule.Offsets[i], Schedule.Columns[i] + 1])]),
        ],
    };

    /// <summary>Writes the schedule as lines <c>arm,period,offset,column</c>, all counted from 0; a period of 0 means never.</summary>
    /// <param name="writer">Receives a header and a line an arm.</param>
    public void WriteCsv(TextWriter writer)
    {
        writer.WriteLine("arm,period,offset,column");
        for (int i = 0; i < Schedule.Periods.Length; i++)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{i},{Schedule.Periods[i]},{Schedule.Offsets[i]},{Schedule.Columns[i]}"));
    }
}
