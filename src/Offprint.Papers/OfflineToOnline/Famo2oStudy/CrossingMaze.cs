using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>
/// The paper's illustrative maze: two walls with one gap each. Cells are counted from 1, as in the paper; states of
/// <see cref="Map"/> are its free cells row by row.
/// </summary>
public static class CrossingMaze
{
    /// <summary>γ.</summary>
    public const double Discount = 0.99;

    /// <summary>Actions: up, down, left, right.</summary>
    public const int Actions = 4;

    private static readonly (int Row, int Column)[] s_moves = [(-1, 0), (1, 0), (0, -1), (0, 1)];

    /// <summary>Starts in the first row, the goal in the last corner.</summary>
    public static GridMap Map { get; } = new("SSSSSSS", "##.####", ".......", ".......", "#####.#", ".......", "......G");

    /// <summary>The gap whose data were collected without guidance.</summary>
    public static (int Row, int Column) Unguided => (2, 3);

    /// <summary>The gap whose data were collected with guidance.</summary>
    public static (int Row, int Column) Guided => (5, 6);

    /// <summary>The goal's state.</summary>
    public static int Goal { get; } = Map.Marked('G')[0];

    /// <summary>Moves to the goal from each state, [S].</summary>
    public static IReadOnlyList<int> Distances { get; } =
        [.. ShortestPath.Solve(Mdp(), [Goal]).Distances.Select(distance => (int)Math.Round(distance))];

    /// <summary>The state of a cell.</summary>
    /// <param name="cell">Its row and column, from 1.</param>
    /// <returns>The state.</returns>
    /// <exception cref="ArgumentException">The cell is a wall or lies outside.</exception>
    public static int State((int Row, int Column) cell) => Map.StateAt(cell.Row - 1, cell.Column - 1) is >= 0 and var state
        ? state
        : throw new ArgumentException($"There is no free cell ({cell.Row}, {cell.Column}) in the crossing maze.", nameof(cell));

    /// <summary>The cell of a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Its row and column, from 1.</returns>
    public static (int Row, int Column) Cell(int state)
    {
        (int row, int column) = Map.CellOf(state);
        return (row + 1, column + 1);
    }

    /// <summary>Where a move leads; walls hold it.</summary>
    /// <param name="state">The state.</param>
    /// <param name="action">The action.</param>
    /// <returns>The next state.</returns>
    public static int Next(int state, int action)
    {
        (int row, int column) = Map.CellOf(state);
        int next = Map.StateAt(row + s_moves[action].Row, column + s_moves[action].Column);
        return next < 0 ? state : next;
    }

    /// <summary>The first action on a shortest way to the goal; at the goal itself, down.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The action.</returns>
    public static int Shortest(int state) => Enumerable.Range(0, Actions).MinBy(action => Distances[Next(state, action)]);

    /// <summary>A move as a direction in the plane.</summary>
    /// <param name="action">The action.</param>
    /// <returns>To the right and down.</returns>
    public static (int X, int Y) Direction(int action) => (s_moves[action].Column, s_moves[action].Row);

    /// <summary>Each move costs 1, the one that reaches the goal too; the goal is worth 0.</summary>
    /// <returns>The maze with discounted rewards.</returns>
    public static TabularMdp Mdp()
    {
        var builder = new TabularMdpBuilder(Map.States, Actions)
        {
            Name = "crossing maze", Discount = Discount, ActionNames = ["up", "down", "left", "right"],
        };
        for (int s = 0; s < Map.States; s++)
        {
            if (s == Goal)
            {
                builder.Absorb(s);
                continue;
            }
            for (int a = 0; a < Actions; a++)
                builder.Add(s, a, Next(s, a), 1).Reward(s, a, -1);
        }
        return builder.Build();
    }

    /// <summary>Uniform, but in the guided gap: down with 0.97, the other moves with 0.01 each.</summary>
    /// <returns>The behavior of the exact part.</returns>
    public static TabularPolicy Behavior()
    {
        var table = new StateActionTable(Map.States, Actions);
        for (int s = 0; s < Map.States; s++)
        {
            for (int a = 0; a < Actions; a++)
                table[s, a] = s != State(Guided) ? 1.0 / Actions : a == Shortest(s) ? 0.97 : 0.01;
        }
        return TabularPolicy.FromProbabilities(table);
    }
}
