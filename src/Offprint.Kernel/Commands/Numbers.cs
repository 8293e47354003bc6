using System.CommandLine.Parsing;

namespace Offprint.Kernel.Commands;

/// <summary>Reads numbers of the command line, and says what is wrong with them before anything runs.</summary>
internal static class Numbers
{
    /// <summary>A whole number of at least 1.</summary>
    public static int Positive(ArgumentResult result)
    {
        string text = result.Tokens is [var token, ..] ? token.Value : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1)
            return number;
        result.AddError($"{Name(result)} takes a whole number from 1 on; not '{text}'.");
        return 1;
    }

    /// <summary>A number of seconds greater than zero.</summary>
    public static double? Seconds(ArgumentResult result)
    {
        string text = result.Tokens is [var token, ..] ? token.Value : "";
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0
            && double.IsFinite(seconds))
            return seconds;
        result.AddError($"{Name(result)} takes a positive number of seconds; not '{text}'.");
        return null;
    }

    private static string Name(ArgumentResult result) => (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
}
