using System.Text;
using System.Text.Json.Nodes;
using Offprint.Kernel.Dialect;
using Offprint.Kernel.Notebooks;
using Offprint.Kernel.Packages;

namespace Offprint.Kernel.Converting;

/// <summary>
/// Writes a notebook as a C# program in one file, which <c>dotnet run</c> builds and runs and which reads back as the notebook.
/// </summary>
/// <remarks>
/// C# cells become its statements. Usings and types move to where a program wants them and leave a mark, magics, Markdown and cells in
/// other languages become comments. Outputs are left out.
/// </remarks>
internal sealed class ProgramWriter
{
    // The defaults of a file-based program that a notebook's code does not expect.
    private static readonly string[] s_properties =
    [
        "PublishAot=false", "Nullable=disable", "LangVersion=preview", "AllowUnsafeBlocks=true", "TreatWarningsAsErrors=false",
        "ManagePackageVersionsCentrally=false",
    ];

    private static readonly string[] s_usings = ["using System.Collections;", "using System.Text;", "using static NotebookCells;"];

    private readonly NotebookDocument _notebook;
    private readonly List<string> _notes;
    private readonly List<PackageRequest> _packages = [];
    private readonly List<string> _usings = [.. s_usings];
    private readonly List<string[]> _types = [];
    private readonly Dictionary<string, int> _variables = new(StringComparer.Ordinal);
    private readonly StringBuilder _cells = new();

    private ProgramWriter(NotebookDocument notebook, List<string> notes) => (_notebook, _notes) = (notebook, notes);

    /// <param name="notebook">The notebook.</param>
    /// <param name="notes">Receives what the program cannot hold, or cannot do.</param>
    public static string Write(NotebookDocument notebook, List<string> notes)
    {
        ProgramWriter writer = new(notebook, notes);
        IReadOnlyList<NotebookCell> cells = notebook.Cells;
        for (int i = 0; i < cells.Count; i++)
            writer.Add(cells[i], i + 1);
        if (cells.Count(c => c.Outputs.Count > 0) is > 0 and var shown)
            notes.Add($"the outputs of {shown} cells were left out: a program holds none");
        return writer.Assemble();
    }

    private void Add(NotebookCell cell, int number)
    {
        string language = cell.IsCode ? cell.Language ?? _notebook.DefaultLanguage ?? Languages.CSharp
            : cell.IsMarkdown ? Languages.Markdown : "raw";
        language = Languages.Canonical(language) ?? language;
        _cells.Append(SectionLine(cell, language)).Append('\n');
        IEnumerable<string> lines = language == Languages.CSharp ? CSharp(cell, number) : cell.Source.Split('\n')
            .Select(ProgramMarks.CommentText);
        foreach (string line in lines)
            _cells.Append(line).Append('\n');
        _cells.Append('\n');
        if (cell.IsCode && language != Languages.CSharp)
            _notes.Add($"cell {number} ({language}) is a comment: a C# program cannot run it");
    }

    private IEnumerable<string> CSharp(NotebookCell cell, int number)
    {
        ProgramCell code = new(cell.Source, _types.Count + 1);
        _packages.AddRange(code.Packages.Where(p => !_packages.Exists(known => known.Id.Equals(p.Id, StringComparison.OrdinalIgnoreCase))));
        _usings.AddRange(code.Usings.Where(u => !_usings.Contains(u)));
        _types.AddRange(code.Types);
        foreach (string lost in code.Lost.Distinct())
            _notes.Add($"cell {number}: {lost} is a comment: a program cannot do this");
        foreach (string again in code.Variables.Where(v => !_variables.TryAdd(v, number)))
            _notes.Add($"cell {number} declares {again} again, after cell {_variables[again]}: the program does not build until one of " +
                "them has another name");
        return code.Lines;
    }

    /// <summary>The section's line, with the cell's fields as far as its language does not imply them.</summary>
    private static string SectionLine(NotebookCell cell, string language)
    {
        JsonObject fields = [];
        foreach ((string key, JsonNode? value) in cell.Json)
        {
            if (key is not ("cell_type" or "source" or "outputs" or "execution_count") && value is not JsonObject { Count: 0 })
                fields[key] = value?.DeepClone();
        }
        bool named = language != Languages.CSharp;
        if (cell.IsCode && JsonNode.DeepEquals(cell.Metadata, CellFields.LanguageMetadata(language)))
            named = fields.Remove("metadata");
        else if (cell.IsCode && named)
            fields["metadata"] ??= new JsonObject();
        return ProgramMarks.Section + (named ? $" [{language}]" : "") +
            (fields.Count > 0 ? " " + fields.ToJsonString(JsonText.Compact) : "");
    }

    private string Assemble()
    {
        StringBuilder text = new("#!/usr/bin/env dotnet\n");
        foreach (PackageRequest package in _packages)
            text.Append(CultureInfo.InvariantCulture, $"#:package {package.Id}@{package.Version}\n");
        foreach (string property in s_properties)
            text.Append(CultureInfo.InvariantCulture, $"#:property {property}\n");
        JsonObject head = new() { ["metadata"] = _notebook.Json["metadata"]?.DeepClone() ?? new JsonObject() };
        if (_notebook.Json["nbformat_minor"] is { } minor)
            head["nbformat_minor"] = minor.DeepClone();
        text.Append("// A notebook as a program: dotnet run this file. Each cell begins with \"// %%\"; what follows \"//|\" acts " +
            "elsewhere or not at all.\n");
        text.Append(CultureInfo.InvariantCulture,
            $"{ProgramMarks.Section} [{ProgramMarks.Notebook}] {head.ToJsonString(JsonText.Compact)}\n");
        // What the package opens in a notebook stands in no cell; reading the program back leaves it out.
        _usings.AddRange(_packages.SelectMany(p => OwnPackages.Namespaces(p.Id)).Select(name => $"using {name};").Except(_usings));
        text.AppendJoin('\n', _usings).Append("\n\n").Append(_cells);
        if (_types.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"{ProgramMarks.Section} [{ProgramMarks.Types}]\n");
        for (int i = 0; i < _types.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{ProgramMarks.TypeOf}{i + 1}\n{string.Join('\n', _types[i])}\n\n");
        return text.Append(CultureInfo.InvariantCulture, $"{ProgramMarks.Section} [{ProgramMarks.Program}]\n").Append(StandIn()).ToString();
    }

    private static string StandIn()
    {
        using Stream stream = typeof(ProgramWriter).Assembly.GetManifestResourceStream("Offprint.Kernel.Converting.NotebookCells.txt")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
