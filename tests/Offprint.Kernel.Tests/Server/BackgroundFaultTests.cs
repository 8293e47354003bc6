using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Tests.Server;

/// <summary>What nobody can catch is shown, and the session survives it.</summary>
public sealed class BackgroundFaultTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    [Theory]
    [InlineData("new System.Threading.Thread(() => throw new NotSupportedException(\"lost\")).Start();")]
    [InlineData("async void Lost() { await Task.Delay(10); throw new NotSupportedException(\"lost\"); }\nLost();")]
    [InlineData("System.Threading.ThreadPool.QueueUserWorkItem(_ => throw new NotSupportedException(\"lost\"));")]
    [InlineData("var once = new System.Threading.Timer(_ => throw new NotSupportedException(\"lost\"), null, 10, -1);")]
    [InlineData("#!fsharp\nlet t = System.Threading.Thread(fun () -> raise (System.NotSupportedException \"lost\"))\nt.Start()")]
    public async Task An_exception_in_the_background_is_an_error_output_of_its_cell(string code)
    {
        TaskCompletionSource<Message> shown = new(TaskCreationOptions.RunContinuationsAsynchronously);
        JsonObject reply = await kernel.Client.ExecuteAsync(code, null, m =>
        {
            if (m.Type == MessageType.Error)
                shown.TrySetResult(m);
        });
        Assert.Equal("ok", (string?)reply["status"]);
        JsonObject error = (await shown.Task.WaitAsync(KernelFixture.Limit, TestContext.Current.CancellationToken)).Content;
        Assert.Equal(("NotSupportedException", "lost"), ((string?)error["ename"], (string?)error["evalue"]));
        Assert.Contains("the session goes on", string.Concat(error["traceback"]!.AsArray().Select(l => (string?)l)),
            StringComparison.Ordinal);
        Assert.Equal("3", await kernel.ResultAsync("1 + 2"));
    }

    [Fact]
    public async Task All_causes_of_an_aggregate_are_shown()
    {
        (JsonObject reply, _) = await kernel.RunAsync(
            "throw new AggregateException(new ArgumentException(\"first\"), new InvalidOperationException(\"second\"));");
        string trace = string.Join('\n', reply["traceback"]!.AsArray().Select(l => (string?)l));
        Assert.Contains("System.ArgumentException", trace, StringComparison.Ordinal);
        Assert.Contains("second", trace[trace.IndexOf("cause 2 of 2", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }
}
