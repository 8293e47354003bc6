using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Offprint.Kernel.Notebooks;

/// <summary>An <c>.ipynb</c> file, nbformat 4. What this type does not know it keeps, in its order.</summary>
internal sealed class NotebookDocument
{
    private NotebookDocument(JsonObject json) => Json = json;

    public JsonObject Json { get; }

    public IReadOnlyList<NotebookCell> Cells => [.. CellArray.Select(c => new NotebookCell(c!.AsObject()))];

    /// <summary>Whether cells have identifiers: from nbformat 4.5 on.</summary>
    private bool HasCellIds => (int?)Json["nbformat_minor"] >= 5;

    /// <summary>The language of cells that name none.</summary>
    public string? DefaultLanguage
    {
        get
        {
            JsonNode? info = Json["metadata"]?["polyglot_notebook"]?["kernelInfo"] ?? Json["metadata"]?["dotnet_interactive"];
            return (string?)(info?["defaultKernelName"] ?? info?["language"]);
        }
    }

    private JsonArray CellArray => Json["cells"]!.AsArray();

    /// <exception cref="UserException">There is no such file, or it is not a notebook that can be run; the message says which.</exception>
    public static NotebookDocument Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserException($"There is no notebook {path}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The notebook {path} cannot be read: {e.Message}", e);
        }
        return Parse(bytes, path);
    }

    /// <exception cref="UserException">The text is not a notebook that can be run; the message names it and says why.</exception>
    public static NotebookDocument Parse(ReadOnlySpan<byte> utf8, string name)
    {
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        if (utf8.StartsWith(mark))
            utf8 = utf8[mark.Length..];
        if (utf8.Trim(" \t\r\n"u8).IsEmpty)
            throw new UserException($"The notebook {name} is empty. Restore it from its repository or a backup.");
        try
        {
            JsonNode? root = JsonNode.Parse(utf8, documentOptions: new JsonDocumentOptions { MaxDepth = 256 });
            return new NotebookDocument(Check(root, name));
        }
        catch (JsonException e)
        {
            throw new UserException(Describe(e, utf8, name), e);
        }
    }

    public string ToText() => NotebookJson.Write(Json);

    /// <summary>A notebook without cells.</summary>
    public static NotebookDocument Create(JsonObject metadata) =>
        new(new JsonObject { ["cells"] = new JsonArray(), ["metadata"] = metadata, ["nbformat"] = 4, ["nbformat_minor"] = 5 });

    /// <summary>Adds a cell at the end.</summary>
    /// <param name="type"><c>code</c>, <c>markdown</c> or <c>raw</c>.</param>
    /// <param name="source">Its text.</param>
    /// <param name="fields">Its other fields; an identifier is made up where there is none.</param>
    public void Add(string type, string source, JsonObject? fields = null)
    {
        JsonObject cell = fields?.DeepClone().AsObject() ?? [];
        cell["cell_type"] = type;
        cell["metadata"] ??= new JsonObject();
        cell["source"] = MultilineText.Write(source);
        if (HasCellIds)
            cell["id"] ??= $"cell-{CellArray.Count + 1}";
        if (type == "code")
            (cell["execution_count"], cell["outputs"]) = (null, new JsonArray());
        CellArray.Add((JsonNode)new JsonObject(cell.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))));
    }

    /// <summary>Inserts a code cell.</summary>
    public NotebookCell InsertCode(int index, string source, string tag)
    {
        JsonObject cell = new() { ["cell_type"] = "code", ["execution_count"] = null };
        if (HasCellIds)
            cell["id"] = tag;
        cell["metadata"] = new JsonObject { ["tags"] = new JsonArray(tag) };
        cell["outputs"] = new JsonArray();
        cell["source"] = MultilineText.Write(source);
        CellArray.Insert(index, cell);
        return new NotebookCell(cell);
    }

    public void RemoveAt(int index) => CellArray.RemoveAt(index);

    private static JsonObject Check(JsonNode? root, string name)
    {
        NotebookShape.Walk(root, name, isRead: false);
        if (root is not JsonObject notebook || notebook["nbformat"] is not JsonValue format || !format.TryGetValue(out int major))
            throw new UserException($"{name} is JSON but not a notebook: it has no nbformat field.");
        if (major != 4)
        {
            throw new UserException($"The notebook {name} is in nbformat {major}; Offprint reads nbformat 4. "
                + "Open and save it in Jupyter, or run: jupyter nbconvert --to notebook --inplace <file>.");
        }
        if (notebook["cells"] is not JsonArray cells || cells.Any(c => c is not JsonObject cell || cell["cell_type"] is not JsonValue))
            throw new UserException($"The notebook {name} does not follow the notebook format: its cells are missing or are not cells.");
        NotebookShape.Check(notebook, name);
        return notebook;
    }

    private static string Describe(JsonException error, ReadOnlySpan<byte> utf8, string name)
    {
        bool ends = !utf8.TrimEnd(" \t\r\n"u8).EndsWith("}"u8);
        string place = $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
        return ends
            ? $"The notebook {name} is cut short at {place}: the file does not end where its JSON would. Restore it from its repository " +
                "or a backup."
            : $"The notebook {name} is not valid JSON at {place}. A merge conflict or an edit by hand may be the cause; restore or " +
                "repair it.";
    }
}
