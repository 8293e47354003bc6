using System.Text;
using System.Text.RegularExpressions;

namespace Offprint.Kernel.Dialect;

/// <summary>Splits a cell into segments: a language magic on a line of its own begins a new one.</summary>
internal static partial class CellParser
{
    /// <exception cref="UserException">A magic is not known; the message lists those that are.</exception>
    public static List<CellSegment> Parse(string cell, string language, MagicTable magics)
    {
        string[] lines = cell.ReplaceLineEndings("\n").Split('\n');
        List<CellSegment> segments = [];
        Draft draft = new(language, 0);
        for (int i = 0; i < lines.Length; i++)
        {
            if (MagicLine().Match(lines[i]) is { Success: true } magic)
            {
                string name = magic.Groups["name"].Value;
                if (magics.LanguageOf(name) is { } next)
                {
                    draft.AddTo(segments);
                    draft = new Draft(next, i + 1);
                    continue;
                }
                if (!magics.IsDirective(name))
                    throw new UserException($"Line {i + 1}: {name} is not a magic of this engine. It knows {magics.Listing()}.");
                draft.AddDirective(new CellDirective(name, magic.Groups["rest"].Value.Trim(), i + 1));
            }
            else if (draft.TakesReferences && ReferenceLine().Match(lines[i]) is { Success: true } reference)
            {
                draft.AddDirective(new CellDirective(reference.Groups["name"].Value, reference.Groups["rest"].Value.Trim(), i + 1));
            }
            else
            {
                draft.AddLine(lines[i]);
            }
        }
        draft.AddTo(segments);
        return segments;
    }

    [GeneratedRegex(@"^\s*(?<name>#![\w-]+)(?<rest>.*)$")]
    internal static partial Regex MagicLine();

    [GeneratedRegex(@"^\s*(?<name>#[ri])\s+""(?<rest>[^""]+)""\s*;?\s*(//.*)?$")]
    internal static partial Regex ReferenceLine();

    private sealed class Draft(string language, int firstLine)
    {
        private readonly StringBuilder _code = new(new string('\n', language is Languages.CSharp or Languages.FSharp ? firstLine : 0));
        private readonly List<CellDirective> _directives = [];

        public bool TakesReferences => language is Languages.CSharp or Languages.FSharp;

        public void AddLine(string line) => _code.Append(line).Append('\n');

        public void AddDirective(CellDirective directive)
        {
            _directives.Add(directive);
            _code.Append('\n');
        }

        public void AddTo(List<CellSegment> segments)
        {
            CellSegment segment = new(language, _code.ToString().TrimEnd('\n'), _directives);
            if (segment.HasCode || _directives.Count > 0)
                segments.Add(segment);
        }
    }
}
