namespace Offprint.Kernel.Running;

/// <summary>Told what a run does, to show it.</summary>
internal interface IRunProgress
{
    void CellStarted(int index, int total, string title);

    /// <summary>A line that says how far the running cell is.</summary>
    void Report(string line);

    void CellEnded(int index, int total, string title, TimeSpan elapsed, bool failed);
}
