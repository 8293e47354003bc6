using Offprint.Kernel.Cells;
using Offprint.Kernel.Notebooks;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect;

/// <summary>Runs the cells of files, each in its language, for a cell that imports them.</summary>
/// <param name="runCell">Runs one cell.</param>
/// <param name="addLibrary">Compiles a file of C# that no cell can hold.</param>
internal sealed class ImportedFiles(Func<string, string, CellRun, Task<SubmissionResult>> runCell, Action<string, string,
    CancellationToken> addLibrary)
{
    private readonly Stack<string> _running = new();

    /// <summary>The folder of the file that is being imported, against which its own imports are resolved; null outside of one.</summary>
    public string? Folder => _running.TryPeek(out string? file) ? Path.GetDirectoryName(file) : null;

    /// <exception cref="UserException">The file cannot be run, or one of its cells does not compile.</exception>
    public async Task RunAsync(string path, CellRun run)
    {
        if (_running.Contains(path))
            throw new UserException($"{path} imports itself: " +
                $"{string.Join(" imports ", _running.Reverse().Append(path).Select(Path.GetFileName))}.");
        _running.Push(path);
        try
        {
            NotebookDocument notebook = NotebookFile.Load(path);
            if (notebook.Cells is [{ IsCode: true, Language: null or Languages.CSharp } file] && CSharpLibrary.Is(file.Source))
            {
                Compiling(Path.GetFileName(path), () => addLibrary(file.Source, path, run.Cancellation));
                return;
            }
            string defaultLanguage = notebook.DefaultLanguage ?? Languages.CSharp;
            for (int i = 0; i < notebook.Cells.Count; i++)
            {
                NotebookCell cell = notebook.Cells[i];
                string name = notebook.Cells.Count == 1 ? Path.GetFileName(path) : $"{Path.GetFileName(path)}, cell {i + 1}";
                if (cell.IsMarkdown)
                    run.Scope.Display(new() { ["text/markdown"] = cell.Source, [MimeBundle.Text] = cell.Source });
                else if (cell.IsCode)
                    await RunCellAsync(cell, cell.Language ?? defaultLanguage, run with { Name = name }).ConfigureAwait(false);
            }
        }
        finally
        {
            _running.Pop();
        }
    }

    private async Task RunCellAsync(NotebookCell cell, string language, CellRun run)
    {
        try
        {
            SubmissionResult result = await runCell(cell.Source, language, run).ConfigureAwait(false);
            if (result.HasValue)
                run.Scope.Display(MimeBundle.Of(result.Value));
        }
        catch (CellCompilationException e)
        {
            throw Error(run.Name, e);
        }
    }

    private static void Compiling(string name, Action compile)
    {
        try
        {
            compile();
        }
        catch (CellCompilationException e)
        {
            throw Error(name, e);
        }
    }

    private static UserException Error(string name, CellCompilationException e) =>
        new($"{name} does not compile:\n{string.Join('\n', e.Excerpts())}", e);
}
