using System.Text.Json.Nodes;
using Offprint.Files;
using Offprint.Kernel.Commands;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.Tests.Commands;

/// <summary>A run in place, killed before each of its steps with a file.</summary>
public sealed class NotebookRunAfterKillTests : IDisposable
{
    private static readonly string s_before = TestNotebook.Text("Console.WriteLine(\"first\");", "6 * 7");

    private readonly TemporaryFolder _folder = new();

    private string Notebook => _folder.File("notebook.ipynb");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_notebook_is_whole_with_the_outputs_so_far_and_the_next_run_gives_the_same_bits()
    {
        File.WriteAllText(Notebook, s_before);
        Assert.True(await EndsBeforeAsync(int.MaxValue));
        string whole = File.ReadAllText(Notebook);
        JsonArray[] outputs = Outputs(whole);
        Assert.All(outputs, output => Assert.Single(output));

        HashSet<int> kept = [];
        int steps = 0;
        for (bool ended = false; !ended; steps++)
        {
            File.WriteAllText(Notebook, s_before);
            ended = await EndsBeforeAsync(steps);
            JsonArray[] left = Outputs(File.ReadAllText(Notebook));
            int count = left.TakeWhile(output => output.Count > 0).Count();
            kept.Add(count);
            for (int i = 0; i < left.Length; i++)
                Assert.True(JsonNode.DeepEquals(i < count ? outputs[i] : new JsonArray(), left[i]),
                    $"killed before step {steps}: cell {i + 1}");
        }
        Assert.Equal([0, 1, 2], kept.Order());
        Assert.InRange(steps, 12, 30); // create, flush and move, for each cell, at the end and for the page

        Assert.True(await EndsBeforeAsync(int.MaxValue));
        Assert.Equal(whole, File.ReadAllText(Notebook));
    }

    /// <summary>Runs until the k-th step; what is killed makes no further one.</summary>
    private async Task<bool> EndsBeforeAsync(int step)
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
            NotebookRun run = new(Notebook, Notebook, _folder.File("notebook.html"), new Dictionary<string, string>(),
                new RunOptions { WorkingDirectory = _folder.Path, SaveInterval = TimeSpan.Zero });
            try
            {
                Assert.Equal(0, await run.RunAsync(TestContext.Current.CancellationToken));
                return !dead;
            }
            catch (Exception) when (dead)
            {
                return false;
            }
        }
    }

    private static JsonArray[] Outputs(string text)
    {
        JsonNode[] cells = [.. JsonNode.Parse(text)!["cells"]!.AsArray().OfType<JsonNode>()];
        Assert.Equal(2, cells.Length);
        return [.. cells.Select(c => c["outputs"]!.AsArray())];
    }

    private sealed class DeadException() : Exception("killed");
}
