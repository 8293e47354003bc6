using Offprint.Fuzzing;

// dotnet run -c Release --project tests/Offprint.Fuzzing -- [format|all] [mutations a format] [seed]
string wanted = args.Length > 0 ? args[0] : "all";
int count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2000;
ulong seed = args.Length > 2 ? ulong.Parse(args[2], CultureInfo.InvariantCulture) : 1;
FuzzedFormat[] formats = [.. FuzzedFormats.All.Where(format => wanted == "all" || format.Name == wanted)];
if (formats.Length == 0)
{
    Console.Error.WriteLine($"There is no format '{wanted}'; there are all, {string.Join(", ", FuzzedFormats.All.Select(format => format.Name))}.");
    return 2;
}
bool clean = true;
foreach (FuzzedFormat format in formats)
{
    FuzzReport report = Fuzzer.Run(format, count, seed);
    Console.WriteLine(report);
    clean &= report.IsClean;
}
return clean ? 0 : 1;
