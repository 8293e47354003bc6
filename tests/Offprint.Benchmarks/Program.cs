using Offprint.Benchmarks;

return args is [var name, ..] && SideBySide.All.TryGetValue(name, out var run)
    ? run()
    : SideBySide.ListTo(Console.Error);
