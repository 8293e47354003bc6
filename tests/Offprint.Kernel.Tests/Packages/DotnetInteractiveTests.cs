using System.Text.Json.Nodes;
using Offprint.Files;
using Offprint.Kernel.DotnetInteractive;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.Tests.Packages;

/// <summary>The packages on an untouched .NET Interactive, which has its own FSharp.Core.</summary>
[Collection(nameof(PackedPackages))]
public sealed class DotnetInteractiveTests(PackedPackages packed)
{
    [Fact]
    public async Task An_untouched_installation_shows_cards_and_figures_keeps_arguments_and_explains_what_it_cannot()
    {
        using TemporaryFolder folder = new();
        (int exit, string output) = await packed.RunOnThisMachineAsync(
            folder.Path, DotnetHost.Path, "tool", "install", PrivateInstallation.Package, "--version", PrivateInstallation.Version,
            "--tool-path", "bin");
        Assert.SkipWhen(exit != 0, $".NET Interactive cannot be installed here: {output}");
        KernelProgram program = PrivateInstallation.Program(
            Directory.EnumerateFiles(folder.Path, PrivateInstallation.Application, SearchOption.AllDirectories).First());
        PrivatePackages.Link(NuGetFolders.Default, PrivatePackages.Folder);
        Offprint.Kernel.DotnetInteractive.PackedPackages.ForgetOthers(packed.Packages, PrivatePackages.Folder);
        using KernelClient kernel = await KernelClient.StartAsync(
            folder.Path, TestContext.Current.CancellationToken, PrivateInstallation.Environment(packed.Packages), program);

        Cell load = await RunAsync(kernel, $"#r \"nuget: Offprint.Interactive, {packed.Version}\"");
        Assert.True(load.Status == "ok", load.Everything);

        Cell card = await RunAsync(kernel, "Offprint.Datasets.Images.Digits.Load8()");
        Assert.Contains("1797", card.Of("text/html"), StringComparison.Ordinal);
        Assert.Contains("data-chart=", card.Of("text/html"), StringComparison.Ordinal);

        Cell figure = await RunAsync(kernel, "new LineFigure(\"Squares\", [new Series(\"a\", [1, 2, 3], [1, 4, 9])])");
        Assert.Contains("Squares", figure.Of("application/vnd.plotly.v1+json"), StringComparison.Ordinal);

        Cell guard = await RunAsync(kernel,
            "Console.Write($\"{Offprint.Tensors.LibTorch.KeepsArguments} {TorchSharp.torch.ones(3).sum().item<float>()}\");");
        Assert.Contains("True 3", guard.Everything, StringComparison.Ordinal);

        Cell magic = await RunAsync(kernel, "#!offprint lcb-pessimism");
        Assert.Contains("Pessimism", magic.Of("text/html"), StringComparison.Ordinal);

        Cell plotly = await RunAsync(kernel, "Plotly.NET.CSharp.Chart.Point<int, int, string>([1, 2], [3, 4])");
        Assert.Equal("error", plotly.Status);
        Assert.Contains("offprint kernel install --dotnet-interactive", plotly.Everything, StringComparison.Ordinal);
        await kernel.ShutdownAsync();
    }

    private static async Task<Cell> RunAsync(KernelClient kernel, string code)
    {
        List<Message> messages = [];
        JsonObject reply = await kernel.ExecuteAsync(code, null, messages.Add);
        return new Cell((string)reply["status"]!, [.. messages.Select(m => m.Content)]);
    }

    private sealed record Cell(string Status, IReadOnlyList<JsonObject> Outputs)
    {
        public string Everything => string.Join('\n', Outputs.Select(o => o.ToJsonString()));

        public string Of(string mimeType) => string.Concat(Outputs.Select(o => o["data"]?[mimeType]?.ToString()));
    }
}
