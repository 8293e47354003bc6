using System.Diagnostics;

namespace Offprint.Fuzzing;

/// <summary>
/// Reads damaged files. The rules: the documented exception only, with the file's name; no more memory than 64 MB beside what the file's
/// bytes
/// justify; an end within 60 seconds; and where the format has checksums, no other content than that of the whole file.
/// </summary>
public static class Fuzzer
{
    private const long Allowance = 64 << 20;
    private const int CopiesInMemory = 8; // a reader unpacks, decodes and converts; the text that is compared is made of it, too
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>Reads a number of mutated files.</summary>
    /// <param name="format">The format.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Decides the damage: the same seed gives the same files.</param>
    /// <returns>What became of them; after a hang the rest is not read.</returns>
    public static FuzzReport Run(FuzzedFormat format, int count, ulong seed)
    {
        string folder = Directory.CreateTempSubdirectory("offprint-fuzzing-").FullName;
        var run = new Session(format, folder);
        try
        {
            IReadOnlyList<byte[]> samples = format.Samples();
            run.ReadWhole(samples);
            var reader = new Thread(() => run.Loop(samples, count, seed), 16 << 20) { IsBackground = true };
            reader.Start();
            while (!reader.Join(TimeSpan.FromSeconds(1)))
            {
                if (run.SinceStart > s_limit)
                    return run.Report($"mutation {run.Current} of seed {seed} did not end within {s_limit.TotalSeconds} s");
            }
            return run.Report();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The damaged file of a number, and the whole one that it was.</summary>
    /// <param name="samples">The format's whole files.</param>
    /// <param name="index">The number.</param>
    /// <param name="seed">The run's seed.</param>
    /// <returns>The damaged file, and the place of the whole one among the samples.</returns>
    public static (byte[] Damaged, int Sample) Mutation(IReadOnlyList<byte[]> samples, int index, ulong seed)
    {
        var random = new Random(unchecked((int)(seed * 1_000_003 + (ulong)index)));
        int sample = random.Next(samples.Count);
        return (Mutator.Mutate(samples[sample], random), sample);
    }

    private sealed class Session(FuzzedFormat format, string folder)
    {
        private readonly List<string> _faults = [];
        private readonly List<string> _contents = [];
        private int _refused, _same, _collisions, _different;
        private long _largest, _started = Stopwatch.GetTimestamp();
        private volatile int _current;

        public int Current => _current;

        public TimeSpan SinceStart => Stopwatch.GetElapsedTime(Interlocked.Read(ref _started));

        public void ReadWhole(IReadOnlyList<byte[]> samples)
        {
            foreach (byte[] sample in samples)
            {
                string path = Path.Combine(folder, "file");
                File.WriteAllBytes(path, sample);
                _contents.Add(format.Read(path));
            }
        }

        public void Loop(IReadOnlyList<byte[]> samples, int count, ulong seed)
        {
            for (int i = 0; i < count; i++)
            {
                (byte[] damaged, int sample) = Mutation(samples, i, seed);
                // the same name as that of the whole file: some data sets are named by their file
                string path = Path.Combine(folder, "file");
                File.WriteAllBytes(path, damaged);
                _current = i;
                Interlocked.Exchange(ref _started, Stopwatch.GetTimestamp());
                long before = GC.GetAllocatedBytesForCurrentThread();
                string? fault = Read(path, _contents[sample], () => format.Undetectable?.Invoke(samples[sample], damaged));
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                _largest = Math.Max(_largest, allocated);
                if (allocated > Allowance + (long)CopiesInMemory * format.Expansion * damaged.Length)
                    fault ??= $"{allocated} bytes were allocated for a file of {damaged.Length}";
                if (fault is not null)
                    _faults.Add($"mutation {i} of seed {seed}: {fault}");
            }
        }

        public FuzzReport Report(string? hang = null) =>
            new(format.Name, _current + 1, _refused, _same, _collisions, _different, _largest, hang is null ? _faults : [.. _faults, hang]);

        private string? ReadVariant(string path, byte[] variant)
        {
            File.WriteAllBytes(path, variant);
            try
            {
                return format.Read(path);
            }
            catch (InvalidDataException)
            {
                return null;
            }
        }

        private string? Read(string path, string whole, Func<byte[]?> undetectable)
        {
            try
            {
                string content = format.Read(path);
                if (content == whole)
                    _same++;
                else if (format.IsProtected && undetectable() is { } variant && ReadVariant(path, variant) == content)
                    _collisions++;
                else if (format.IsProtected)
                    return "other content was read, and nothing said so";
                else
                    _different++;
                return null;
            }
            catch (InvalidDataException e) when (e.Message.Contains(path, StringComparison.Ordinal))
            {
                _refused++;
                return null;
            }
            catch (Exception e)
            {
                return $"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0].Trim()}";
            }
        }
    }
}
