using System.Text.Json.Nodes;
using Offprint.Kernel.Notebooks;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.Tests.Running;

public class NotebookRunnerTests
{
    /// <summary>Endless recursion that no guard sees: the code is not a cell's own.</summary>
    private const string Recursion = """
        var down = new System.Reflection.Emit.DynamicMethod("down", typeof(int), null);
        var code = down.GetILGenerator();
        code.Emit(System.Reflection.Emit.OpCodes.Call, down);
        code.Emit(System.Reflection.Emit.OpCodes.Ldc_I4_1);
        code.Emit(System.Reflection.Emit.OpCodes.Add);
        code.Emit(System.Reflection.Emit.OpCodes.Ret);
        down.CreateDelegate<Func<int>>()()
        """;

    [Fact]
    public async Task Outputs_are_stored_as_the_notebook_format_has_them()
    {
        NotebookDocument notebook = TestNotebook.Of("Console.WriteLine(\"a\\nb\"); var shown = display(\"old\"); 1 + 1",
            "shown.Update(\"new\");");
        RunOutcome outcome = await RunAsync(notebook);
        Assert.Equal((RunStatus.Succeeded, 0, 2), (outcome.Status, outcome.ExitCode, outcome.Executed));
        Assert.Equal("""
            [
             {
              "name": "stdout",
              "output_type": "stream",
              "text": [
               "a\n",
               "b\n"
              ]
             },
             {
              "data": {
               "text/plain": [
                "new"
               ]
              },
              "metadata": {},
              "output_type": "display_data"
             },
             {
              "data": {
               "text/plain": [
                "2"
               ]
              },
              "execution_count": 1,
              "metadata": {},
              "output_type": "execute_result"
             }
            ]

            """, NotebookJson.Write(notebook.Cells[0].Outputs));
    }

    [Theory]
    [InlineData("Environment.Exit(0);", "ended with exit code 0")]
    [InlineData("Environment.FailFast(\"out of ideas\");", "out of ideas")]
    [InlineData("System.Runtime.InteropServices.Marshal.WriteByte((IntPtr)0x1234_5678_9000, 1);", "AccessViolation")]
    [InlineData(Recursion, "Stack overflow")]
    public async Task A_cell_that_ends_the_process_leaves_an_error_and_all_earlier_outputs(string crash, string words)
    {
        NotebookDocument notebook = TestNotebook.Of("\"first\"", "Console.WriteLine(\"before\");\nawait Task.Delay(200);\n" + crash, "3");
        RunOutcome outcome = await RunAsync(notebook, new() { WorkingDirectory = Path.GetTempPath(), AllowErrors = true });
        Assert.Equal((RunStatus.KernelDied, 1, 2), (outcome.Status, outcome.ExitCode, outcome.Executed));
        Assert.Equal("first", notebook.Cells[0].OutputText());
        // What the runtime says at its end may have reached the cell in time, or not.
        Assert.Matches("(?s)^before\n.*KernelDied: The kernel's process", notebook.Cells[1].OutputText());
        Assert.Contains(words, outcome.Problem, StringComparison.Ordinal);
        Assert.Empty(notebook.Cells[2].Outputs);
    }

    [Fact]
    public async Task A_cell_without_end_is_stopped_and_later_cells_may_go_on()
    {
        NotebookDocument notebook = TestNotebook.Of("var x = 4;", "Console.Write(\"on \"); while (true) { }", "x");
        RunOutcome outcome = await RunAsync(notebook, new()
        {
            WorkingDirectory = Path.GetTempPath(), Timeout = TimeSpan.FromSeconds(20), AllowErrors = true,
        });
        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("on CellTimeout: The cell did not end within 20 seconds and was interrupted", notebook.Cells[1].OutputText(),
            StringComparison.Ordinal);
        Assert.Equal("4", notebook.Cells[2].OutputText());
    }

    [Fact]
    public async Task A_failed_cell_ends_the_run_and_old_outputs_of_later_cells_do_not_stay()
    {
        NotebookDocument notebook = TestNotebook.Of("throw new Exception(\"no\");", "2");
        notebook.Cells[1].Outputs = [new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "stale" }];
        RunOutcome outcome = await RunAsync(notebook);
        Assert.Equal((RunStatus.CellFailed, 1, 1), (outcome.Status, outcome.ExitCode, outcome.Executed));
        Assert.Equal("Cell 1 of 2 (throw new Exception(\"no\");): Exception: no", outcome.Problem);
        Assert.Empty(notebook.Cells[1].Outputs);
    }

    [Fact]
    public async Task A_stopped_run_keeps_what_was_executed()
    {
        using CancellationTokenSource stop = new();
        NotebookDocument notebook = TestNotebook.Of("\"done\"", "Console.Write(\"half\"); await Task.Delay(-1, Notebook.Cancellation);",
            "3");
        StopAtSecondCell progress = new(stop);
        RunOutcome outcome = await new NotebookRunner(notebook, new() { WorkingDirectory = Path.GetTempPath() }, progress, () => { })
            .RunAsync(stop.Token);
        Assert.Equal((RunStatus.Cancelled, 130), (outcome.Status, outcome.ExitCode));
        Assert.Equal(["done", "halfInterrupted: The run was stopped in this cell.", ""], notebook.Cells.Select(c => c.OutputText()));
    }

    [Fact]
    public async Task Cells_run_in_the_language_that_their_metadata_names()
    {
        NotebookDocument notebook = TestNotebook.Of("<b>x</b>", "#x");
        notebook.Cells[0].Json["metadata"] = new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "html" } };
        notebook.Cells[1].Json["metadata"] = new JsonObject { ["dotnet_interactive"] = new JsonObject { ["language"] = "markdown" } };
        Assert.Equal(RunStatus.Succeeded, (await RunAsync(notebook)).Status);
        Assert.Equal("<b>x</b>", MultilineText.Read(notebook.Cells[0].Outputs[0]!["data"]!["text/html"]));
        Assert.Equal("#x", MultilineText.Read(notebook.Cells[1].Outputs[0]!["data"]!["text/markdown"]));
    }

    private static Task<RunOutcome> RunAsync(NotebookDocument notebook, RunOptions? options = null) => new NotebookRunner(
        notebook, options ?? new() { WorkingDirectory = Path.GetTempPath() }, new PlainProgress(TextWriter.Null), () => { })
        .RunAsync(TestContext.Current.CancellationToken);

    private sealed class StopAtSecondCell(CancellationTokenSource stop) : IRunProgress
    {
        public void CellStarted(int index, int total, string title)
        {
        }

        public void Report(string line)
        {
            if (line == "half")
                stop.Cancel();
        }

        public void CellEnded(int index, int total, string title, TimeSpan elapsed, bool failed)
        {
        }
    }
}
