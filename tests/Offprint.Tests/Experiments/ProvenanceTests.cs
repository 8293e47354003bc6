using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Offprint.Experiments;
using Offprint.Tensors;

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
        Assert.Equal(InstructionSets.Here, provenance.Instructions);
        Assert.Null(provenance.Marks);
        Assert.Equal((started, 1.235), (provenance.Started, provenance.Seconds));
    }

    /// <summary>The variable holds libtorch to fewer instructions than the processor has; oneDNN is named where it was switched off.</summary>
    [Fact]
    public void Names_the_instructions_of_the_runtime_and_of_libtorch()
    {
        InstructionSets here = InstructionSets.Here;
        Assert.Equal(Avx2.IsSupported, here.DotNet.Split(' ').Contains("AVX2"));
        Assert.Equal(Fma.IsSupported, here.DotNet.Split(' ').Contains("FMA"));
        Assert.Contains($"vectors of {8 * Vector<byte>.Count} to ", here.DotNet);
        string? held = Environment.GetEnvironmentVariable("ATEN_CPU_CAPABILITY");
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
            Assert.EndsWith(" (derived)", here.LibTorch);
        else
            Assert.Equal((held?.ToUpperInvariant() ?? Expected()) + (ConvolutionCheck.SwitchedOff ? " without oneDNN" : ""), here.LibTorch);

        static string Expected() => Avx512BW.IsSupported ? "AVX512" : Avx2.IsSupported ? "AVX2" : "DEFAULT";
    }

    [Fact]
    public void Bits_are_promised_on_a_machine_alike_and_on_no_other()
    {
        Provenance here = Provenance.Here(DateTime.UnixEpoch, 1);
        Assert.True(here.PromisesBits());
        Assert.True((here with { Commit = "unknown", Seconds = 2, Processor = here.Processor.Split(',')[0] }).PromisesBits());
        Assert.True((here with { Packages = With(here.Packages, "Offprint", "9.9.9") }).PromisesBits());
        Provenance[] others =
        [
            here with { Instructions = null },
            here with { Instructions = here.Instructions! with { LibTorch = "ZVECTOR" } },
            here with { Processor = "Another processor, 2 cores" },
            here with { System = "Another system" },
            here with { Packages = With(here.Packages, "libtorch", "9.9.9") },
        ];
        Assert.All(others, other => Assert.False(other.PromisesBits()));
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> packages, string name, string version) =>
        new(packages) { [name] = version };
}
