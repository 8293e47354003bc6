using Offprint.Data;

namespace Offprint.Tests.Files;

public sealed class ShippedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_lie_beside_the_program_or_else_in_the_package_that_its_assembly_was_loaded_from()
    {
        string program = _folder["program"], assembly = Path.Combine(_folder["cache"], "offprint.data", "0.1.7.9", "lib", "net10.0",
            "Offprint.Data.dll");
        Assert.Null(ShippedFiles.Find(program, assembly));

        string inPackage = Path.Combine(_folder["cache"], "offprint.data", "0.1.7.9", "offprint");
        Directory.CreateDirectory(Path.Combine(inPackage, "data"));
        Assert.Equal(inPackage, ShippedFiles.Find(program, assembly));

        string beside = Path.Combine(program, "offprint");
        Directory.CreateDirectory(Path.Combine(beside, "data"));
        Assert.Equal(beside, ShippedFiles.Find(program, assembly));
        Assert.Equal(beside, ShippedFiles.Find(program, "")); // one file
    }

    [Fact]
    public void A_checkout_does_not_use_the_packages() => Assert.Null(ShippedFiles.Folder);
}
