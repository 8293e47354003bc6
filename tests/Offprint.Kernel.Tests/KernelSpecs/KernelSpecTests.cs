using System.Text.Json.Nodes;
using Offprint.Kernel.KernelSpecs;

namespace Offprint.Kernel.Tests.KernelSpecs;

public sealed class KernelSpecTests
{
    [Fact]
    public void An_installed_kernel_is_listed_and_can_be_removed()
    {
        using TemporaryFolder folder = new();
        JupyterFolders folders = new(name => name == "JUPYTER_DATA_DIR" ? folder.Path : null);
        KernelSpec spec = KernelSpec.At(folders.User, KernelSpec.DefaultName);
        spec.Install();
        spec.Install(); // again, in its place
        Assert.Equal(["kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"],
            Directory.GetFiles(Path.Combine(folder.Path, "kernels", "offprint-csharp")).Select(Path.GetFileName)
                .Order(StringComparer.Ordinal));
        KernelSpec listed = Assert.Single(KernelSpec.Installed(folders, folder.Path));
        Assert.Equal(("offprint-csharp", typeof(KernelSpec).Assembly.Location), (listed.Name, listed.Program));
        listed.Uninstall();
        Assert.Empty(KernelSpec.Installed(folders, folder.Path));
    }

    [Fact]
    public void The_specification_says_how_to_start_and_to_interrupt()
    {
        using TemporaryFolder folder = new();
        KernelSpec.At(folder.Path, "mine").Install();
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, "kernels", "mine", "kernel.json")))!;
        Assert.Equal(("C# (Offprint)", "C#", "message", false),
            ((string?)json["display_name"], (string?)json["language"], (string?)json["interrupt_mode"],
                (bool?)json["metadata"]!["debugger"]));
        Assert.Equal(["kernel", "start", "--connection-file", "{connection_file}"], json["argv"]!.AsArray().TakeLast(4)
            .Select(a => (string?)a));
        Assert.True(Path.IsPathRooted((string)json["argv"]![0]!));
    }

    [Fact]
    public void Other_kernels_are_left_alone()
    {
        using TemporaryFolder folder = new();
        foreach ((string name, string text) in new[] { ("python3", "{\"argv\": [\"python\"], \"metadata\": {}}"), ("broken", "{"),
            ("odd", "[]") })
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, "kernels", name));
            File.WriteAllText(Path.Combine(folder.Path, "kernels", name, "kernel.json"), text);
        }
        Assert.Empty(KernelSpec.Installed(JupyterFolders.OfThisProcess, folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../up")]
    public void A_name_that_jupyter_would_not_take_is_refused(string name) =>
        Assert.Throws<UserException>(() => KernelSpec.At("/tmp", name));

    [Fact]
    public void Folders_are_searched_in_jupyters_order()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The paths are those of Unix. No remedy: this is another system.");
        Dictionary<string, string> variables = new()
        {
            ["HOME"] = "/home/ada", ["XDG_DATA_HOME"] = "/data", ["JUPYTER_DATA_DIR"] = "/own", ["VIRTUAL_ENV"] = "/venv",
                ["JUPYTER_PATH"] = "/one:/two",
        };
        JupyterFolders folders = new(variables.GetValueOrDefault);
        string[] system = ["/usr/local/share/jupyter", "/usr/share/jupyter"];
        Assert.Equal(["/one", "/two", "/own", "/venv/share/jupyter", .. system], folders.All());
        variables["JUPYTER_PREFER_ENV_PATH"] = "1";
        Assert.Equal(["/one", "/two", "/venv/share/jupyter", "/own", .. system], folders.All());
        variables["JUPYTER_PREFER_ENV_PATH"] = "no";
        variables.Remove("JUPYTER_DATA_DIR");
        Assert.Equal(OperatingSystem.IsMacOS() ? "/home/ada/Library/Jupyter" : "/data/jupyter", folders.User);
    }
}
