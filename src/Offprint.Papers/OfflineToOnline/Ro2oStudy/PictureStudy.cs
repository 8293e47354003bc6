using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Critics;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Agents.Probes;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>Critics of one coordinate, fitted to noisy values with the smoothness term.</summary>
/// <param name="Smoothness">The term; a weight of 0 for none.</param>
/// <param name="Critics">N.</param>
/// <param name="Width">Units of each of three hidden layers.</param>
/// <param name="Points">Noisy values, at uniform places of [−1, 1].</param>
/// <param name="Noise">Their deviation from sin 3s.</param>
/// <param name="Updates">Steps of Adam on all points.</param>
public sealed record PictureSettings(ValueSmoothnessOptions Smoothness, [property: Range(2, 100)] int Critics,
    [property: Range(1, 1024)] int Width, [property: Range(2, 10_000)] int Points, [property: Range(0.0, 10.0)] double Noise,
    [property: Range(1, 1_000_000)] int Updates) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("weight", Smoothness.Weight);
}

/// <summary>The fitted critics.</summary>
/// <param name="Places">A grid.</param>
/// <param name="Mean">The mean critic of the first seed there.</param>
/// <param name="Low">The least critic of the first seed there.</param>
/// <param name="High">The greatest critic of the first seed there.</param>
/// <param name="PointPlaces">The first seed's points.</param>
/// <param name="PointValues">Their noisy values.</param>
/// <param name="Roughness">The mean over points of max_k mean_i |D_ik|, a number a seed.</param>
/// <param name="Error">The root mean square distance of the mean critic from sin 3s, a number a seed.</param>
public sealed record PictureResult(IReadOnlyList<double> Places, IReadOnlyList<double> Mean, IReadOnlyList<double> Low,
    IReadOnlyList<double> High, IReadOnlyList<double> PointPlaces, IReadOnlyList<double> PointValues,
    [property: PerSeed] IReadOnlyList<double> Roughness, [property: PerSeed] IReadOnlyList<double> Error);

/// <summary>What value smoothness does to critics, in a picture.</summary>
public sealed class PictureStudy : Experiment<PictureSettings, PictureResult>
{
    private const int Digits = 4, GridSize = 101;
    private const double Radius = 0.05;
    private static readonly EnvironmentSpec s_task = new("Line", new BoxSpace(1, -1, 1), new BoxSpace(1, -1, 1), 1);

    /// <summary>The term's weights: none, the authors', and what it takes to see the term.</summary>
    public static IReadOnlyList<double> Weights { get; } = [0, 1e-4, 1, 100];

    /// <inheritdoc/>
    public override string Name => "smoothness-picture";

    /// <inheritdoc/>
    public override string Title => "Critics of a line with value smoothness";

    /// <inheritdoc/>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<PictureSettings>> Cells(Profile profile) =>
        [.. Weights.Select(weight => Cell.Of(new PictureSettings(new() { Weight = weight, Radius = Radius, Samples = 8 }, 5, 64, 24, 0.5,
            profile == Profile.Smoke ? 200 : 3000), [.. Enumerable.Range(1, profile == Profile.Smoke ? 2 : 5)]))];

    /// <inheritdoc/>
    protected override int? NetworkNumerics(PictureSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override PictureResult Run(Cell<PictureSettings> cell, RunContext context)
    {
        PictureSettings settings = cell.Settings;
        using var all = NewDisposeScope();
        using var random = new PopulationRandom([.. context.Seeds.Select(seed => seed.Derive("perturbations"))]);
        int[] hidden = [settings.Width, settings.Width, settings.Width];
        using var critics = new CriticEnsemble(s_task, new() { Count = settings.Critics, Hidden = hidden }, context.Seeds);
        using var policy = new GaussianPolicy(s_task, new() { Hidden = [1] }, context.Seeds);
        var adam = new Adam(critics.Network.Parameters, new(1e-3));
        Batch points = Points(settings, context.Seeds);
        ValueSmoothness term = settings.Smoothness.Create(s_task, context.Seeds);
        for (int update = 1; update <= settings.Updates; update++)
        {
            using var scope = NewDisposeScope();
            context.Report(update, settings.Updates);
            Tensor values = critics.Values(points.Observations, points.Actions);
            Tensor loss = CriticEnsemble.SquaredError(values, points.Rewards);
            if (settings.Smoothness.Weight > 0)
                loss = loss + term.Evaluate(new(points, values, critics, policy, random, update)).Loss;
            loss.sum().backward();
            adam.Step();
        }
        return Look(settings, critics, points, random);
    }

    private static Batch Points(PictureSettings settings, IReadOnlyList<Seed> seeds)
    {
        float[] places = new float[seeds.Count * settings.Points], values = new float[places.Length];
        for (int p = 0; p < seeds.Count; p++)
        {
            RandomStream draw = seeds[p].Derive("points").Stream();
            for (int i = p * settings.Points; i < (p + 1) * settings.Points; i++)
            {
                places[i] = (float)draw.NextUniform(-1, 1);
                values[i] = (float)(Truth(places[i]) + settings.Noise * draw.NextNormal());
            }
        }
        Tensor s = tensor(places, [seeds.Count, settings.Points, 1]);
        return new(s, zeros_like(s), tensor(values, s.shape), s, zeros_like(s));
    }

    private static PictureResult Look(PictureSettings settings, CriticEnsemble critics, Batch points, PopulationRandom random)
    {
        using var guard = no_grad();
        Tensor grid = linspace(-1, 1, GridSize).view(1, GridSize, 1), values = critics.Values(grid, zeros_like(grid)).squeeze(3);
        Tensor near = StatePerturbation.UniformBox(points.Observations, settings.Smoothness.Radius, settings.Smoothness.Samples, random);
        Tensor there = critics.Values(near, zeros_like(near)), here = critics.Values(points.Observations, points.Actions);
        Tensor steps = (there.view(here.shape[0], here.shape[1], here.shape[2], -1) - here).abs().mean([0]).amax([2]);
        Tensor truth = (grid * 3).sin().view(1, GridSize), mean = values.mean([0]);
        return new(Numbers(grid.view(-1)), Numbers(mean[0]), Numbers(values.amin([0])[0]), Numbers(values.amax([0])[0]),
            Numbers(points.Observations[0].view(-1)), Numbers(points.Rewards[0].view(-1)),
            Numbers(steps.mean([1])), Numbers((mean - truth).Squared().mean([1]).sqrt()));
    }

    private static double Truth(double s) => Math.Sin(3 * s);

    private static double[] Numbers(Tensor values) => Array.ConvertAll(values.PerMember(), value =>
        StoredNumbers.Significant(value, Digits));
}
