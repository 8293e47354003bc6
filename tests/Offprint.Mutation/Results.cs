namespace Offprint.Mutation;

/// <summary>The verdicts, one a line, as they come.</summary>
internal sealed class Results
{
    private readonly string _file;
    private readonly SortedDictionary<int, string> _lines = [];
    private readonly Lock _gate = new();

    public Results(string file)
    {
        _file = file;
        if (!File.Exists(file))
            return;
        foreach (string line in File.ReadLines(file))
            _lines[int.Parse(line.AsSpan(0, line.IndexOf('\t', StringComparison.Ordinal)), CultureInfo.InvariantCulture)] = line;
    }

    public bool Contains(int mutant)
    {
        lock (_gate)
            return _lines.ContainsKey(mutant);
    }

    public void Add(int number, Mutant mutant, string verdict)
    {
        string line = string.Join('\t', number, verdict, $"{mutant.File}:{mutant.Line}", mutant.Method.Name, mutant.Change.Text);
        lock (_gate)
        {
            _lines[number] = line;
            File.AppendAllText(_file, line + "\n");
            Console.WriteLine(line);
        }
    }

    public void Summarize()
    {
        Console.WriteLine();
        foreach (var group in _lines.Values.GroupBy(line => line.Split('\t')[1]).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"{group.Count()} {group.Key}");
            if (group.Key != "killed")
                Console.WriteLine(string.Join('\n', group));
        }
    }
}
