using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Converting;

/// <summary>Reads a C# program that <see cref="ProgramWriter"/> wrote, perhaps edited since; any other is a notebook of one cell.</summary>
internal static class ProgramReader
{
    /// <exception cref="UserException">The fields of a section are not JSON.</exception>
    public static NotebookDocument Read(string text, string name)
    {
        List<Section> sections = Split(text.ReplaceLineEndings("\n"), name);
        Section? head = sections.Find(s => s.Kind == ProgramMarks.Notebook);
        NotebookDocument notebook = NotebookDocument.Create(head?.Fields["metadata"]?.DeepClone() as JsonObject ?? []);
        if (head?.Fields["nbformat_minor"] is { } minor)
            notebook.Json["nbformat_minor"] = minor.DeepClone();
        if (sections.Count == 1)
        {
            notebook.Add("code", text.TrimEnd('\n'));
            return notebook;
        }
        Dictionary<string, string[]> types = Types(sections.Find(s => s.Kind == ProgramMarks.Types));
        foreach (Section section in sections.Skip(1).Where(s =>
            s.Kind is not (ProgramMarks.Notebook or ProgramMarks.Types or ProgramMarks.Program)))
            Add(notebook, section, types);
        return notebook;
    }

    private static void Add(NotebookDocument notebook, Section section, Dictionary<string, string[]> types)
    {
        // The last line is the empty one between sections.
        string[] lines = section.Lines.Count > 0 && section.Lines[^1].Length == 0 ? [.. section.Lines.SkipLast(1)] : [.. section.Lines];
        bool isText = section.Kind is Languages.Markdown or "raw";
        string language = section.Kind ?? Languages.CSharp;
        string source = language == Languages.CSharp ? Restore(lines, types) : string.Join('\n', lines.Select(ProgramMarks.UncommentText));
        if (!isText && section.Kind is not null && section.Fields["metadata"] is null)
            section.Fields["metadata"] = CellFields.LanguageMetadata(language);
        notebook.Add(isText ? language : "code", source, section.Fields);
    }

    /// <summary>A C# cell as it was.</summary>
    private static string Restore(string[] lines, Dictionary<string, string[]> types)
    {
        IEnumerable<string> restored = lines.SelectMany(line =>
            line.StartsWith(ProgramMarks.TypeHere, StringComparison.Ordinal)
                && types.TryGetValue(line[ProgramMarks.TypeHere.Length..].Trim(), out string[]? type)
                ? type
                : [Unwrap(ProgramMarks.Uncomment(ProgramMarks.Inert, line), line)]);
        return string.Join('\n', restored);
    }

    private static string Unwrap(string line, string asWritten) => line != asWritten ? line : line
        .Replace(ProgramMarks.ResultBegin, "", StringComparison.Ordinal)
        .Replace(ProgramMarks.AsyncResultBegin, "", StringComparison.Ordinal)
        .Replace(ProgramMarks.ResultEnd, "", StringComparison.Ordinal);

    private static Dictionary<string, string[]> Types(Section? section)
    {
        Dictionary<string, List<string>> types = new(StringComparer.Ordinal);
        List<string>? current = null;
        foreach (string line in section?.Lines ?? [])
        {
            if (line.StartsWith(ProgramMarks.TypeOf, StringComparison.Ordinal))
                types[line[ProgramMarks.TypeOf.Length..].Trim()] = current = [];
            else
                current?.Add(line);
        }
        // As with cells, an empty line follows each.
        return types.ToDictionary(p => p.Key, p => p.Value is [.., ""] ? [.. p.Value.SkipLast(1)] : p.Value.ToArray(),
            StringComparer.Ordinal);
    }

    private static List<Section> Split(string text, string name)
    {
        List<Section> sections = [new(null, [], [])];
        foreach (string line in text.Split('\n'))
        {
            if (ProgramMarks.SectionLine().Match(line) is { Success: true } match)
                sections.Add(new Section(match.Groups["kind"] is { Success: true } kind ? kind.Value : null,
                    Fields(match.Groups["fields"], name), []));
            else
                sections[^1].Lines.Add(line);
        }
        return sections;
    }

    private static JsonObject Fields(Group json, string name)
    {
        try
        {
            return json.Success ? JsonNode.Parse(json.Value)!.AsObject() : [];
        }
        catch (JsonException e)
        {
            throw new UserException($"{name}: what follows a cell's \"{ProgramMarks.Section}\" is not valid JSON: {json.Value}", e);
        }
    }

    private sealed record Section(string? Kind, JsonObject Fields, List<string> Lines);
}
