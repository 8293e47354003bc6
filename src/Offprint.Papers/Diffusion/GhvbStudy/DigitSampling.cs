using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Pretrained;
using Offprint.Samplers.Diffusion.Solvers;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>One method on the trained digit model at one guidance scale.</summary>
/// <param name="Method">The method.</param>
/// <param name="Scale">s of classifier-free guidance.</param>
/// <param name="Steps">Numbers of steps, on grids even in t as in the paper's code.</param>
/// <param name="Images">Images a seed, as many of each digit.</param>
/// <param name="Denoiser">The trained model.</param>
/// <param name="Classifier">The network whose features are compared.</param>
public sealed record DigitSamplingSettings(
    SolverOptions Method, double Scale, IReadOnlyList<int> Steps, int Images, DigitDenoiserOptions Denoiser,
    DigitClassifierOptions Classifier) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Method, Scale);
}

/// <summary>One number of steps, with a value a seed.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Frechet">Fréchet distances of classifier features to those of the training digits.</param>
/// <param name="Precision">k-NN precision against the test digits.</param>
/// <param name="Recall">k-NN recall of the test digits.</param>
/// <param name="Score">Magnitude scores of the pixels.</param>
/// <param name="Accuracy">Shares of images that the classifier gives the label asked for.</param>
/// <param name="Samples">One image of each digit, from the first seed: gray bytes [10, 28, 28].</param>
/// <param name="Maps">Their magnitude maps before clipping to the legal range, [10, 7, 7].</param>
public sealed record DigitRow(
    int Steps, [property: PerSeed] IReadOnlyList<double> Frechet, [property: PerSeed] IReadOnlyList<double> Precision,
    [property: PerSeed] IReadOnlyList<double> Recall, [property: PerSeed] IReadOnlyList<double> Score,
    [property: PerSeed] IReadOnlyList<double> Accuracy, byte[] Samples, IReadOnlyList<double> Maps);

/// <summary>One method's rows.</summary>
/// <param name="Rows">One a number of steps.</param>
/// <param name="RealFrechet">The Fréchet distance of as many test digits: the floor of a perfect model.</param>
public sealed record DigitSamplingResult(IReadOnlyList<DigitRow> Rows, double RealFrechet);

/// <summary>Part E: a learned pixel model under guidance (Tables 1 to 4, Figures 9, 10, 16 and 17).</summary>
public sealed class DigitSampling : Experiment<DigitSamplingSettings, DigitSamplingResult>
{
    private static readonly int[] s_steps = [6, 8, 10, 15, 20];

    /// <summary>The methods of the paper's Table 2, with UniPC.</summary>
    public static IReadOnlyList<SolverOptions> Methods { get; } =
    [
        Ddim, Plms(4), HeavyBall(4, 0.9), HeavyBall(4, 0.8), Ghvb(3.8), Ghvb(2.5), new DpmSolverPlusPlusOptions(), new UniPcOptions(),
    ];

    /// <summary>
    /// The methods of the paper's Table 1 that are not in <see cref="Methods"/>; splitting evaluates the model's parts in turn.
    /// </summary>
    public static IReadOnlyList<SolverOptions> SplittingMethods { get; } =
    [
        new MomentumOptions(new DpmSolverPlusPlusOptions(), 0.8), new SplittingOptions(Plms(4), Ddim),
        new SplittingOptions(Plms(4), Ghvb(0.8)),
    ];

    /// <inheritdoc/>
    public override string Name => "digit-sampling";

    /// <inheritdoc/>
    public override string Title => "Guided sampling of digits from a trained U-Net";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<DigitSamplingSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
            return [];
        int images = profile == Profile.Paper ? 2000 : 500;
        var strong = Methods.Concat(SplittingMethods).Select(method => CellOf(method, 7.5, images));
        return [.. strong, .. Methods.Select(method => CellOf(method, 3, images))];
    }

    /// <inheritdoc/>
    public override DigitSamplingResult Run(Cell<DigitSamplingSettings> cell, RunContext context) =>
        new DigitRun(cell.Settings, context).Run();

    private static Cell<DigitSamplingSettings> CellOf(SolverOptions method, double scale, int images) => Cell.Of(
        new DigitSamplingSettings(method, scale, s_steps, images, new DigitDenoiserOptions(), new DigitClassifierOptions()), [1, 2, 3],
        method is SplittingOptions ? 1.5 : 1);
}
