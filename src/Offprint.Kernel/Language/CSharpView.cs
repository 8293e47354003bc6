using System.Text;
using System.Text.RegularExpressions;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Language;

/// <summary>A cell as the C# compiler may see it: all else is blank, so that every position stays the cell's own.</summary>
/// <param name="Code">The cell's text; lines with magics, references and other languages are spaces.</param>
/// <param name="Unknown">The first magic that the engine does not know; null if there is none.</param>
internal sealed record CSharpView(string Code, string? Unknown)
{
    private List<(int Start, int End)> _blank = [];

    public static CSharpView Of(string cell, string? language, MagicTable magics)
    {
        bool isCSharp = language is null || magics.LanguageOf("#!" + language) == Languages.CSharp;
        StringBuilder code = new(cell.Length);
        List<(int, int)> blank = [];
        string? unknown = null;
        for (int start = 0, end; start < cell.Length; start = end)
        {
            end = cell.IndexOf('\n', start) is >= 0 and var newline ? newline + 1 : cell.Length;
            string line = cell[start..end].TrimEnd('\r', '\n');
            Match magic = CellParser.MagicLine().Match(line);
            if (magic.Success)
            {
                string name = magic.Groups["name"].Value;
                if (magics.LanguageOf(name) is { } next)
                    isCSharp = next == Languages.CSharp;
                else if (!magics.IsDirective(name))
                    unknown ??= name;
            }
            bool isCode = isCSharp && !magic.Success && !CellParser.ReferenceLine().IsMatch(line);
            code.Append(isCode ? line : new string(' ', line.Length)).Append(cell, start + line.Length, end - start - line.Length);
            if (!isCode)
                blank.Add((start, start + line.Length));
        }
        return new CSharpView(UsingDeclarations.Of(code.ToString()).Code, unknown) { _blank = blank };
    }

    /// <summary>Whether a position is in C# code.</summary>
    public bool IsCode(int position) => !_blank.Exists(b => position >= b.Start && position <= b.End);
}
