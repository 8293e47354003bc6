using System.Diagnostics;
using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Networks.Images;
using Offprint.Pretrained;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>What is timed.</summary>
/// <param name="Methods">The methods.</param>
/// <param name="Steps">Steps, and evaluations of the guided model.</param>
/// <param name="Batch">Images at a time.</param>
/// <param name="Rounds">How often each method is timed; methods take turns.</param>
/// <param name="Network">The network; its parameters do not matter for time.</param>
public sealed record SamplingTimeSettings(IReadOnlyList<SolverOptions> Methods, int Steps, int Batch, int Rounds, UNetOptions Network)
    : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("batches of", Batch);
}

/// <summary>One method's times.</summary>
/// <param name="Method">The method; <see langword="null"/> is the network alone, as many evaluations without a solver.</param>
/// <param name="Seconds">Seconds an image, one a round.</param>
public sealed record MethodTime(SolverOptions? Method, [property: Measured] IReadOnlyList<double> Seconds)
{
    /// <summary>The method's name, or that it is the network alone.</summary>
    [JsonIgnore]
    public string Label => Method?.PaperName() ?? "network alone";

    /// <summary>The fastest round: what else runs on a machine only ever adds time.</summary>
    [JsonIgnore]
    public double Fastest => Seconds.Min();
}

/// <summary>All times.</summary>
/// <param name="Times">One entry a method.</param>
public sealed record SamplingTimeResult(IReadOnlyList<MethodTime> Times)
{
    /// <summary>The network without a solver.</summary>
    [JsonIgnore]
    public MethodTime NetworkAlone => Times.Single(t => t.Method is null);
}

/// <summary>Part F: seconds an image at equal evaluations (Table 9). Wall times: the one result that does not repeat bit for bit.</summary>
public sealed class SamplingTime : Experiment<SamplingTimeSettings, SamplingTimeResult>
{
    /// <inheritdoc/>
    public override string Name => "sampling-time";

    /// <inheritdoc/>
    public override string Title => "Seconds an image at equal network evaluations";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<SamplingTimeSettings>> Cells(Profile profile) => profile == Profile.Smoke
        ? []
        : [Cell.Of(new SamplingTimeSettings(DigitSampling.Methods, 15, 50, 20, new UNetOptions { Classes = 10 }), [1])];

    /// <inheritdoc/>
    public override SamplingTimeResult Run(Cell<SamplingTimeSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var random = new TensorRandom(context.Seeds[0]);
        using var network = new UNet(settings.Network, context.Seeds[0]);
        var noise = random.Normal([settings.Batch, 1, 28, 28]);
        var labels = arange(settings.Batch, ScalarType.Int64) % 10;
        var guided = Predictors.Guided(DigitDenoiser.Predictor(network, null), DigitDenoiser.Predictor(network, labels), 7.5);
        var grid = TimeGrid.UniformTime(DigitDenoiser.Schedule, settings.Steps);
        MethodTime[] times = [.. settings.Methods.Prepend(null).Select(method => new MethodTime(method, []))];
        List<double>[] seconds = [.. times.Select(_ => new List<double>())];
        for (int round = -1; round < settings.Rounds; round++)
        {
            for (int i = 0; i < times.Length; i++)
            {
                context.Report((round + 1) * times.Length + i, (settings.Rounds + 1) * times.Length, times[i].Label);
                using var inner = NewDisposeScope();
                (double time, Tensor last) = Time(times[i].Method, guided, noise, grid);
                if (round >= 0) // the first round warms up, and shows what is computed
                    seconds[i].Add(time / settings.Batch);
                else
                    context.Mark(times[i].Label, last);
            }
        }
        return new SamplingTimeResult([.. times.Select((time, i) => time with { Seconds = seconds[i] })]);
    }

    /// <summary>The time of a batch, and the images, or the network's last prediction.</summary>
    private static (double Seconds, Tensor Last) Time(SolverOptions? method, GuidedPredictor guided, Tensor noise, TimeGrid grid)
    {
        using var scope = NewDisposeScope();
        var solver = method?.Create();
        Tensor last = zeros(0);
        var clock = Stopwatch.StartNew();
        if (solver is not null)
        {
            last = solver.Sample(guided, noise, grid).X;
        }
        else
        {
            for (int step = 0; step < grid.Steps; step++)
            {
                last.Dispose();
                last = guided.Predict(noise, grid.Times[step]);
            }
        }
        return (clock.Elapsed.TotalSeconds, last.MoveToOuterDisposeScope());
    }
}
