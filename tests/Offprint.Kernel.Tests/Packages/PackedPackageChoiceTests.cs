using System.Security.Cryptography;
using Offprint.Kernel.DotnetInteractive;

namespace Offprint.Kernel.Tests.Packages;

/// <summary>Which copies of Offprint's packages NuGet may choose from for .NET Interactive.</summary>
public sealed class PackedPackageChoiceTests
{
    private static readonly byte[] s_package = [1, 2, 3];

    [Fact]
    public void Restored_copies_of_other_versions_and_other_contents_go_and_all_else_stays()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("packed"));
        foreach (string name in new[] { "Offprint.Papers", "Offprint.Data", "Offprint.Frames" })
            File.WriteAllBytes(folder.File($"packed/{name}.0.1.7.42.nupkg"), s_package);
        string[] stay = ["offprint.papers/0.1.7.42", "plotly.net/6.0.0", "offprint.frames/0.1.7.42"]; // frames: about to be restored
        string[] go = ["offprint.papers/0.1.3.9", "offprint/0.1.7.42", "offprint.data/0.1.7.42"];
        foreach (string version in stay.Concat(go))
            Directory.CreateDirectory(folder.File($"restored/{version}"));
        WriteSum(folder, "offprint.papers", s_package);
        WriteSum(folder, "offprint.data", [3, 2, 1]); // packed before a file was changed, at the same commit
        foreach (string restored in new[] { "offprint.papers", "offprint.data" })
            File.WriteAllText(folder.File($"restored/{restored}/0.1.7.42/.nupkg.metadata"), "{}");
        Offprint.Kernel.DotnetInteractive.PackedPackages.ForgetOthers(folder.File("packed"), folder.File("restored"));
        Assert.All(stay, version => Assert.True(Directory.Exists(folder.File($"restored/{version}"))));
        Assert.All(go, version => Assert.False(Directory.Exists(folder.File($"restored/{version}"))));
    }

    [Fact]
    public void Its_private_folder_shows_the_users_packages_but_ours_which_stay_where_they_are()
    {
        using TemporaryFolder folder = new();
        foreach (string version in new[] { "plotly.net/6.0.0", "offprint/0.1.3.9", "offprint.papers/0.1.3.9" })
            Directory.CreateDirectory(folder.File($"users/{version}"));
        Directory.CreateDirectory(folder.File("private/deedle/8.1.0"));
        Directory.CreateDirectory(folder.File("users/deedle/7.0.0"));
        PrivatePackages.Link(folder.File("users"), folder.File("private"));
        PrivatePackages.Link(folder.File("users"), folder.File("private"));
        Assert.Equal(["deedle", "plotly.net"],
            Directory.EnumerateDirectories(folder.File("private")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(Directory.Exists(folder.File("private/plotly.net/6.0.0")));
        Assert.True(Directory.Exists(folder.File("private/deedle/8.1.0")));
        Directory.CreateDirectory(folder.File("packed"));
        Offprint.Kernel.DotnetInteractive.PackedPackages.ForgetOthers(folder.File("packed"), folder.File("private"));
        Assert.True(Directory.Exists(folder.File("users/offprint.papers/0.1.3.9")));
    }

    [Fact]
    public void A_link_to_a_folder_that_is_gone_is_made_anew()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("before/plotly.net/6.0.0"));
        PrivatePackages.Link(folder.File("before"), folder.File("private"));
        Directory.Move(folder.File("before"), folder.File("after"));
        PrivatePackages.Link(folder.File("after"), folder.File("private"));
        Assert.True(Directory.Exists(folder.File("private/plotly.net/6.0.0")));
    }

    private static void WriteSum(TemporaryFolder folder, string id, byte[] content) => File.WriteAllText(
        folder.File($"restored/{id}/0.1.7.42/{id}.0.1.7.42.nupkg.sha512"), Convert.ToBase64String(SHA512.HashData(content)));
}
