using Offprint.Environments.Tabular;

namespace Offprint.Papers.RlTheory.GosprlStudy;

/// <summary>Families of decision processes of the study.</summary>
public enum DomainKind
{
    /// <summary>A river to swim up.</summary>
    RiverSwim,

    /// <summary>A corridor of one row, slip 0.1.</summary>
    Corridor,

    /// <summary>Four rooms, slip 0.1: the map of 40 cells, or of 43 as the paper's.</summary>
    FourRooms,

    /// <summary>A ring whose states jump with probabilities from 0.05 to 0.95.</summary>
    Wheel,
}

/// <summary>One decision process.</summary>
/// <param name="Kind">Its family.</param>
/// <param name="States">S.</param>
public sealed record Domain(DomainKind Kind, int States)
{
    private const double Slip = 0.1;

    /// <summary>The four-room map of 43 cells: the one of 40 without three of its wall cells.</summary>
    public static GridMap WideRooms { get; } = new("...#...", "...#...", ".......", "..###..", "...#...", ".......", ".......");

    /// <summary>Makes it.</summary>
    /// <returns>A communicating MDP that starts in state 0.</returns>
    /// <exception cref="ArgumentException">There is no map of that many cells.</exception>
    public TabularMdp Make() => (Kind, States) switch
    {
        (DomainKind.RiverSwim, _) => TabularMdps.RiverSwim(States),
        (DomainKind.Corridor, _) => TabularMdps.Grid(GridMap.Open(1, States), Slip),
        (DomainKind.FourRooms, 40) => TabularMdps.Grid(GridMap.FourRooms, Slip),
        (DomainKind.FourRooms, 43) => TabularMdps.Grid(WideRooms, Slip),
        (DomainKind.Wheel, _) => TabularMdps.Wheel([.. Enumerable.Range(0, States).Select(s => 0.05 + 0.9 * s / (States - 1))]),
        _ => throw new ArgumentException($"There is no {Kind} of {States} states: four rooms have 40 or 43 cells."),
    };

    /// <summary>A name for files.</summary>
    /// <returns>For example <c>riverswim-6</c>.</returns>
    public string Key() => $"{Kind}-{States}".ToLowerInvariant();

    /// <summary>A name for readers.</summary>
    /// <returns>For example <c>RiverSwim(6)</c>.</returns>
    public string Title() => Kind == DomainKind.FourRooms ? $"four rooms, {States} cells" : Kind == DomainKind.Corridor
        ? $"corridor 1 × {States}" : $"{Kind}({States})";
}
