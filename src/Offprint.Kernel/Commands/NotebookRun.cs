using System.Diagnostics;
using Offprint.Kernel.Html;
using Offprint.Kernel.Notebooks;
using Offprint.Kernel.Running;
using Spectre.Console;
using AtomicFile = Offprint.Files.AtomicFile;

namespace Offprint.Kernel.Commands;

/// <summary>One run of a notebook from file to files.</summary>
internal sealed class NotebookRun(string source, string output, string? page, IReadOnlyDictionary<string, string> parameters,
    RunOptions options)
{
    private long _lastSave = Stopwatch.GetTimestamp();

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        NotebookDocument notebook = NotebookFile.Load(source);
        ParameterInjection.Apply(notebook, parameters);
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        RunOutcome outcome = await ExecuteAsync(notebook, cancellation).ConfigureAwait(false);
        SaveFinally(notebook);
        if (page is not null)
            Save(page, HtmlPage.Render(notebook, Path.GetFileNameWithoutExtension(source)));
        if (outcome.Problem is not null)
            await Console.Error.WriteLineAsync(outcome.Problem).ConfigureAwait(false);
        Console.WriteLine($"{outcome.Executed} cells in " +
            $"{Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s; "
            + $"notebook: {Shown(output)}{(page is null ? "" : $"; page: {Shown(page)}")}");
        return outcome.ExitCode;
    }

    private Task<RunOutcome> ExecuteAsync(NotebookDocument notebook, CancellationToken cancellation)
    {
        Task<RunOutcome> Run(IRunProgress progress) =>
            new NotebookRunner(notebook, options, progress, () => Checkpoint(notebook)).RunAsync(cancellation);
        bool isTerminal = !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;
        return isTerminal
            ? AnsiConsole.Status().StartAsync("Starting the kernel", status => Run(new TerminalProgress(status)))
            : Run(new PlainProgress(Console.Out));
    }

    /// <summary>Saves what is there now and then, for the case that this process is killed.</summary>
    private void Checkpoint(NotebookDocument notebook)
    {
        if (Stopwatch.GetElapsedTime(_lastSave) < options.SaveInterval)
            return;
        try
        {
            Save(output, notebook.ToText());
        }
        catch (UserException)
        {
            // The run goes on; if the disk is still full at its end, that is reported then.
        }
        _lastSave = Stopwatch.GetTimestamp();
    }

    /// <summary>Saves the notebook; if that fails, in the temporary folder, so that hours of work are not lost to a full disk.</summary>
    private void SaveFinally(NotebookDocument notebook)
    {
        try
        {
            Save(output, notebook.ToText());
        }
        catch (UserException e)
        {
            string rescue = Path.Combine(Path.GetTempPath(), $"{Path.GetFileNameWithoutExtension(output)}-{Guid.NewGuid():N}.ipynb");
            try
            {
                Save(rescue, notebook.ToText());
            }
            catch (UserException second)
            {
                throw new UserException($"{e.Message} Nor could {rescue}: {second.InnerException?.Message}", e);
            }
            throw new UserException($"{e.Message} The executed notebook is in {rescue}.", e);
        }
    }

    /// <exception cref="UserException">It could not be written; a file that was there before is as it was.</exception>
    private static void Save(string path, string text)
    {
        try
        {
            AtomicFile.WriteText(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException(e is IOException ? e.Message : $"Could not save {path}: {e.Message}", e);
        }
    }

    private static string Shown(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
