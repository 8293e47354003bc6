using Offprint.Files;

namespace Offprint.Tests.Files;

/// <summary>
/// Kills work before its k-th step with a file. What is killed makes no further step: neither cleans up nor saves on the way out, as a
/// process
/// that is gone does not either.
/// </summary>
internal static class KilledProcess
{
    /// <summary>Runs until the k-th step.</summary>
    /// <returns>Whether the work came to its end, having fewer steps.</returns>
    public static bool EndsBefore(int step, Action work)
    {
        int steps = 0;
        bool dead = false;
        using (FileSteps.Watch(_ =>
        {
            dead |= steps++ == step;
            if (dead)
                throw new DeadException();
        }))
        {
            try
            {
                work();
                return !dead;
            }
            catch (Exception) when (dead)
            {
                return false;
            }
        }
    }

    /// <summary>Kills work before each of its steps in turn, and looks each time at what is left.</summary>
    /// <param name="work">The work, from a fresh start.</param>
    /// <param name="look">Looks at what the killed work left, told before which step it was killed.</param>
    /// <returns>The number of steps.</returns>
    public static int BeforeEachStep(Action work, Action<int> look)
    {
        int step = 0;
        while (!EndsBefore(step, work))
            look(step++);
        look(step);
        return step;
    }

    private sealed class DeadException() : Exception("killed");
}
