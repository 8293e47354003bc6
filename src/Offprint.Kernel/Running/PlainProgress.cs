namespace Offprint.Kernel.Running;

/// <summary>One line a cell, for logs and pipes.</summary>
internal sealed class PlainProgress(TextWriter writer) : IRunProgress
{
    public void CellStarted(int index, int total, string title)
    {
    }

    public void Report(string line)
    {
    }

    public void CellEnded(int index, int total, string title, TimeSpan elapsed, bool failed) =>
        writer.WriteLine($"[{index}/{total}] {elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),6} s  " +
            $"{(failed ? "FAILED  " : "")}{title}");
}
