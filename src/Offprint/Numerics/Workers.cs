namespace Offprint.Numerics;

/// <summary>Workers side by side.</summary>
internal static class Workers
{
    /// <summary>Fills an array, each number by the worker that is free.</summary>
    /// <param name="count">How many numbers.</param>
    /// <param name="workers">How many workers.</param>
    /// <param name="compute">A number by its place.</param>
    /// <returns>[count].</returns>
    public static double[] Compute(int count, int workers, Func<int, double> compute)
    {
        double[] values = new double[count];
        int next = -1;
        Run(Math.Min(count, workers), (_, stop) =>
        {
            for (int i; !stop.IsCancellationRequested && (i = Interlocked.Increment(ref next)) < count;)
                values[i] = compute(i);
        }, CancellationToken.None);
        return values;
    }

    /// <summary>Runs them all to their end; the first that fails stops the others.</summary>
    /// <param name="count">How many.</param>
    /// <param name="work">A worker's work: its number, and what stops it.</param>
    /// <param name="cancellation">Stops them all.</param>
    /// <exception cref="OperationCanceledException">They were stopped.</exception>
    public static void Run(int count, Action<int, CancellationToken> work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var failures = new List<Exception>();
        Task[] tasks = [.. Enumerable.Range(0, count).Select(worker => Task.Factory.StartNew(() =>
        {
            try
            {
                work(worker, stop.Token);
            }
            catch (Exception e)
            {
                lock (failures)
                    failures.Add(e);
                stop.Cancel();
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Task.WaitAll(tasks, CancellationToken.None);
        if (failures.Find(e => e is not OperationCanceledException) is { } failure)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        cancellation.ThrowIfCancellationRequested();
    }
}
