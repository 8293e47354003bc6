using Offprint.Experiments;
using Offprint.Files;
using Offprint.Networks;
using Offprint.Papers.Diffusion.GhvbStudy;
using Offprint.Samplers.Diffusion.Solvers;
using static TorchSharp.torch;

namespace Offprint.Papers.Tests.Diffusion.GhvbStudy;

/// <summary>The user's-model path on a tiny TorchScript network, ε = x t/1000 + mean(context), that ships as a sample.</summary>
public sealed class LatentMagnitudeTests : IDisposable
{
    private const string Variable = "OFFPRINT_MODELS";
    private static readonly string s_sample = Path.Combine(ProjectFolders.Data, "samples", "torchscript", "tiny", "unet.pt");
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _folder.Dispose();
    }

    [Fact]
    public void A_TorchScript_network_computes_what_it_computed_in_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var network = TorchScriptFile.Load(s_sample);
        var x = arange(8, ScalarType.Float32).view(2, 4, 1, 1);
        var output = network.forward(x, tensor(new[] { 500f, 250f }), tensor(new[] { 1f, 3f, -2f, 0f }, [2, 2, 1]));
        Assert.Equal([2, 2.5f, 3, 3.5f, 0, 0.25f, 0.5f, 0.75f], output.flatten().data<float>().ToArray());
    }

    [Fact]
    public void The_experiment_scores_every_caption_of_every_seed_and_repeats_bit_for_bit()
    {
        Directory.CreateDirectory(_folder["tiny"]);
        File.Copy(s_sample, Path.Combine(_folder["tiny"], "unet.pt"));
        NpyFile.Write(Path.Combine(_folder["tiny"], "contexts.npy"), new NumericArray([3, 2, 1], new float[] { 0, 0, 0.1f, 0.1f, -4, -4 }));
        Environment.SetEnvironmentVariable(Variable, _folder.Path);
        var cell = Cell.Of(new LatentMagnitudeSettings("tiny", LinearMultistepOptions.Ghvb(2.9), 15, [4, 6], 8), [42, 43]);
        var context = new RunContext(cell.Seeds, Artifacts.Default, null, CancellationToken.None);
        var rows = new LatentMagnitude().Run(cell, context).Rows;
        Assert.Equal([4, 6], rows.Select(r => r.Steps));
        Assert.All(rows, r => Assert.Equal(4, r.Scores.Count)); // two captions, two seeds
        Assert.All(rows, r => Assert.True(r.Scores[1] > r.Scores[0] && r.Scores[3] > r.Scores[2],
            "the caption of larger context drives latents farther out"));
        var again = new LatentMagnitude().Run(cell, context).Rows;
        Assert.Equal(rows.SelectMany(r => r.Scores), again.SelectMany(r => r.Scores));
    }

    [Fact]
    public void Without_the_model_the_message_says_what_to_provide()
    {
        Environment.SetEnvironmentVariable(Variable, _folder.Path);
        var paper = new LatentMagnitude();
        var cell = paper.Cells(Profile.Paper)[0];
        var error = Assert.Throws<DirectoryNotFoundException>(() =>
            paper.Run(cell, new RunContext(cell.Seeds, Artifacts.Default, null, CancellationToken.None)));
        Assert.Contains("OFFPRINT_MODELS", error.Message, StringComparison.Ordinal);
        Assert.Contains("unet.pt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_kind_is_named()
    {
        string path = _folder["not-a-network.pt"];
        File.WriteAllText(path, "text");
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => TorchScriptFile.Load(path)).Message, StringComparison.Ordinal);
    }
}
