using System.Text;
using System.Text.RegularExpressions;
using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Scripting;

/// <summary>
/// Puts a call of <see cref="CellGuard"/> into F# functions and members that may call themselves: without it their recursion ends the
/// process.
/// </summary>
/// <remarks>
/// By lines, since F#'s layout is its syntax: a body below its heading gets a line above it, a body on the heading's line a call before
/// it; a line directive puts the numbers right. The engine checks the result, and where it is no F# runs the code as it was written.
/// </remarks>
internal static partial class FSharpGuard
{
    /// <summary>The code with guards; the same text where there is nothing to guard.</summary>
    public static string Rewrite(string code, string path, int cell)
    {
        if (!Heading().IsMatch(code))
            return code;
        string call = $"global.{typeof(CellGuard).FullName}.Enter({cell.ToString(CultureInfo.InvariantCulture)}) |> ignore";
        string[] lines = code.Split('\n');
        StringBuilder guarded = new();
        for (int i = 0; i < lines.Length; i++)
        {
            Match heading = Heading().Match(lines[i]);
            string? below = lines.Skip(i + 1).FirstOrDefault(l => !string.IsNullOrWhiteSpace(l));
            bool hasBodyBelow = below is not null && Indentation(below) > Indentation(lines[i]);
            if (heading.Success && heading.Groups["body"].Length == 0 && hasBodyBelow)
            {
                guarded.Append(lines[i]).Append('\n').Append(' ', Indentation(below!)).Append(call)
                    .Append(CultureInfo.InvariantCulture, $"\n# {i + 2} \"{path}\"\n");
            }
            else if (heading.Success && heading.Groups["body"].Length > 0 && !hasBodyBelow)
            {
                guarded.Append(heading.Groups["head"].Value).Append('(').Append(call).Append("; ")
                    .Append(heading.Groups["body"].Value.TrimEnd()).Append(")\n");
            }
            else
            {
                guarded.Append(lines[i]).Append('\n');
            }
        }
        return guarded.ToString();
    }

    private static int Indentation(string line) => line.Length - line.TrimStart(' ').Length;

    /// <summary>The beginning of a function that may call itself, or of a member, up to its equals sign.</summary>
    [GeneratedRegex(@"^(?<head>\s*(let\s+rec|and|(static\s+|override\s+|default\s+)?member|override|default)\s+[^=""]*?[^=<>!""]=(?=\s|$)\s*?)(?<body>[^\s=].*)?\s*$",
        RegexOptions.Multiline)]
    private static partial Regex Heading();
}
