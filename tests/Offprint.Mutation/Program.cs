using System.Collections.Concurrent;
using System.Diagnostics;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Offprint.Numerics;

namespace Offprint.Mutation;

/// <summary>
/// Measures the tests: a seeded sample of numerical mutants of the library, one run of the related tests to learn which class reaches which
/// mutant,
/// then for each mutant the classes that reach it, nearest first, until one fails.
/// </summary>
/// <remarks>
/// <c>dotnet run -c Release --project tests/Offprint.Mutation -- [count] [seed] [jobs]</c>. Results go to <c>artifacts/mutation</c> as
/// they come; a run that was stopped goes on where it was. CONTRIBUTING says what is expected, README.md beside this file what was found.
/// </remarks>
internal static class Program
{
    private const int FirstClasses = 4;

    private static int Main(string[] arguments)
    {
        int count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 300;
        ulong seed = arguments.Length > 1 ? ulong.Parse(arguments[1], CultureInfo.InvariantCulture) : 1;
        int jobs = arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : 1;
        string root = Root(), work = Path.Combine(root, "artifacts", "mutation"), tests = Path.Combine(work, "tests");
        string built = Path.Combine(root, "artifacts", "bin", "Offprint.Tests", "release");
        CopyLinked(built, tests);
        Write(built, tests, root, count, seed, mapping: true);
        var runs = new TestRuns(tests);
        Console.WriteLine("Mapping tests to mutants: the related tests, once");
        (ILookup<int, string> classes, IReadOnlyDictionary<string, double> seconds) = runs.Map();
        List<Mutant> sample = Write(built, tests, root, count, seed, mapping: false);
        var results = new Results(Path.Combine(work, $"results-{seed}-{count}.csv"));
        // In order, so that a run that is stopped has judged a sample, too.
        var numbers = Partitioner.Create(Enumerable.Range(0, sample.Count), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(numbers, new ParallelOptions { MaxDegreeOfParallelism = jobs }, k =>
        {
            if (results.Contains(k))
                return;
            string[] order = Order(sample[k], classes[k], seconds);
            bool killed = order.Length > 0 && (runs.Kills(k, order.Take(FirstClasses))
                || (order.Length > FirstClasses && runs.Kills(k, order.Skip(FirstClasses))));
            results.Add(k, sample[k], order.Length == 0 ? "not reached" : killed ? "killed" : "survived");
        });
        results.Summarize();
        return 0;
    }

    /// <summary>
    /// The classes that reach a mutant, and those that carry its type's name: these first, then those of its namespace, the quick ones
    /// first.
    /// </summary>
    private static string[] Order(Mutant mutant, IEnumerable<string> classes, IReadOnlyDictionary<string, double> seconds)
    {
        string space = mutant.Type.Namespace.Replace("Offprint.", "Offprint.Tests.", StringComparison.Ordinal);
        bool Named(string name) => name.EndsWith($".{mutant.Type.Name}Tests", StringComparison.Ordinal);
        return
        [
            .. classes.Union(seconds.Keys.Where(Named)).OrderByDescending(Named)
                .ThenByDescending(name => name.StartsWith(space + ".", StringComparison.Ordinal)).ThenBy(name => seconds[name]),
        ];
    }

    private static List<Mutant> Write(string built, string tests, string root, int count, ulong seed, bool mapping)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(built);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        using ModuleDefinition module = ModuleDefinition.ReadModule(Path.Combine(built, "Offprint.dll"), new()
        {
            AssemblyResolver = resolver, ReadSymbols = true, SymbolReaderProvider = new PortablePdbReaderProvider(), InMemory = true,
        });
        List<Mutant> all = MutantSites.Of(module, root);
        List<Mutant> sample = [.. all];
        RandomStream random = new Seed(seed).Stream();
        for (int i = 0; i < Math.Min(count, sample.Count); i++)
        {
            int j = i + random.NextInt(sample.Count - i);
            (sample[i], sample[j]) = (sample[j], sample[i]);
        }
        sample = sample[..Math.Min(count, sample.Count)];
        Console.WriteLine($"{sample.Count} of {all.Count} mutants");
        string file = Path.Combine(tests, "Offprint.dll");
        Rewriter.Write(module, sample, mapping, file);
        return sample;
    }

    /// <summary>A copy whose files are links: libtorch is 400 MB.</summary>
    private static void CopyLinked(string from, string to)
    {
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        using Process copy = Process.Start("cp", ["-al", from, to]);
        copy.WaitForExit();
        if (copy.ExitCode != 0)
            throw new IOException($"{from} could not be copied to {to}. Build the tests first: dotnet build tests/Offprint.Tests -c " +
                "Release");
        // Our own files for good: the next build may write into them while this run goes on.
        foreach (string file in Directory.GetFiles(to, "Offprint*"))
        {
            byte[] content = File.ReadAllBytes(file);
            File.Delete(file);
            File.WriteAllBytes(file, content);
        }
    }

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Offprint.slnx")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("No folder above this program holds Offprint.slnx.");
    }
}
