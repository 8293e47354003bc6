using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.Tests.Packages;

/// <summary>Assemblies by which packages extend .NET Interactive, loaded by this engine.</summary>
public sealed class PackageExtensionTests
{
    private const string Code = """
        using System.Threading.Tasks;
        using Microsoft.DotNet.Interactive;
        using Microsoft.DotNet.Interactive.Commands;
        using Microsoft.DotNet.Interactive.Directives;
        using Microsoft.DotNet.Interactive.Formatting;

        namespace Extending
        {
            public sealed class Flower { public string Name => "Iris"; }

            public sealed class FlowerExtension : IKernelExtension
            {
                public async Task OnLoadAsync(Kernel kernel)
                {
                    Formatter.Register<Flower>((flower, writer) => writer.Write($"<em>{flower.Name}</em>"), "text/html");
                    Kernel csharp = Kernel.Root.FindKernelByName("csharp");
                    await csharp.SendAsync(new SubmitCode("using Extending;\nvar planted = 42;", "csharp"));
                    KernelInvocationContext.Current.Display("Flowers are loaded", "text/plain");
                    kernel.AddDirective(new KernelActionDirective("#!water"), (command, context) => Task.CompletedTask);
                }
            }
        }
        """;

    [Fact]
    public async Task An_assembly_adds_formatters_usings_and_displays_and_what_the_engine_lacks_is_said()
    {
        using TemporaryFolder folder = new();
        PackageFolder packages = new(folder.File("source"));
        packages.AddExtension("Extending", Code);
        packages.WriteConfiguration(folder.File("cache"));
        using KernelClient kernel = await StartAsync(folder.Path, new()
        {
            ["OFFPRINT_CACHE"] = folder.File("cache"), ["NUGET_PACKAGES"] = folder.File("packages"),
        });

        Cell load = await RunAsync(kernel, "#r \"nuget: Extending, 1.0.0\"");
        Assert.Contains("Flowers are loaded", load.Of("text/plain"), StringComparison.Ordinal);
        Assert.Contains("FlowerExtension asks for what this engine does not have: the magic #!water.", load.Streams,
            StringComparison.Ordinal);

        Assert.Equal("<em>Iris</em>", (await RunAsync(kernel, "new Flower()")).Of("text/html"));
        Assert.Equal("43", (await RunAsync(kernel, "planted + 1")).Of("text/plain"));
        await kernel.ShutdownAsync();
    }

    [Fact]
    public async Task Charts_and_frames_look_as_the_authors_of_their_packages_meant()
    {
        using TemporaryFolder folder = new();
        using KernelClient kernel = await StartAsync(folder.Path, []);
        await LoadAsync(kernel, "Plotly.NET.Interactive, 6.0.0");
        Cell chart = await RunAsync(kernel, "#!fsharp\nopen Plotly.NET\nChart.Point(x = [1; 2], y = [3; 4])");
        Assert.True(chart.Status == "ok", chart.Error);
        Assert.Contains("Plotly.newPlot(", chart.Of("text/html"), StringComparison.Ordinal);
        Assert.Contains("[3,4]", chart.Of("text/html"), StringComparison.Ordinal);

        await LoadAsync(kernel, "Microsoft.Data.Analysis, 0.24.0");
        Cell frame = await RunAsync(kernel,
            "using Microsoft.Data.Analysis;\nnew DataFrame(new Int32DataFrameColumn(\"Petals\", new[] { 3, 5 }), " +
                "new StringDataFrameColumn(\"Flower\", new[] { \"Iris\", \"Rose\" }))");
        Assert.True(frame.Status == "ok", frame.Error);
        string html = frame.Of("text/html");
        Assert.Contains("<th><i>index</i></th><th>Petals</th><th>Flower</th>", html, StringComparison.Ordinal);
        Assert.Contains("<td>Rose</td>", html, StringComparison.Ordinal);
        await kernel.ShutdownAsync();
    }

    private static async Task LoadAsync(KernelClient kernel, string package)
    {
        Cell load = await RunAsync(kernel, $"#r \"nuget: {package}\"");
        Assert.SkipWhen(load.Error.Contains("could not be restored", StringComparison.Ordinal), $"NuGet does not serve {package} here.");
        Assert.True(load.Status == "ok" && !load.Streams.Contains("extension", StringComparison.Ordinal), load.Error + load.Streams);
    }

    private static Task<KernelClient> StartAsync(string folder, Dictionary<string, string> environment) =>
        KernelClient.StartAsync(folder, TestContext.Current.CancellationToken, environment);

    private static async Task<Cell> RunAsync(KernelClient kernel, string code)
    {
        List<Message> messages = [];
        JsonObject reply = await kernel.ExecuteAsync(code, null, messages.Add)
            .WaitAsync(TimeSpan.FromMinutes(4), TestContext.Current.CancellationToken);
        return new Cell((string)reply["status"]!, (string?)reply["evalue"] ?? "", messages);
    }

    private sealed record Cell(string Status, string Error, IReadOnlyList<Message> Outputs)
    {
        public string Streams => string.Concat(Outputs.Where(m => m.Type == MessageType.Stream).Select(m => (string?)m.Content["text"]));

        public string Of(string mimeType) => string.Concat(Outputs.Select(m => m.Content["data"]?[mimeType]?.ToString()));
    }
}
