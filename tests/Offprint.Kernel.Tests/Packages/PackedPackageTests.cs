using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Interactive;

namespace Offprint.Kernel.Tests.Packages;

[Collection(nameof(PackedPackages))]
public sealed class PackedPackageTests(PackedPackages packed)
{
    public static TheoryData<string> Ids => ["Offprint", "Offprint.Data", "Offprint.Frames", "Offprint.Papers", "Offprint.Interactive",
        "Offprint.Tool"];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_has_a_readme_an_icon_notices_and_the_commit_in_its_version(string id)
    {
        using ZipArchive package = packed.Open(id);
        foreach (string file in new[] { "README.md", "icon.png", "THIRD-PARTY-NOTICES.md", "LICENSE" })
            Assert.NotNull(package.GetEntry(file));
        XElement metadata = Metadata(package, id);
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal("icon.png", Value(metadata, "icon"));
        Assert.Equal(packed.Version, Value(metadata, "version"));
        // All are of one build: what one package asks of another is the version that they share.
        Assert.All(Dependencies(metadata).Where(d => d.Id.StartsWith("Offprint", StringComparison.Ordinal)), d =>
            Assert.Equal(packed.Version, d.Version));
    }

    [Fact]
    public void A_version_is_the_number_of_commits_and_the_commit()
    {
        Assert.SkipWhen(packed.Commit is null, "This is no git repository, so versions carry no commit.");
        string[] parts = packed.Version.Split('.');
        Assert.Equal(["0", "1", packed.Commits!], parts[..3]);
        Assert.Equal(!packed.IsChanged, int.Parse(parts[3], CultureInfo.InvariantCulture) == Convert.ToInt32(packed.Commit![..7], 16));
    }

    [Fact]
    public void Data_carries_what_the_repository_has()
    {
        using ZipArchive package = packed.Open("Offprint.Data");
        string data = ProjectFolders.Data;
        IEnumerable<string> own = Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(data, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("samples/", StringComparison.Ordinal) && !path.EndsWith(".py", StringComparison.Ordinal));
        const string prefix = "offprint/data/";
        Assert.Equal(own.Order(StringComparer.Ordinal), package.Entries.Select(e => Uri.UnescapeDataString(e.FullName))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])
                .Order(StringComparer.Ordinal));
    }

    // Restoring for another platform would fetch its libtorch; what was restored and run is this one.
    [Fact]
    public void Libtorch_is_chosen_by_the_runtime_identifier()
    {
        using ZipArchive package = packed.Open("Offprint");
        JsonObject runtimes = JsonNode.Parse(Text(package, "runtime.json"))!["runtimes"]!.AsObject();
        Assert.Equal(["linux-x64", "win-x64", "osx-arm64"], runtimes.Select(r => r.Key));
        foreach ((string platform, JsonNode? choice) in runtimes)
            Assert.Equal([$"libtorch-cpu-{platform}"], choice!["Offprint"]!.AsObject().Select(d => d.Key));
        Assert.DoesNotContain(Dependencies(Metadata(package, "Offprint")), d => d.Id.StartsWith("libtorch", StringComparison.Ordinal));
    }

    [Fact]
    public void The_extension_carries_the_script_that_loads_it_where_notebooks_look()
    {
        using ZipArchive package = packed.Open("Offprint.Interactive");
        string[] lines = Text(package, "interactive-extensions/dotnet/extension.dib").Split('\n');
        Assert.Equal("#!csharp", lines[0].Trim());
        Assert.Contains($"{typeof(OffprintExtension).FullName}.{nameof(OffprintExtension.Load)}();", lines);
        Assert.DoesNotContain(package.Entries, entry => entry.FullName.Contains(".playwright", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_in_an_empty_folder_with_an_empty_cache_has_data_cards_papers_and_a_guarded_libtorch()
    {
        string folder = packed.EmptyFolder("program");
        File.WriteAllText(Path.Combine(folder, "program.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Offprint.Interactive" Version="0.1.*" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), """
            using Offprint.Datasets.Images;
            using Offprint.Experiments;
            using Offprint.Interactive.Rendering;
            using Offprint.Papers;
            using Offprint.Tensors;

            Console.WriteLine(CardText.Render(Digits.Load8().Describe()));
            LibTorch.EnsureLoaded();
            Console.WriteLine($"guarded: {LibTorch.KeepsArguments}");
            int holds = Papers.All.Sum(paper => paper.LoadStored().EvaluateClaims().Count(c => c.Outcome.Verdict == Verdict.Holds));
            Console.WriteLine($"stored claims that hold: {holds}");
            var results = await Papers.LcbPessimism.RunAsync(Profile.Smoke);
            Console.WriteLine($"smoke claims that hold: {results.EvaluateClaims().Count(c => c.Outcome.Verdict == Verdict.Holds) > 0}");
            """);
        (int exit, string output) = await packed.RunAsync(folder, DotnetHost.Path, "build", "-o", "out", "-v", "q", "-nologo",
            "--disable-build-servers");
        PackedPackages.SkipWithoutSources(output);
        Assert.True(exit == 0, output);
        (exit, output) = await packed.RunAsync(packed.EmptyFolder("elsewhere"), DotnetHost.Path,
            Path.Combine(folder, "out", "program.dll"));
        Assert.True(exit == 0, output);
        Assert.Contains("images                  1797", output, StringComparison.Ordinal);
        Assert.Contains("guarded: True", output, StringComparison.Ordinal);
        int holds = Offprint.Papers.Papers.All.Sum(paper => paper.LoadStored().EvaluateClaims()
            .Count(c => c.Outcome.Verdict == Verdict.Holds));
        Assert.Contains($"stored claims that hold: {holds}\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("smoke claims that hold: True", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_runs_a_paper_in_an_empty_folder()
    {
        string folder = packed.EmptyFolder("tool");
        (int exit, string output) = await packed.RunAsync(
            folder, DotnetHost.Path, "tool", "install", "Offprint.Tool", "--tool-path", "bin", "--version", packed.Version, "--no-cache");
        PackedPackages.SkipWithoutSources(output);
        Assert.True(exit == 0, output);
        string work = packed.EmptyFolder("work");
        (exit, output) = await packed.RunAsync(
            work, Path.Combine(folder, "bin", OperatingSystem.IsWindows() ? "offprint.exe" : "offprint"), "run", "lcb-pessimism",
            "--profile", "smoke");
        Assert.True(exit == 0, output);
        string notebook = File.ReadAllText(Path.Combine(work, ".offprint", "runs", "lcb-pessimism.ipynb"));
        Assert.Contains("text/html", notebook, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(work, ".offprint", "runs", "lcb-pessimism.html")));
    }

    private static string Text(ZipArchive package, string entry)
    {
        using StreamReader reader = new(package.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    private static XElement Metadata(ZipArchive package, string id) =>
        XDocument.Parse(Text(package, id + ".nuspec")).Root!.Elements().First();

    private static string? Value(XElement metadata, string name) =>
        metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    private static IEnumerable<(string Id, string Version)> Dependencies(XElement metadata) => metadata.Descendants()
        .Where(e => e.Name.LocalName == "dependency").Select(e => (e.Attribute("id")!.Value, e.Attribute("version")!.Value));
}
