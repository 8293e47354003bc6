using Offprint.Datasets.Transitions;
using Offprint.Environments;

namespace Offprint.Agents.Training;

/// <summary>The further columns that an environment's steps bring by themselves.</summary>
internal static class StepColumns
{
    private const string Cost = "cost", Success = "success";

    /// <summary>Lays out columns of steps.</summary>
    /// <param name="names">Their names.</param>
    /// <exception cref="ArgumentException">A step has no such number.</exception>
    public static ColumnLayout Layout(IReadOnlyList<string> names) =>
        names.FirstOrDefault(name => name is not (Cost or Success)) is { } unknown
        ? throw new ArgumentException($"An environment's step has no '{unknown}'; it has: {Cost}, {Success}.", nameof(names))
        : new([.. names.Select(name => (name, 1))]);

    /// <summary>Writes the columns of a step, as many as the layout has.</summary>
    public static void Fill(ColumnLayout layout, StepResult step, Span<float> target)
    {
        for (int i = 0; i < layout.Columns.Count; i++)
            target[i] = layout.Columns[i].Name == Cost ? (float)step.Cost : step.Success ? 1 : 0;
    }
}
