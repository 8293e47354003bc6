using System.Diagnostics;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Running;

namespace Offprint.Benchmarks.Kernels;

/// <summary>Times the engine with its own client, for machines without Python's.</summary>
internal static class OwnClientTimes
{
    public static async Task<Dictionary<string, double>> MeasureAsync()
    {
        long start = Stopwatch.GetTimestamp();
        using KernelClient kernel = await KernelClient.StartAsync(Path.GetTempPath(), CancellationToken.None).ConfigureAwait(false);
        Dictionary<string, double> times = new() { ["start"] = Stopwatch.GetElapsedTime(start).TotalSeconds };
        times["first"] = await TimeAsync(() => RunAsync("1 + 1")).ConfigureAwait(false);
        times["trivial"] = await MedianAsync(30, 100, () => RunAsync("2 + 1")).ConfigureAwait(false);
        times["complete"] = await MedianAsync(10, 21, () => kernel.RequestAsync(MessageType.CompleteRequest,
            new() { ["code"] = "Console.Wri", ["cursor_pos"] = 11 }, control: false, TimeSpan.FromMinutes(1))).ConfigureAwait(false);
        times["lines"] = await TimeAsync(() => RunAsync("for (int i = 0; i < 100000; i++) Console.WriteLine(i);")).ConfigureAwait(false);
        await kernel.ShutdownAsync().ConfigureAwait(false);
        return times;

        Task RunAsync(string code) => kernel.ExecuteAsync(code, null, _ => { });
    }

    private static async Task<double> MedianAsync(int warmUp, int count, Func<Task> action)
    {
        for (int i = 0; i < warmUp; i++)
            await action().ConfigureAwait(false);
        List<double> times = [];
        for (int i = 0; i < count; i++)
            times.Add(await TimeAsync(action).ConfigureAwait(false));
        return SideBySide.Median(times);
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        long start = Stopwatch.GetTimestamp();
        await action().ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
