using Offprint.Datasets.Offline;
using Offprint.Files;

namespace Offprint.Datasets.Layouts;

/// <summary>The arrays of V-D4RL beside its images, row by row; messages name file, key and shape.</summary>
/// <param name="path">The file.</param>
/// <param name="count">Rows that each array must have: the frames.</param>
/// <param name="arrays">The arrays.</param>
internal sealed class EpisodeRows(string path, int count, IReadOnlyDictionary<string, NumericArray> arrays)
{
    /// <summary>The frames.</summary>
    public int Count => count;

    /// <summary>Actions, [T, A].</summary>
    public Column<float> Actions() => arrays[VisualD4rl.Action] is { Shape: [var rows, > 0 and var width] } && rows == count
        ? new(Numbers(VisualD4rl.Action), width)
        : throw Misshapen(VisualD4rl.Action, "[T, A]");

    /// <summary>An array of one number a row.</summary>
    public float[] Floats(string key) => arrays[key].Shape is [var rows] && rows == count ? Numbers(key) : throw Misshapen(key, "[T]");

    /// <summary>An array of one flag a row.</summary>
    public bool[] Flags(string key) => arrays[key] switch
    {
        { Shape: [var rows] } when rows != count => throw Misshapen(key, "[T]"),
        { Shape: [_], Values: bool[] flags } => flags,
        { Shape: [_], Values: byte[] flags } => Array.ConvertAll(flags, flag => flag != 0),
        _ => throw Misshapen(key, "truth values of [T]"),
    };

    /// <summary>Refuses a flag that is set elsewhere than in one row.</summary>
    public void OnlyAt(bool[] flags, int row, string key)
    {
        int other = Array.FindIndex(flags, flag => flag);
        if (other == row)
            other = Array.FindIndex(flags, row + 1, flag => flag);
        if (other >= 0)
        {
            throw new InvalidDataException($"'{path}', key '{key}' of shape [{count}] marks row {other}: a file holds one episode, " +
                $"of which only row {row} can be.");
        }
    }

    /// <summary>Refuses a discount of another kind than "goes on" and "is over" in the rows of an episode.</summary>
    public void CheckDiscounts(float[] discounts, int start, int end)
    {
        for (int row = start + 1; row < end; row++)
        {
            if (discounts[row] == 1 || (discounts[row] == 0 && row == end - 1))
                continue;
            throw new InvalidDataException($"'{path}', key '{VisualD4rl.Discount}' of shape [{count}], row {row}: {discounts[row]}; " +
                "it is 1 within an episode and 0 or 1 at its end. A method's own discount does not belong in a log.");
        }
    }

    private float[] Numbers(string key) => arrays[key].Values switch
    {
        float[] values => values,
        double[] values => Array.ConvertAll(values, value => (float)value),
        _ => throw Misshapen(key, "float32 or float64"),
    };

    private InvalidDataException Misshapen(string key, string expected) =>
        new($"'{path}', key '{key}' is {arrays[key]}; {expected} with T = {count} is needed, as there are {count} frames.");
}
