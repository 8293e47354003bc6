using System.Text;
using System.Text.RegularExpressions;

namespace Offprint.Kernel.Dialect;

/// <summary>Splits a cell into segments: a language magic on a line of its own begins a new one, and so does a magic below code.</summary>
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
            if (MagicLine().Match(lines[i]) is { Success: true } magic && !draft.IsInLiteral(lines, i))
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
                if (draft.HasCode) // which runs first
                {
                    draft.AddTo(segments);
                    draft = new Draft(draft.Language, i);
                }
                draft.AddDirective(name, magic.Groups["rest"].Value.Trim(), i + 1);
            }
            else if (draft.IsCode && ReferenceLine().Match(lines[i]) is { Success: true } reference && !draft.IsInLiteral(lines, i))
            {
                draft.AddDirective(reference.Groups["name"].Value, reference.Groups["rest"].Value.Trim(), i + 1);
            }
            else
            {
                draft.AddLine(lines[i]);
            }
        }
        draft.AddTo(segments);
        return segments;
    }

    /// <summary>A line that is a magic, known or not: its name, with the mark, and the rest.</summary>
    [GeneratedRegex(@"^\s*(?<name>#![\w#-]+)(?<rest>.*)$")]
    internal static partial Regex MagicLine();

    /// <summary>A line that is an <c>#r</c> or <c>#i</c>; packages are often written without quotes.</summary>
    [GeneratedRegex(@"^\s*(?<name>#[ri])\s+(@?""(?<rest>[^""]+)""|(?<rest>nuget:[^""]*?))\s*;?\s*((?<=\s)//.*)?$")]
    internal static partial Regex ReferenceLine();

    private sealed class Draft(string language, int firstLine)
    {
        private readonly StringBuilder _code = new(new string('\n', language is Languages.CSharp or Languages.FSharp ? firstLine : 0));
        private readonly List<CellDirective> _directives = [];

        public string Language => language;

        public bool HasCode { get; private set; }

        public bool IsCode => language is Languages.CSharp or Languages.FSharp;

        /// <summary>Whether a line begins inside a text or a comment, where nothing that it says is meant for the engine.</summary>
        public bool IsInLiteral(string[] lines, int line) => language switch
        {
            Languages.CSharp => CSharpLiterals.Contain(lines.AsSpan(firstLine..line)),
            Languages.FSharp => FSharpLiterals.Contain(lines.AsSpan(firstLine..line)),
            _ => false,
        };

        public void AddLine(string line)
        {
            HasCode |= !string.IsNullOrWhiteSpace(line);
            _code.Append(line).Append('\n');
        }

        public void AddDirective(string name, string arguments, int line)
        {
            _directives.Add(new CellDirective(name, arguments, line, language));
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
