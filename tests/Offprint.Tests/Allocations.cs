namespace Offprint.Tests;

/// <summary>How much managed memory a piece of code takes.</summary>
internal static class Allocations
{
    private const int Tries = 5;

    /// <summary>
    /// The bytes that the calling thread allocates in an action, the least of several tries: under load the runtime itself allocates now
    /// and then on a thread, when it compiles a method anew or grows a table, and that is not the action's.
    /// </summary>
    /// <param name="action">What is measured; called several times.</param>
    public static long Least(Action action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Tries && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
