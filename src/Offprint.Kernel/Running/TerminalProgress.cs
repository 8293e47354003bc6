using Spectre.Console;

namespace Offprint.Kernel.Running;

/// <summary>A live line for the running cell, and a line for each that is done.</summary>
internal sealed class TerminalProgress(StatusContext status) : IRunProgress
{
    private string _cell = "";

    public void CellStarted(int index, int total, string title)
    {
        _cell = $"[[{index}/{total}]] {Markup.Escape(title)}";
        status.Status(_cell);
    }

    public void Report(string line)
    {
        int room = Math.Max(20, AnsiConsole.Profile.Width - 60);
        status.Status($"{_cell} [grey]{Markup.Escape(line.Length > room ? line[..room] : line)}[/]");
    }

    public void CellEnded(int index, int total, string title, TimeSpan elapsed, bool failed)
    {
        string seconds = elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        AnsiConsole.MarkupLine($"[grey][[{index}/{total}]][/] {seconds,6} s  {(failed ? "[red]failed[/]  " : "")}{Markup.Escape(title)}");
    }
}
