using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Networks;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>One method on a user's text-to-image model.</summary>
/// <param name="Model">The folder's name under <c>OFFPRINT_MODELS</c>.</param>
/// <param name="Method">The method.</param>
/// <param name="Guidance">s of classifier-free guidance; 15 in Tables 5 and 6.</param>
/// <param name="Steps">Numbers of steps.</param>
/// <param name="LatentSize">Height and width of the latents: 64 for images of 512 pixels.</param>
public sealed record LatentMagnitudeSettings(
    string Model, SolverOptions Method, double Guidance, IReadOnlyList<int> Steps, int LatentSize) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Model, Method);
}

/// <summary>Magnitude scores of one number of steps.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Scores">One score a sample: captions within seeds.</param>
public sealed record LatentMagnitudeRow(int Steps, IReadOnlyList<double> Scores);

/// <summary>One method's scores.</summary>
/// <param name="Rows">One a number of steps.</param>
public sealed record LatentMagnitudeResult(IReadOnlyList<LatentMagnitudeRow> Rows);

/// <summary>
/// Tables 5 and 6 in the paper's own setting, for those who have the model: the folder <c>$OFFPRINT_MODELS/&lt;model&gt;</c> holds
/// <c>unet.pt</c>, a TorchScript U-Net of (latents [B, 4, H, W], time labels [B] from 0 to 999, context [B, tokens, width]) that predicts
/// noise, and <c>contexts.npy</c>, float32 [1 + captions, tokens, width], the empty prompt first. It runs in the paper profile only.
/// </summary>
public sealed class LatentMagnitude : Experiment<LatentMagnitudeSettings, LatentMagnitudeResult>
{
    private const string FolderVariable = "OFFPRINT_MODELS";

    // Stable Diffusion's "scaled linear" rates: evenly spaced roots.
    private static readonly NoiseSchedule s_schedule = new VpDiscreteSchedule(
        Enumerable.Range(0, 1000).Select(i => Math.Pow(Math.Sqrt(0.00085) + (Math.Sqrt(0.012) - Math.Sqrt(0.00085)) * i / 999, 2))
            .ToList());

    /// <inheritdoc/>
    public override string Name => "latent-magnitude";

    /// <inheritdoc/>
    public override string Title => "Magnitude scores of latents of a text-to-image model (paper profile)";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<LatentMagnitudeSettings>> Cells(Profile profile)
    {
        if (profile != Profile.Paper)
            return [];
        SolverOptions[] methods = [Plms(4), HeavyBall(4, 0.9), HeavyBall(4, 0.8), new DpmSolverPlusPlusOptions(),
            new MomentumOptions(new DpmSolverPlusPlusOptions(), 0.8), Ddim, Ghvb(2.1), Ghvb(2.9)];
        int[] seeds = [.. Enumerable.Range(42, 10)]; // ten seeds from 42, as in the paper's configuration
        return [.. methods.Select(m => Cell.Of(new LatentMagnitudeSettings("anything-v4", m, 15, [10, 15, 20, 60], 64), seeds))];
    }

    /// <inheritdoc/>
    public override LatentMagnitudeResult Run(Cell<LatentMagnitudeSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        string folder = ModelFolder(settings.Model);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var network = TorchScriptFile.Load(Path.Combine(folder, "unet.pt"));
        var file = NpyFile.Read(Path.Combine(folder, "contexts.npy"));
        if (file.Shape.Count != 3 || file.Shape[0] < 2)
            throw new InvalidDataException(
                $"'{folder}/contexts.npy' holds {file}, not [1 + captions, tokens, width] with the empty prompt first.");
        var contexts = tensor(file.As<float>(), [file.Shape[0], file.Shape[1], file.Shape[2]]);
        long captions = file.Shape[0] - 1;
        var conditional = Predictor(network, contexts.narrow(0, 1, captions));
        var unconditional = Predictor(network, contexts.narrow(0, 0, 1).expand(captions, -1, -1));
        var guided = Predictors.Guided(unconditional, conditional, settings.Guidance);
        double total = settings.Steps.Sum() * (double)context.Seeds.Count, done = 0;
        return new LatentMagnitudeResult([.. settings.Steps.Select(steps =>
            new LatentMagnitudeRow(steps, [.. context.Seeds.SelectMany(seed =>
        {
            using var inner = NewDisposeScope();
            using var random = new TensorRandom(seed.Derive("latents"));
            var noise = random.Normal([captions, 4, settings.LatentSize, settings.LatentSize]);
            var latents = settings.Method.Create().Sample(guided, noise, TimeGrid.UniformTime(s_schedule, steps),
                ct: context.Cancellation).X;
            context.Report(done += steps, total, $"{steps} steps");
            return MagnitudeScore.CocoLatents.Scores(latents);
        })]))]);
    }

    private static INoisePredictor Predictor(jit.ScriptModule<Tensor> network, Tensor context) =>
        Predictors.FromNetwork(s_schedule, Prediction.Noise, (x, t) => network.forward(x, t, context), TimeLabels.Discrete());

    private static string ModelFolder(string model)
    {
        string root = Environment.GetEnvironmentVariable(FolderVariable) ?? "";
        string folder = Path.Combine(root, model);
        return root.Length > 0 && Directory.Exists(folder) ? folder : throw new DirectoryNotFoundException(
            $"This experiment needs the model {model}: set {FolderVariable} to a folder that holds {model}/unet.pt (TorchScript) and " +
                $"{model}/contexts.npy.");
    }
}
