using System.Diagnostics;
using Offprint.Experiments;
using Offprint.Tests.Files;

namespace Offprint.Tests.Experiments;

public sealed class ArtifactsTests : IDisposable
{
    private static readonly ArtifactKey s_key = ArtifactKey.Of("network", new SumSettings(1, 0.5));

    private readonly TemporaryFolder _folder = new();
    private readonly Artifacts _artifacts;

    public ArtifactsTests() => _artifacts = new Artifacts(_folder["cache"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_that_decides_an_artifact_decides_its_folder()
    {
        Assert.Equal(s_key.Folder, ArtifactKey.Of("network", new SumSettings(1, 0.5)).Folder);
        Assert.NotEqual(s_key.Folder, ArtifactKey.Of("network", new SumSettings(2, 0.5)).Folder);
        Assert.NotEqual(s_key.Folder, ArtifactKey.Of("other", new SumSettings(1, 0.5)).Folder);
        Assert.StartsWith("network-", s_key.Folder);
    }

    [Fact]
    public void Threads_that_ask_at_the_same_time_make_it_once()
    {
        int made = 0;
        string[] folders = InThreads(4, _ => _artifacts.GetOrCreate(s_key, folder =>
        {
            Interlocked.Increment(ref made);
            Thread.Sleep(50);
            File.WriteAllText(Path.Combine(folder, "weights"), "1 2 3");
        }));
        Assert.Equal(1, made);
        string path = Assert.Single(folders.Distinct());
        Assert.Equal("1 2 3", File.ReadAllText(Path.Combine(path, "weights")));
        Assert.Equal("{\"count\":1,\"scale\":0.5}\n", File.ReadAllText(Path.Combine(path, "recipe.json")));
    }

    [Fact]
    public void Two_never_make_it_at_the_same_time_though_attempts_fail()
    {
        int making = 0, attempts = 0;
        string[] ends = InThreads(4, _ =>
        {
            try
            {
                return _artifacts.GetOrCreate(s_key, _ =>
                {
                    Assert.Equal(1, Interlocked.Increment(ref making));
                    Thread.Sleep(5);
                    Interlocked.Decrement(ref making);
                    if (Interlocked.Increment(ref attempts) < 4)
                        throw new ArithmeticException("not this time");
                });
            }
            catch (ArithmeticException)
            {
                return "failed";
            }
        });
        Assert.Equal(4, attempts);
        Assert.Equal(3, ends.Count(e => e == "failed"));
    }

    [Fact]
    public void An_interrupted_creation_resumes_from_what_it_had()
    {
        Assert.Throws<OperationCanceledException>(() => _artifacts.GetOrCreate(s_key, folder =>
        {
            File.WriteAllText(Path.Combine(folder, "checkpoint"), "step 100");
            throw new OperationCanceledException();
        }));
        Assert.False(_artifacts.Contains(s_key));
        string path = _artifacts.GetOrCreate(s_key, folder =>
            File.Move(Path.Combine(folder, "checkpoint"), Path.Combine(folder, "weights")));
        Assert.True(_artifacts.Contains(s_key));
        Assert.Equal("step 100", File.ReadAllText(Path.Combine(path, "weights")));
        Assert.Equal(["recipe.json", "weights"], Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([path], Directory.GetDirectories(_folder["cache"]));
    }

    [Fact]
    public void What_ships_with_the_project_is_found_first()
    {
        string shipped = Path.Combine(_folder["shipped"], s_key.Folder);
        Directory.CreateDirectory(shipped);
        _artifacts.GetOrCreate(s_key, _ => { });
        var both = new Artifacts(_folder["cache"], _folder["shipped"]);
        Assert.Equal(shipped, both.GetOrCreate(s_key, _ => Assert.Fail("It is made although it ships.")));
    }

    [Fact]
    public async Task Another_process_that_makes_it_is_waited_for_and_waiting_can_be_stopped()
    {
        Directory.CreateDirectory(_folder["cache"]);
        string file = Path.Combine(_folder["cache"], s_key.Folder + ".lock");
        using var other = Holder(file);
        Assert.SkipWhen(other is null, "There is no flock command to hold the lock in another process. Remedy: install util-linux.");
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync());
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        Assert.ThrowsAny<OperationCanceledException>(() => _artifacts.GetOrCreate(s_key, _ =>
            Assert.Fail("It is made twice."), stop.Token));

        var waiting = Task.Run(() => _artifacts.GetOrCreate(s_key, _ => Assert.Fail("It is made twice.")));
        await Task.Delay(100);
        Assert.False(waiting.IsCompleted);
        Directory.CreateDirectory(Path.Combine(_folder["cache"], s_key.Folder)); // the other one's work
        other.Kill(entireProcessTree: true); // the lock does not outlive its process
        Assert.Equal(Path.Combine(_folder["cache"], s_key.Folder), await waiting.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private static Process? Holder(string file)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("flock", [file, "sh", "-c", "echo held; sleep 60"]) { RedirectStandardOutput =
                true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static T[] InThreads<T>(int count, Func<int, T> work)
    {
        var results = new T[count];
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() => results[i] = work(i))).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return results;
    }
}
