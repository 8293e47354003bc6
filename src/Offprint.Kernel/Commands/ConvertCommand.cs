using System.CommandLine;
using Offprint.Files;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint convert</c>.</summary>
internal static class ConvertCommand
{
    private static readonly Argument<string> s_input = new("input") { Description =
        "A notebook (.ipynb, .dib), a C# program made of one (.cs), or a file of code." };

    private static readonly Argument<string?> s_output = new("output")
    {
        Description = "Where it goes; its extension names the format.", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> s_format = new("--to") { Description =
        "The format, where no output is named: the file goes beside the input." };

    public static Command Create()
    {
        s_format.AcceptOnlyFromAmong("ipynb", "dib", "cs");
        Command command = new("convert",
            "Converts between notebooks (.ipynb, .dib) and C# programs that 'dotnet run' runs (.cs).") { s_input, s_output, s_format };
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_output) is null == result.GetValue(s_format) is null)
                result.AddError("Name either an output file or, with --to, a format.");
        });
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result)
    {
        string input = Path.GetFullPath(result.GetRequiredValue(s_input));
        string output = Path.GetFullPath(result.GetValue(s_output) ?? Path.ChangeExtension(input, result.GetValue(s_format)));
        if (output == input)
            throw new UserException($"{input} would be replaced by itself; name another output.");
        List<string> notes = [];
        string text = NotebookFile.ToText(NotebookFile.Load(input), output, notes);
        try
        {
            AtomicFile.WriteText(output, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{output} could not be written: {e.Message}", e);
        }
        foreach (string note in notes)
            Console.Error.WriteLine($"note: {note}.");
        Console.WriteLine(output);
        return 0;
    }
}
