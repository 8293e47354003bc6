using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.Tests.Server;

public sealed class RobustnessTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    [Fact]
    public async Task Several_kernels_run_side_by_side()
    {
        KernelClient[] kernels = await Task.WhenAll(Enumerable.Range(0, 3)
            .Select(_ => KernelClient.StartAsync(Path.GetTempPath(), CancellationToken.None)));
        try
        {
            await Task.WhenAll(kernels.Select(async (k, i) =>
            {
                await k.ExecuteAsync($"var own = {i};", null, _ => { });
                List<Message> outputs = [];
                await k.ExecuteAsync("own", null, outputs.Add);
                Assert.Equal($"{i}", (string?)Assert.Single(outputs, m =>
                    m.Type == MessageType.ExecuteResult).Content["data"]!["text/plain"]);
            }));
        }
        finally
        {
            foreach (KernelClient each in kernels)
            {
                await each.ShutdownAsync();
                each.Dispose();
            }
        }
    }

    [Fact]
    public async Task A_second_version_of_a_loaded_assembly_is_an_error_that_says_what_to_do()
    {
        (_, List<Message> outputs) = await kernel.RunAsync("System.Reflection.Assembly.Load(\"NetMQ, Version=99.0.0.0\");");
        string said = string.Join('\n', outputs.Single(m => m.Type == MessageType.Error).Content["traceback"]!.AsArray()
            .Select(l => (string?)l));
        Assert.Matches(@"The session has NetMQ 4[\d.]*, and \.NET loads one version of an assembly\. Restart the kernel", said);
    }

    [Theory]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"libzmq_of_nobody\")] static extern int zmq_none();\nzmq_none();",
        "The native library is missing, or does not go together with those that are loaded")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern int no_such_function();\nno_such_function();",
        "The native library that is loaded has no such function: it may be another package's")]
    [InlineData("throw new TypeInitializationException(\"Package.Native\", new DllNotFoundException(\"libpackage\"));",
        "The native library is missing")]
    public async Task Native_libraries_that_do_not_fit_are_an_error_that_says_what_to_do(string code, string reason)
    {
        (_, List<Message> outputs) = await kernel.RunAsync(code);
        string said = string.Join('\n', outputs.Single(m => m.Type == MessageType.Error).Content["traceback"]!.AsArray()
            .Select(l => (string?)l));
        Assert.Contains(reason, said, StringComparison.Ordinal);
        Assert.Contains("Restart the kernel and put the #r lines of all packages that share it into the first cell", said,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_is_cut_with_a_note_and_keeps_its_end()
    {
        string text = await kernel.StandardOutputAsync(
            "var line = new string('x', 999);\nfor (int i = 0; i < 20_000; i++) Console.WriteLine(line);\nConsole.Write(\"the end\");");
        Assert.InRange(text.Length, 8 << 20, 9 << 20);
        Assert.Matches(@"\[… [\d,]+ characters left out: a cell's output is limited to 8 MB …\]", text);
        Assert.EndsWith("the end", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_values_overlong_text_is_cut_with_a_note()
    {
        string text = (await kernel.ResultAsync("new string('x', 3_000_000)"))!;
        Assert.InRange(text.Length, 1 << 20, (1 << 20) + 200);
        Assert.Contains("cut: it is longer than 1 MB", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_picture_arrives_whole()
    {
        (_, List<Message> outputs) = await kernel.RunAsync("Convert.ToBase64String(new byte[15_000_000]).DisplayAs(\"image/png\")");
        Assert.Equal(20_000_000, ((string)Assert.Single(outputs, m =>
            m.Type == MessageType.DisplayData).Content["data"]!["image/png"]!).Length);
    }

    [Theory]
    [InlineData("display(1, \"application/x-none\")")]
    [InlineData("class Drawn { }\nFormatter.Register<Drawn>(_ => \"\", \"image/x-drawn\");\ndisplay(1, \"image/x-drawn\")")]
    public async Task A_form_that_nothing_makes_is_an_error_not_the_end(string code)
    {
        (JsonObject reply, _) = await kernel.RunAsync(code);
        Assert.Equal("ArgumentException", (string?)reply["ename"]);
        Assert.Equal("3", await kernel.ResultAsync("1 + 2"));
    }

    [Theory]
    [InlineData("int Down(int n) => Down(n + 1) + 1;\nDown(0)")]
    [InlineData("void Down(int n) => Down(n + 1);\nDown(0);")]
    [InlineData("class Hole { public Hole Deeper() => new Hole().Deeper(); }\nnew Hole().Deeper()")]
    [InlineData("class Q { public int P => P; }\nnew Q().P")]
    [InlineData("class Q { public int P { get { return P; } } }\nnew Q().P")]
    [InlineData("class Q { public int P { get => P; set => P = value; } }\nnew Q().P = 1")]
    [InlineData("class Q { public int this[int i] => this[i + 1]; }\nnew Q()[0]")]
    [InlineData("Func<int, int> down = null; down = n => down(n + 1) + 1;\ndown(0)")]
    [InlineData("Func<int, int> down = null; down = delegate(int n) { return down(n + 1) + 1; };\ndown(0)")]
    [InlineData("class Q { public static Q operator +(Q a, Q b) => a + b; }\nnew Q() + new Q()")]
    [InlineData("class Q { public static implicit operator int(Q a) => a; }\nint i = new Q();")]
    [InlineData("class Q { public Q() { new Q(); } }\nnew Q()")]
    [InlineData("class Q { public Q Other = new Q(); }\nnew Q()")]
    [InlineData("class Q { public Q Other { get; } = new(); }\nnew Q()")]
    [InlineData("class Q { public override string ToString() => $\"{this}\"; }\nnew Q().ToString()")]
    public async Task An_endless_recursion_of_expressions_is_an_error_not_the_end(string code)
    {
        (JsonObject reply, _) = await kernel.RunAsync(code);
        Assert.Equal("InsufficientExecutionStackException", (string?)reply["ename"]);
        Assert.Equal("3", await kernel.ResultAsync("1 + 2"));
    }

    [Fact]
    public async Task Expression_bodies_mean_what_they_meant()
    {
        Assert.Equal("3 5 x 7 8", await kernel.ResultAsync("""
            int Sum(int a, int b)
                => a
                    + b;
            async Task<int> Later() => await Task.FromResult(5);
            string text = "";
            void Set(string value) => text = value; // a comment
            async ValueTask Nothing() => await Task.Yield();
            ref int First(int[] values) => ref values[0];
            T Same<T>(T value) => value;
            int Fails() => throw new NotSupportedException();
            Set("x");
            await Nothing();
            var numbers = new[] { 1 };
            First(numbers) = 7;
            $"{Sum(1, 2)} {await Later()} {text} {numbers[0]} {Same(8)}"
            """));
        (JsonObject reply, _) = await kernel.RunAsync("\nint Again() =>\n    throw new NotSupportedException();\nAgain()");
        Assert.Equal("NotSupportedException", (string?)reply["ename"]);
        Assert.Contains("line 3", string.Concat(reply["traceback"]!.AsArray().Select(l => (string?)l)), StringComparison.Ordinal);
    }
}
