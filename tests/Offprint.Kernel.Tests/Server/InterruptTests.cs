using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.Tests.Server;

/// <summary>An interrupt ends the cell that runs, for ever, and nothing else.</summary>
public sealed class InterruptTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    private const string Begun = "Console.Write(\"begun\");";

    [Theory]
    [InlineData("new System.Threading.Thread(() => { while (true) { beats++; System.Threading.Thread.Sleep(5); } }) { IsBackground = " +
        "true }.Start();")]
    [InlineData("Task.Run(async () => { while (true) { beats++; await Task.Delay(5); } });")]
    [InlineData("var timer = new System.Threading.Timer(_ => { for (int i = 0; i < 2; i++) beats++; }, null, 0, 5);")]
    [InlineData("int Count() => beats++;\nTask.Run(async () => { while (true) { Count(); await Task.Delay(5).ConfigureAwait(false); } });")]
    public async Task Work_of_earlier_cells_goes_on(string background)
    {
        await kernel.RunAsync($"int beats = 0;\n{background}");
        Assert.Equal("Interrupted", (string?)(await InterruptAsync($"{Begun} while (true) {{ }}"))["ename"]);
        Assert.Equal("True", await kernel.ResultAsync("int before = beats; while (beats == before) await Task.Delay(5); beats > before"));
    }

    [Theory]
    [InlineData("while (true) { await Task.Delay(100); changed++; }")]
    [InlineData("await gate.Task; changed = 99;")]
    [InlineData("await gate.Task.ConfigureAwait(false); changed = 99;")]
    [InlineData("changed = await gate.Task.ContinueWith(_ => 99);")]
    [InlineData("if (changed == 0) await gate.Task.ConfigureAwait(false); changed = 99;")]
    [InlineData("async Task Later() { await gate.Task.ConfigureAwait(false); changed = 99; }\nawait Later();")]
    [InlineData("async IAsyncEnumerable<int> Slow() { yield return 1; await gate.Task; yield return 2; }\nawait foreach (int i in " +
        "Slow()) changed = i; changed = 99;")]
    [InlineData("Func<Task> later = async () => { await Task.Yield(); await gate.Task; changed = 99; };\nawait later();")]
    [InlineData("switch (changed) { case 0: await gate.Task.ConfigureAwait(false); changed = 99; break; }")]
    [InlineData("new System.Threading.Thread(() => { while (true) { changed++; System.Threading.Thread.Sleep(50); } }) { IsBackground = " +
        "true }.Start(); while (true) { }")]
    public async Task An_interrupted_cell_never_changes_the_session_again(string code)
    {
        await kernel.RunAsync("int changed = 0; var gate = new TaskCompletionSource();");
        Assert.Equal("Interrupted", (string?)(await InterruptAsync($"{Begun} {code}"))["ename"]);
        string? after = await kernel.ResultAsync("changed");
        Assert.Equal(after, await kernel.ResultAsync("gate.SetResult(); await Task.Delay(500); changed"));
    }

    [Theory]
    [InlineData("Enumerable.Range(0, int.MaxValue).Count(x => x * 3 % 7 == 9)")]
    [InlineData("(from x in Enumerable.Range(0, int.MaxValue) where x * 3 % 7 == 9 select x).Count()")]
    [InlineData("Array.ForEach(new int[50_000_000], x => System.Threading.Thread.SpinWait(1000));")]
    [InlineData("Enumerable.Range(0, int.MaxValue).Count(delegate(int x) { return x * 3 % 7 == 9; })")]
    [InlineData("class Slow { public int Value => 1; }\nvar slow = new Slow(); Enumerable.Repeat(slow, int.MaxValue).All(s => s.Value " +
        "== 1)")]
    [InlineData("Parallel.For(0, int.MaxValue, i => { System.Threading.Thread.SpinWait(100); });")]
    [InlineData("Enumerable.Range(0, int.MaxValue).AsParallel().Select(i => i * 3 % 7).Count(i => i == 9)")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    public async Task Code_without_a_loop_of_its_own_stops(string code)
    {
        JsonObject reply = await InterruptAsync($"{Begun}\n{code}");
        Assert.Equal(("Interrupted", "The cell was interrupted."), ((string?)reply["ename"], (string?)reply["evalue"]));
        Assert.Equal("3", await kernel.ResultAsync("1 + 2"));
    }

    [Fact]
    public async Task A_loop_in_a_function_of_an_earlier_cell_stops_and_the_function_stays_usable()
    {
        await kernel.RunAsync("int Spin(long turns) { long i = 0; while (i < turns) i++; return 7; }");
        Assert.Equal("Interrupted", (string?)(await InterruptAsync($"{Begun} Spin(long.MaxValue)"))["ename"]);
        Assert.Equal("7", await kernel.ResultAsync("Spin(1000)"));
    }

    [Fact]
    public async Task What_a_cell_says_when_it_is_interrupted_is_heard()
    {
        JsonObject reply = await InterruptAsync(
            $"{Begun} try {{ while (true) {{ }} }} catch (OperationCanceledException) {{ throw new InvalidOperationException(\"half " +
                $"done\"); }}");
        Assert.Equal(("InvalidOperationException", "half done"), ((string?)reply["ename"], (string?)reply["evalue"]));
    }

    [Fact]
    public async Task An_interrupt_while_the_session_starts_reaches_the_first_cell()
    {
        using KernelClient fresh = await KernelClient.StartAsync(Path.GetTempPath(), TestContext.Current.CancellationToken);
        Task<JsonObject> running = fresh.ExecuteAsync("while (true) { }", null, _ => { });
        await Task.Delay(50, TestContext.Current.CancellationToken); // for the cell to arrive, by another socket
        fresh.Interrupt();
        Assert.Equal("Interrupted",
            (string?)(await running.WaitAsync(KernelFixture.Limit, TestContext.Current.CancellationToken))["ename"]);
        Assert.Equal("ok", (string?)(await fresh.ExecuteAsync("1", null, _ => { }))["status"]);
        await fresh.ShutdownAsync();
    }

    [Fact]
    public async Task An_interrupt_in_the_first_FSharp_cell_is_one_and_leaves_FSharp_usable()
    {
        using KernelClient fresh = await KernelClient.StartAsync(Path.GetTempPath(), TestContext.Current.CancellationToken);
        Task<JsonObject> running = fresh.ExecuteAsync("#!fsharp\nlet mutable n = 0\nwhile true do n <- n + 1", null, _ => { });
        await Task.Delay(1500, TestContext.Current.CancellationToken); // while the compiler is loaded, or compiles
        fresh.Interrupt();
        Assert.Equal("Interrupted",
            (string?)(await running.WaitAsync(KernelFixture.Limit, TestContext.Current.CancellationToken))["ename"]);
        List<Message> outputs = [];
        Assert.Equal("ok", (string?)(await fresh.ExecuteAsync("#!fsharp\nlet m = 20\nm + 1", null, outputs.Add))["status"]);
        Assert.Equal("21", (string?)outputs.Find(m => m.Type == MessageType.ExecuteResult)?.Content["data"]?["text/plain"]);
        await fresh.ShutdownAsync();
    }

    /// <summary>Runs a cell, interrupts it when it has printed something; its reply.</summary>
    private async Task<JsonObject> InterruptAsync(string code)
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<JsonObject> running = kernel.Client.ExecuteAsync(code, null, m =>
        {
            if (m.Type == MessageType.Stream)
                begun.TrySetResult();
        });
        await Task.WhenAny(begun.Task, running).WaitAsync(KernelFixture.Limit, TestContext.Current.CancellationToken);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        kernel.Client.Interrupt();
        return await running.WaitAsync(KernelFixture.Limit, TestContext.Current.CancellationToken);
    }
}
