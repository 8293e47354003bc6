using Offprint.Fuzzing;

// dotnet run -c Release --project tests/Offprint.Fuzzing -- [format|all] [mutations a format] [seed]
// dotnet run -c Release --project tests/Offprint.Fuzzing -- <format> file <seed> <number>     writes a mutated file and the whole one
// beside it
string wanted = args.Length > 0 ? args[0] : "all";
bool asFile = args.Length > 3 && args[1] == "file";
int count = args.Length > 1 && !asFile ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2000;
ulong seed = args.Length > 2 ? ulong.Parse(args[2], CultureInfo.InvariantCulture) : 1;
FuzzedFormat[] formats = [.. FuzzedFormats.All.Where(format => wanted == "all" || format.Name == wanted)];
if (formats.Length == 0)
{
    Console.Error.WriteLine($"There is no format '{wanted}'; there are all, " +
        $"{string.Join(", ", FuzzedFormats.All.Select(format => format.Name))}.");
    return 2;
}
if (asFile)
{
    int index = int.Parse(args[3], CultureInfo.InvariantCulture);
    IReadOnlyList<byte[]> samples = formats[0].Samples();
    (byte[] damaged, int sample) = Fuzzer.Mutation(samples, index, seed);
    string name = $"{formats[0].Name}-{seed}-{index}";
    File.WriteAllBytes(name + ".damaged", damaged);
    File.WriteAllBytes(name + ".whole", samples[sample]);
    Console.WriteLine($"{name}.damaged and {name}.whole are in {Environment.CurrentDirectory}.");
    return 0;
}
bool clean = true;
foreach (FuzzedFormat format in formats)
{
    FuzzReport report = Fuzzer.Run(format, count, seed);
    Console.WriteLine(report);
    clean &= report.IsClean;
}
return clean ? 0 : 1;
