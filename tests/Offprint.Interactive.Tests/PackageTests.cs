using System.Diagnostics;
using System.IO.Compression;
using Offprint.Files;

namespace Offprint.Interactive.Tests;

public class PackageTests
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [Fact]
    public async Task The_package_carries_the_script_that_loads_it_where_notebooks_look()
    {
        string folder = Directory.CreateTempSubdirectory("offprint-pack-").FullName;
        try
        {
            string project = Path.Combine(ProjectFolders.Root, "src", "Offprint.Interactive");
            using var pack = Process.Start(new ProcessStartInfo("dotnet", ["pack", project, "--no-build", "--no-restore", "-c", Configuration, "-o", folder, "-v", "q", "-nologo"])
            {
                RedirectStandardOutput = true,
            })!;
            string output = await pack.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await pack.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(pack.ExitCode == 0, output);

            using var package = ZipFile.OpenRead(Directory.GetFiles(folder, "Offprint.Interactive.*.nupkg").Single());
            using var reader = new StreamReader(package.GetEntry("interactive-extensions/dotnet/extension.dib")!.Open());
            string[] lines = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n');
            Assert.Equal("#!csharp", lines[0].Trim());
            Assert.Contains($"{typeof(OffprintExtension).FullName}.{nameof(OffprintExtension.Load)}();", lines);
            Assert.DoesNotContain(package.Entries, entry => entry.FullName.Contains(".playwright", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
