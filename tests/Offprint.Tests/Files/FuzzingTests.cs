using Offprint.Fuzzing;

namespace Offprint.Tests.Files;

/// <summary>
/// The fuzzing project's rules for 2,000 mutated files a format; any number by hand: <c>dotnet run --project tests/Offprint.Fuzzing</c>.
/// </summary>
public sealed class FuzzingTests
{
    private const int Mutations = 2000;

    public static TheoryData<string> Formats =>
        [.. FuzzedFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Damaged_files_end_clearly_and_never_read_as_other_data_where_there_is_a_checksum(string name)
    {
        FuzzReport report = Fuzzer.Run(FuzzedFormats.All.Single(format => format.Name == name), Mutations, seed: 1);
        Assert.True(report.IsClean, report.ToString());
        Assert.Equal(Mutations, report.Mutations);
        Assert.True(report.Refused > Mutations / 10, report.ToString()); // the damage does hit
    }
}
