namespace Offprint.Kernel.Tests.Packages;

/// <summary>Which copies of Offprint's packages NuGet may choose from for .NET Interactive.</summary>
public sealed class PackedPackageChoiceTests
{
    [Fact]
    public void Restored_copies_of_other_versions_go_and_all_else_stays()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("packed"));
        File.WriteAllText(folder.File("packed/Offprint.Papers.0.1.7.42.nupkg"), "");
        string[] stay = ["offprint.papers/0.1.7.42", "plotly.net/6.0.0"], go = ["offprint.papers/0.1.3.9", "offprint/0.1.7.42"];
        foreach (string version in stay.Concat(go))
            Directory.CreateDirectory(folder.File($"restored/{version}"));
        DotnetInteractive.PackedPackages.ForgetOthers(folder.File("packed"), folder.File("restored"));
        Assert.All(stay, version => Assert.True(Directory.Exists(folder.File($"restored/{version}"))));
        Assert.All(go, version => Assert.False(Directory.Exists(folder.File($"restored/{version}"))));
    }
}
