namespace Offprint.Kernel.Tests.Server;

/// <summary>In a kernel of its own: what other tests leave behind would count.</summary>
public sealed class MemoryTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    [Fact]
    public async Task A_thousand_trivial_cells_stay_small()
    {
        for (int i = 0; i < 1000; i++)
        {
            // Half of them declare something, which later cells must go on seeing.
            string code = i % 2 == 0 ? $"var v{i % 20} = {i};" : $"{i} + v{i % 20 - 1}";
            Assert.Equal("ok", (string?)(await kernel.RunAsync(code)).Reply["status"]);
        }
        Assert.Equal("998", await kernel.ResultAsync("v18"));
        double megabytes = double.Parse((await kernel.ResultAsync("System.Diagnostics.Process.GetCurrentProcess().WorkingSet64 / 1e6"))!,
            CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"{megabytes:0} MB");
        Assert.InRange(megabytes, 0, 400);
    }
}
