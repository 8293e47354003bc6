using Offprint.Experiments;

namespace Offprint.Tests.Experiments;

public class ProvenanceTests
{
    [Fact]
    public void Says_by_which_code_where_and_how_long()
    {
        var started = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc);
        var provenance = Provenance.Here(started, 1.23456);
        Assert.Matches("^([0-9a-f]{12}\\+?|unknown)$", provenance.Commit);
        Assert.Equal(["MathNet.Numerics", "Offprint", "TorchSharp", "libtorch"], provenance.Packages.Keys);
        Assert.All(provenance.Packages.Values, v => Assert.Matches("^[0-9]+\\.[0-9]+", v));
        Assert.EndsWith($", {Environment.ProcessorCount} cores", provenance.Processor);
        Assert.StartsWith(".NET", provenance.Runtime);
        Assert.NotEmpty(provenance.System);
        Assert.Equal((started, 1.235), (provenance.Started, provenance.Seconds));
    }
}
