using System.CommandLine;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint compare</c>: whether two runs of a notebook show the same, on two engines for instance.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> s_first = new("first") { Description = "An executed notebook." };
    private static readonly Argument<string> s_second = new("second") { Description = "The same notebook, executed elsewhere." };

    public static Command Create()
    {
        Command command = new("compare", "Compares what the cells of two executed notebooks show: errors, figures, tables, claims.")
        {
            s_first, s_second,
        };
        command.SetAction(result => Run(Path.GetFullPath(result.GetRequiredValue(s_first)),
            Path.GetFullPath(result.GetRequiredValue(s_second))));
        return command;
    }

    private static int Run(string first, string second)
    {
        NotebookCell[] ours = Code(first), theirs = Code(second);
        if (!ours.Select(c => c.Source).SequenceEqual(theirs.Select(c => c.Source), StringComparer.Ordinal))
            throw new UserException($"{first} and {second} are not the same notebook: their code cells differ.");
        int different = 0;
        for (int i = 0; i < ours.Length; i++)
        {
            (OutputKinds a, OutputKinds b) = (OutputKinds.Of(ours[i]), OutputKinds.Of(theirs[i]));
            if (a == b)
                continue;
            different++;
            Console.WriteLine($"cell {i + 1} of {ours.Length} ({ours[i].Source.Split('\n')[0].Trim()}) shows {a} in {first}, " +
                $"{b} in {second}");
        }
        OutputKinds total = ours.Select(OutputKinds.Of).Aggregate(OutputKinds.None, (a, b) => a + b);
        Console.WriteLine(different == 0 ? $"The same in all {ours.Length} cells: {total}."
            : $"{different} of {ours.Length} cells differ.");
        return different == 0 ? 0 : 1;
    }

    private static NotebookCell[] Code(string path) => [.. NotebookFile.Load(path).Cells.Where(c => c.IsCode)];
}
