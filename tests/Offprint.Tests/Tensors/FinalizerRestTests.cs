using System.Diagnostics;
using System.Runtime.CompilerServices;
using Offprint.Tensors;

namespace Offprint.Tests.Tensors;

[Collection(nameof(TensorCounting))] // alone: collections of other tests would prolong the rest
public class FinalizerRestTests
{
    [Fact]
    public async Task What_a_collection_finds_dead_is_finalized_after_a_rest()
    {
        LibTorch.EnsureLoaded();
        for (int i = 0; i < 3; i++)
        {
            TensorCounting.Settled();
            long died = Die(out var finalized);
            long end = await finalized.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.True(Stopwatch.GetElapsedTime(died, end) >= 0.9 * FinalizerRest.Rest);
        }
    }

    private static long Die(out TaskCompletionSource<long> finalized)
    {
        finalized = new();
        Make(finalized);
        long died = Stopwatch.GetTimestamp();
        GC.Collect(0);
        return died;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Make(TaskCompletionSource<long> finalized) => _ = new Mortal(finalized);

    private sealed class Mortal(TaskCompletionSource<long> finalized)
    {
        ~Mortal() => finalized.TrySetResult(Stopwatch.GetTimestamp());
    }
}
