using Offprint.Numerics;

namespace Offprint.Cards;

/// <summary>A cell of a table: text, or a number with an optional interval.</summary>
public readonly record struct TableCell
{
    /// <summary>The text, where the cell holds no number.</summary>
    public string? Text { get; init; }

    /// <summary>The number, where the cell holds one.</summary>
    public double? Number { get; init; }

    /// <summary>The number's interval.</summary>
    public Interval? Interval { get; init; }

    /// <summary>A softer line under the content: what a number measures, where a statement stands.</summary>
    public string? Detail { get; init; }

    /// <summary>How the cell is set off.</summary>
    public Emphasis Emphasis { get; init; }

    /// <summary>Makes a cell of text.</summary>
    /// <param name="text">The text; <see langword="null"/> shows as a dash.</param>
    public static implicit operator TableCell(string? text) => new() { Text = text };

    /// <summary>Makes a cell of a number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator TableCell(double number) => new() { Number = number };

    /// <summary>Makes a cell of a number that may be missing.</summary>
    /// <param name="number">The number; <see langword="null"/> shows as a dash.</param>
    public static implicit operator TableCell(double? number) => new() { Number = number };

    /// <summary>Makes a cell of a count.</summary>
    /// <param name="number">The count.</param>
    public static implicit operator TableCell(int number) => new() { Number = number };

    /// <summary>Makes a cell of a number with its interval.</summary>
    /// <param name="number">The estimate.</param>
    /// <param name="interval">Its interval.</param>
    /// <returns>The cell.</returns>
    public static TableCell Of(double number, Interval? interval) => new() { Number = number, Interval = interval };

    /// <summary>Makes a cell that says whether a condition holds.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <returns>"yes" or "no", set off as good or bad.</returns>
    public static TableCell YesNo(bool holds) => new() { Text = holds ? "yes" : "no", Emphasis = holds ? Emphasis.Good : Emphasis.Bad };

    /// <summary>The same cell, set off.</summary>
    /// <param name="emphasis">How it is set off.</param>
    /// <returns>The changed cell.</returns>
    public TableCell With(Emphasis emphasis) => this with { Emphasis = emphasis };

    /// <summary>The cell as plain text: the number to three significant digits, its interval in brackets.</summary>
    /// <returns>A dash for a missing value.</returns>
    public override string ToString() => Number is not { } number
        ? Text ?? "–"
        : Interval is { } interval
            ? $"{NumberText.Format(number)} [{NumberText.Format(interval.Low)}, {NumberText.Format(interval.High)}]"
            : NumberText.Format(number);
}
