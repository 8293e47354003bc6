using System.Diagnostics;
using System.Xml.Linq;

namespace Offprint.Mutation;

/// <summary>Runs of the library's tests against the mutated library.</summary>
/// <param name="folder">A copy of the tests' output folder.</param>
internal sealed class TestRuns(string folder)
{
    /// <summary>A mutant that makes a loop endless is caught by the time that its tests then take.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    /// <summary>
    /// The tests that mirror the mutated folders; other tests reach the same lines, but are not there to find their mistakes.
    /// </summary>
    private static readonly string[] s_related =
    [
        "Offprint.Tests.Numerics", "Offprint.Tests.Statistics", "Offprint.Tests.Estimators.*", "Offprint.Tests.Agents.Offline",
            "Offprint.Tests.Agents.Online",
        "Offprint.Tests.Agents.Learners",
    ];

    /// <summary>Runs the related tests once and tells which class reaches which mutant.</summary>
    /// <returns>For each mutant the classes that reach it, and the seconds of each class.</returns>
    public (ILookup<int, string> Classes, IReadOnlyDictionary<string, double> Seconds) Map()
    {
        string map = Path.Combine(folder, "map.csv"), report = Path.Combine(folder, "map.xml");
        Start([.. s_related.SelectMany(name => new[] { "-namespace", name }), "-xml", report], new() { [Mutants.MapVariable] = map },
            TimeSpan.FromMinutes(60));
        if (!File.Exists(map) || !File.Exists(report))
            throw new InvalidOperationException(
                $"The tests ended without a map in {folder}: run Offprint.Tests there and read what it says.");
        XElement[] tests = [.. XDocument.Load(report).Descendants("test")];
        string[] failing = [.. tests.Where(t => (string?)t.Attribute("result") == "Fail").Select(t => (string)t.Attribute("type")!)
            .Distinct()];
        if (failing.Length > 0)
            Console.WriteLine($"Without any mutant these classes fail, and are left out: {string.Join(", ", failing)}");
        var seconds = tests.GroupBy(t => (string)t.Attribute("type")!)
            .ToDictionary(group => group.Key, group => group.Sum(t => (double?)t.Attribute("time") ?? 0));
        return (File.ReadLines(map).Select(line => line.Split(',', 2))
            .Where(pair => seconds.ContainsKey(pair[1]) && !failing.Contains(pair[1]))
            .ToLookup(pair => int.Parse(pair[0], CultureInfo.InvariantCulture), pair => pair[1]), seconds);
    }

    /// <summary>Runs some classes with a mutant switched on.</summary>
    /// <param name="mutant">The mutant's number.</param>
    /// <param name="classes">The classes.</param>
    /// <returns>Whether a test fails, the program ends, or the time is over.</returns>
    public bool Kills(int mutant, IEnumerable<string> classes) => Start(
        [.. classes.SelectMany(name => new[] { "-class", name }), "-stopOnFail", "-maxThreads", "1"],
        new() { [Mutants.ActiveVariable] = mutant.ToString(CultureInfo.InvariantCulture) }, s_limit) != 0;

    private int Start(IEnumerable<string> arguments, Dictionary<string, string> environment, TimeSpan limit)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(folder, "Offprint.Tests.dll"), "-noColor", .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(Mutants).Assembly.Location;
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task reading = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return -1;
        }
        reading.Wait();
        return process.ExitCode;
    }
}
