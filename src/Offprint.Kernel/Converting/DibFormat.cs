using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Converting;

/// <summary>.NET Interactive's <c>.dib</c> files: cells as text, each below a line that names its language.</summary>
/// <remarks>They hold no outputs, no metadata of cells, and no empty lines around a cell's text.</remarks>
internal static partial class DibFormat
{
    private const string MetaLine = "#!meta";

    /// <exception cref="UserException">The header is not JSON.</exception>
    public static NotebookDocument Read(string text, string name)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        JsonObject? header = null;
        string? language = null;
        List<(string? Language, List<string> Lines)> cells = [(null, [])];
        for (int i = 0; i < lines.Length; i++)
        {
            if (header is null && lines[i].TrimEnd() == MetaLine)
            {
                int end = i + 1;
                while (end < lines.Length && !lines[end].StartsWith("#!", StringComparison.Ordinal))
                    end++;
                header = ParseHeader(string.Join('\n', lines[(i + 1)..end]), name);
                i = end - 1;
            }
            else if (LanguageLine().Match(lines[i]) is { Success: true } match && LanguageOf(match.Groups["name"].Value) is { } next)
            {
                language = next;
                cells.Add((language, []));
            }
            else
            {
                cells[^1].Lines.Add(lines[i]);
            }
        }
        return Build(header ?? [], cells);
    }

    /// <param name="notebook">The notebook.</param>
    /// <param name="notes">Receives what was left out.</param>
    public static string Write(NotebookDocument notebook, List<string> notes)
    {
        StringBuilder text = new();
        string defaultLanguage = notebook.DefaultLanguage ?? Languages.CSharp;
        text.Append(MetaLine).Append("\n\n").Append(Header(notebook, defaultLanguage).ToJsonString(JsonText.Compact)).Append("\n\n");
        IReadOnlyList<NotebookCell> cells = notebook.Cells;
        for (int i = 0; i < cells.Count; i++)
        {
            NotebookCell cell = cells[i];
            string source = Trim(cell.Source);
            if (source.Length == 0)
                continue;
            if (!cell.IsCode && !cell.IsMarkdown)
                notes.Add($"cell {i + 1} is raw text, for which the format has no place: it became Markdown");
            string language = cell.IsCode ? cell.Language ?? defaultLanguage : Languages.Markdown;
            text.Append("#!").Append(language).Append("\n\n").Append(source).Append("\n\n");
        }
        if (cells.Count(c => c.Outputs.Count > 0) is > 0 and var shown)
            notes.Add($"the outputs of {shown} cells were left out: the format holds none");
        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>
    /// A language's name; those that .NET Interactive has and this engine has not keep theirs, and do not join the cell before.
    /// </summary>
    private static string? LanguageOf(string name) =>
        Languages.Canonical(name) ?? (name is "pwsh" or "powershell" or "sql" or "kql" or "http" or "value" or "python" or "r" or "R"
            ? name : null);

    private static JsonObject ParseHeader(string json, string name)
    {
        try
        {
            JsonObject header = JsonNode.Parse(json) as JsonObject ?? [];
            NotebookShape.Walk(header, $"The header of {name}");
            NotebookShape.CheckLanguage(new() { ["polyglot_notebook"] =
                new JsonObject { ["kernelInfo"] = header["kernelInfo"]?.DeepClone() } }, $"The header of {name}");
            return header;
        }
        catch (JsonException e)
        {
            throw new UserException($"The header of {name}, below {MetaLine}, is not valid JSON: {e.Message}", e);
        }
    }

    private static NotebookDocument Build(JsonObject header, List<(string? Language, List<string> Lines)> cells)
    {
        JsonObject metadata = [];
        foreach ((string key, JsonNode? value) in header)
            metadata[key == "kernelInfo" ? "polyglot_notebook" : key] = key == "kernelInfo"
                ? new JsonObject { [key] = value?.DeepClone() } : value?.DeepClone();
        NotebookDocument notebook = NotebookDocument.Create(metadata);
        string defaultLanguage = notebook.DefaultLanguage ?? Languages.CSharp;
        foreach ((string? named, List<string> lines) in cells)
        {
            string source = Trim(string.Join('\n', lines));
            if (source.Length == 0)
                continue;
            string language = named ?? defaultLanguage;
            if (language == Languages.Markdown)
                notebook.Add("markdown", source);
            else
                notebook.Add("code", source, language == defaultLanguage ? null : CellFields.ForLanguage(language));
        }
        return notebook;
    }

    private static JsonObject Header(NotebookDocument notebook, string defaultLanguage)
    {
        JsonObject metadata = notebook.Json["metadata"]?.DeepClone() as JsonObject ?? [];
        JsonNode kernelInfo = metadata["polyglot_notebook"]?["kernelInfo"]?.DeepClone() ?? new JsonObject
        {
            ["defaultKernelName"] = defaultLanguage,
            ["items"] = new JsonArray(new JsonObject { ["name"] = defaultLanguage, ["aliases"] = new JsonArray() }),
        };
        metadata.Remove("polyglot_notebook");
        JsonObject header = new() { ["kernelInfo"] = kernelInfo };
        foreach ((string key, JsonNode? value) in metadata)
            header[key] = value?.DeepClone();
        return header;
    }

    /// <summary>Without the empty lines around it.</summary>
    private static string Trim(string source)
    {
        string[] lines = source.Split('\n');
        int first = Array.FindIndex(lines, l => l.Length > 0), last = Array.FindLastIndex(lines, l => l.Length > 0);
        return first < 0 ? "" : string.Join('\n', lines[first..(last + 1)]);
    }

    [GeneratedRegex(@"^#!(?<name>[\w#]+)\s*$")]
    private static partial Regex LanguageLine();
}
