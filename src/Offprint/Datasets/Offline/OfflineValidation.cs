using System.Numerics;
using System.Runtime.InteropServices;
using Offprint.Environments;

namespace Offprint.Datasets.Offline;

/// <summary>The checks of an <see cref="OfflineDataset"/>: each message names key and row and says what to do.</summary>
internal static class OfflineValidation
{
    // Actions that were squashed by tanh in one precision and stored in another may pass a bound by a few units in the last place.
    private const float Tolerance = 1e-5f;

    public static void Check(EnvironmentSpec spec, OfflineColumns columns)
    {
        int rows = columns.Observations.Count;
        if (rows == 0)
            throw new InvalidDataException("key 'observations' has no row: an empty log cannot be learned from.");
        Shape("observations", columns.Observations, rows, spec.Observation.Size);
        Shape("actions", columns.Actions, rows, spec.Action.Size);
        Shape("rewards", columns.Rewards, rows, 1);
        Shape("terminals", columns.Terminals, rows, 1);
        Shape("timeouts", columns.Timeouts, rows, 1);
        Finite("observations", columns.Observations);
        Finite("actions", columns.Actions);
        Finite("rewards", columns.Rewards);
        if (columns.Next is { } next)
        {
            Shape("next_observations", next, rows, spec.Observation.Size);
            Finite("next_observations", next);
        }
        foreach ((string name, Column<float> column) in columns.Extra)
            Shape(name, column, rows, column.Width);
        Actions(columns.Actions, spec.Action);
    }

    private static void Shape<T>(string key, Column<T> column, int rows, int width)
    {
        if (column.Count != rows)
            throw new InvalidDataException(
                $"key '{key}' has {column.Count} rows, 'observations' has {rows}; all columns must have one row a transition.");
        if (column.Width != width)
            throw new InvalidDataException(
                $"key '{key}' has {column.Width} values a row, the environment has {width}; load it with its own environment's spec.");
    }

    private static void Finite(string key, Column<float> column)
    {
        if (AllFinite(column.Values))
            return;
        for (int i = 0; i < column.Values.Length; i++)
        {
            if (!float.IsFinite(column.Values[i]))
            {
                throw new InvalidDataException(
                    $"key '{key}', row {i / column.Width}{(column.Width > 1 ? $", value {i % column.Width}" : "")}: " +
                    $"{column.Values[i]} is not a finite number; drop its episode or repair the log.");
            }
        }
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        // Without its sign a float is ordered like its bits, and NaN and infinity lie above all finite numbers.
        const uint withoutSign = 0x7fffffff, infinity = 0x7f800000;
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(values);
        var largest = Vector<uint>.Zero;
        int i = 0;
        for (; i <= bits.Length - Vector<uint>.Count; i += Vector<uint>.Count)
            largest = Vector.Max(largest, new Vector<uint>(bits[i..]) & new Vector<uint>(withoutSign));
        bool finite = Vector.LessThanAll(largest, new Vector<uint>(infinity));
        for (; i < bits.Length; i++)
            finite &= (bits[i] & withoutSign) < infinity;
        return finite;
    }

    private static void Actions(Column<float> actions, Space space)
    {
        for (int row = 0; row < actions.Count; row++)
        {
            ReadOnlySpan<float> action = actions.Row(row);
            if (space.Contains(action))
                continue;
            if (space is not BoxSpace box)
                throw new InvalidDataException($"key 'actions', row {row}: {action[0]} is not in the action space {space}.");
            for (int i = 0; i < box.Size; i++)
            {
                float slack = Tolerance * Math.Max(1, Math.Abs(box.High[i] - box.Low[i]));
                if (!(action[i] >= box.Low[i] - slack && action[i] <= box.High[i] + slack))
                {
                    throw new InvalidDataException($"key 'actions', row {row}, value {i}: {action[i]} lies outside the action space " +
                        $"[{box.Low[i]}, {box.High[i]}]; load it with a spec that has the log's own bounds, or rescale the actions.");
                }
            }
        }
    }
}
