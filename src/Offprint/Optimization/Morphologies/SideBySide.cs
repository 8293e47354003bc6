using System.Runtime.ExceptionServices;

namespace Offprint.Optimization.Morphologies;

/// <summary>Rollouts on several threads.</summary>
internal static class SideBySide
{
    /// <summary>Fills an array; the first failure is thrown as it is.</summary>
    /// <param name="count">How many numbers.</param>
    /// <param name="workers">How many at a time.</param>
    /// <param name="compute">A number by its place.</param>
    /// <returns>[count].</returns>
    public static double[] Compute(int count, int workers, Func<int, double> compute)
    {
        double[] values = new double[count];
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = workers }, i => values[i] = compute(i));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        return values;
    }
}
