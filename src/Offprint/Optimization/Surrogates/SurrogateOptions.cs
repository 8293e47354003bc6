using Offprint.Networks;
using Offprint.Tensors;

namespace Offprint.Optimization.Surrogates;

/// <summary>What a surrogate's outputs are fitted by.</summary>
public enum SurrogateLoss
{
    /// <summary>The likelihood of a normal law whose deviation the network gives, too, softly bounded.</summary>
    Likelihood,

    /// <summary>(g(x) − y)².</summary>
    SquaredError,

    /// <summary>
    /// ListNet's top-one cross-entropy, −Σ softmax(y)ᵢ log softmax(g)ᵢ over a batch (Cao et al. 2007): the order counts, not the values.
    /// </summary>
    ListNet,
}

/// <summary>A surrogate's network.</summary>
/// <param name="Hidden">The widths of hidden layers. Default 2048, 2048 (Trabucco et al. 2022).</param>
/// <param name="Activation">The nonlinearity. Default leaky ReLU with slope 0.3 (code).</param>
/// <param name="Loss">What it is fitted by. Default: the likelihood.</param>
public sealed record SurrogateOptions(
    IReadOnlyList<int> Hidden, Activation Activation = Activation.LeakyRelu, SurrogateLoss Loss = SurrogateLoss.Likelihood)
{
    /// <summary>The published sizes.</summary>
    public SurrogateOptions()
        : this([2048, 2048])
    {
    }

    /// <inheritdoc/>
    public bool Equals(SurrogateOptions? other) => other is not null && Hidden.SequenceEqual(other.Hidden)
        && (Activation, Loss) == (other.Activation, other.Loss);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Hidden.Count, Hidden[0], Activation, Loss);
}

/// <summary>Conservative objective models (Trabucco et al. 2021): values where an ascent leads are pressed down.</summary>
/// <param name="Steps">Ascent steps from each row of a batch to its x⁻. Default 50.</param>
/// <param name="StepSize">Length of a step over the gradient's, before the factor √d. Default 0.05; 2 for words (code).</param>
/// <param name="Limit">The overestimation E g(x⁻) − E g(x) that is let pass. Default 0.5; 2 for words (code).</param>
/// <param name="InitialWeight">α at the start. Default 0.1.</param>
/// <param name="WeightRate">Adam's rate for log α. Default 0.01.</param>
public sealed record ConservatismOptions(
    int Steps = 50, double StepSize = 0.05, double Limit = 0.5, double InitialWeight = 0.1, double WeightRate = 0.01);

/// <summary>How surrogates are trained; defaults of the gradient-ascent baseline (Trabucco et al. 2022, code).</summary>
public sealed record SurrogateTrainingOptions
{
    /// <summary>The network.</summary>
    public SurrogateOptions Network { get; init; } = new();

    /// <summary>Passes over the data. Default 100.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Rows a batch; what does not fill a batch waits for the next epoch's order. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's rate. Default 3·10⁻⁴.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>AdamW's decay. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Rows that are kept from training, to validate. Default 200.</summary>
    public int Validation { get; init; } = 200;

    /// <summary>Whether each member sees each row as often as a resample with replacement has it. Default: no.</summary>
    public bool Bootstrap { get; init; }

    /// <summary>Conservatism; <see langword="null"/>, the default, for none.</summary>
    public ConservatismOptions? Conservatism { get; init; }

    /// <summary>The regularizer; <see langword="null"/>, the default, for none.</summary>
    public GradientNormOptions? GradientNorm { get; init; }

    internal AdamOptions Adam => new(LearningRate, WeightDecay: WeightDecay);

    internal void Check(int rows)
    {
        if (Epochs < 0 || BatchSize < 1 || Validation < 2 || rows - Validation < BatchSize)
            throw new ArgumentException(
                $"{Epochs} epochs of batches of {BatchSize} with {Validation} rows to validate (two or more) from {rows} rows.");
        GradientNorm?.Check();
    }
}
