using System.Runtime.ExceptionServices;
using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Server;

/// <summary>
/// What a thread, a timer or an <c>async void</c> of a cell throws: an error in that cell's output instead of the end of the session.
/// </summary>
internal static class BackgroundFaults
{
    public static void Watch() => ExceptionHandling.SetUnhandledExceptionHandler(fault =>
    {
        // The work of an interrupted cell ends like this.
        if (CellGuard.Running is { IsStopped: true } && ErrorReport.IsInterruption(fault))
            return true;
        try
        {
            CellScope.Current?.Fail(ErrorReport.InBackground(fault));
        }
        catch (Exception e)
        {
            Diagnostics.Log($"An exception in the background could not be shown: {fault}\n{e}");
        }
        return true;
    });
}
