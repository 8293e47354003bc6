using Offprint.Kernel.Converting;
using Offprint.Kernel.Dialect;

namespace Offprint.Kernel.Notebooks;

/// <summary>Reads and writes notebooks in the format that a file's extension names.</summary>
internal static class NotebookFile
{
    public const string NotebookExtension = ".ipynb";
    public const string DibExtension = ".dib";
    public const string ProgramExtension = ".cs";

    private static readonly Dictionary<string, string> s_code = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csx"] = Languages.CSharp, [".fs"] = Languages.FSharp, [".fsx"] = Languages.FSharp, [".html"] = Languages.Html,
        [".htm"] = Languages.Html, [".js"] = Languages.JavaScript, [".md"] = Languages.Markdown, [".mermaid"] = Languages.Mermaid,
    };

    /// <summary>Reads a notebook; a file of code is one of a single cell.</summary>
    /// <exception cref="UserException">There is no such file, or its format is not one that can be read.</exception>
    public static NotebookDocument Load(string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension == NotebookExtension)
            return NotebookDocument.Load(path);
        if (extension is not (DibExtension or ProgramExtension) && !s_code.ContainsKey(extension))
        {
            throw new UserException($"{path} is not a notebook or a file of code that Offprint reads. Those end in "
                + $"{string.Join(", ", new[] { NotebookExtension, DibExtension, ProgramExtension }.Concat(s_code.Keys))}.");
        }
        string text = ReadText(path);
        return extension switch
        {
            DibExtension => DibFormat.Read(text, path),
            ProgramExtension => ProgramReader.Read(text, path),
            _ => SingleCell(text, s_code[extension]),
        };
    }

    /// <summary>A notebook's text in the format of a file's extension.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="path">Where the text will go.</param>
    /// <param name="notes">Receives what the format cannot hold, or cannot run.</param>
    /// <exception cref="UserException">The format is not one that can be written.</exception>
    public static string ToText(NotebookDocument notebook, string path, List<string> notes) =>
        Path.GetExtension(path).ToLowerInvariant() switch
    {
        NotebookExtension => notebook.ToText(),
        DibExtension => DibFormat.Write(notebook, notes),
        ProgramExtension => ProgramWriter.Write(notebook, notes),
        var other => throw new UserException(
            $"Notebooks are not written as '{other}'; use {NotebookExtension}, {DibExtension} or {ProgramExtension}."),
    };

    private static NotebookDocument SingleCell(string text, string language)
    {
        NotebookDocument notebook = NotebookDocument.Create([]);
        notebook.Add(language == Languages.Markdown ? "markdown" : "code", text.TrimEnd('\n'), CellFields.ForLanguage(language));
        return notebook;
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path).ReplaceLineEndings("\n");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserException($"There is no file {path}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
