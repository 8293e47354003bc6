using Offprint.Numerics;
using Offprint.Networks;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Surrogates;

namespace Offprint.Optimization.Search;

/// <summary>Train an ensemble, then search it.</summary>
/// <param name="Label">The method's name.</param>
/// <param name="Training">How surrogates are trained.</param>
/// <param name="Members">Networks in the ensemble.</param>
/// <param name="Rule">How it is searched.</param>
/// <param name="Standardizes">Whether designs are standardized. Default: yes.</param>
public sealed record SurrogateSearch(
    string Label, SurrogateTrainingOptions Training, int Members, SearchRule Rule, bool Standardizes = true) : IOfflineSearch
{
    private static readonly SurrogateTrainingOptions s_ascent = new();

    private static readonly SurrogateTrainingOptions s_sampled = new()
    {
        Network = new([256], Activation.LeakyRelu), LearningRate = 1e-3, BatchSize = 100, Bootstrap = true,
    };

    /// <summary>Gradient ascent on one network.</summary>
    public static SurrogateSearch GradientAscent { get; } = new("gradient ascent", s_ascent, 1, new GradientAscentRule());

    /// <summary>Gradient ascent on the mean of five.</summary>
    public static SurrogateSearch EnsembleMean { get; } =
        new("ensemble mean", s_ascent, 5, new GradientAscentRule { Aggregation = Aggregation.Mean });

    /// <summary>Gradient ascent on the least of five.</summary>
    public static SurrogateSearch EnsembleLeast { get; } =
        new("ensemble least", s_ascent, 5, new GradientAscentRule { Aggregation = Aggregation.Least });

    /// <summary>REINFORCE on five.</summary>
    public static SurrogateSearch Reinforce { get; } = new("REINFORCE", s_sampled, 5, new ReinforceRule());

    /// <summary>Evolution strategies on five.</summary>
    public static SurrogateSearch CmaEs { get; } = new("CMA-ES", s_sampled, 5, new CmaRule());

    /// <summary>Conditioning by adaptive sampling on five.</summary>
    public static SurrogateSearch Cbas { get; } = new("CbAS", s_sampled with { LearningRate = 3e-4 }, 5, new CbasRule());

    /// <summary>Bayesian optimization of five.</summary>
    public static SurrogateSearch Bayesian { get; } = new("BO-qEI", s_sampled, 5, new ExpectedImprovementRule());

    /// <summary>A ranking surrogate (ListNet) on lists of 1000, climbed by Adam.</summary>
    public static SurrogateSearch ListNet { get; } = new("LTR", new()
    {
        Network = new([2048, 2048], Activation.Relu, SurrogateLoss.ListNet), BatchSize = 1000, WeightDecay = 1e-5,
    }, 1, new GradientAscentRule { StepSize = 1e-3, UsesAdam = true });

    /// <summary>Three networks that teach each other around each design.</summary>
    /// <param name="words">Whether designs are words, which climb by larger steps.</param>
    /// <returns>The method.</returns>
    public static SurrogateSearch TriMentoring(bool words) => new("Tri-mentoring", new()
    {
        Network = new([2048, 2048], Activation.Relu, SurrogateLoss.SquaredError), Epochs = 200,
    }, 3, words ? new TriMentoringRule { Steps = 100, StepSize = 0.1 } : new TriMentoringRule());

    /// <summary>Conservative objective models.</summary>
    /// <param name="words">Whether designs are words, which are not standardized and climb by larger steps.</param>
    /// <returns>The method.</returns>
    public static SurrogateSearch Coms(bool words)
    {
        ConservatismOptions conservatism = words ? new(StepSize: 2, Limit: 2) : new();
        return new("COMs", new()
        {
            Network = new([2048, 2048], Activation.Relu, SurrogateLoss.SquaredError), Epochs = 50, Validation = 500,
            Conservatism = conservatism,
        }, 1, new GradientAscentRule { Steps = 50, StepSize = conservatism.StepSize }, Standardizes: !words);
    }

    /// <summary>The method with smaller networks and fewer epochs.</summary>
    /// <param name="hidden">The widths of hidden layers.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <returns>The method.</returns>
    public SurrogateSearch Sized(IReadOnlyList<int> hidden, int epochs) =>
        this with { Training = Training with { Network = Training.Network with { Hidden = hidden }, Epochs = epochs } };

    /// <summary>The method with a regularized surrogate.</summary>
    /// <param name="norm">The regularizer; <see langword="null"/> for none.</param>
    /// <returns>The method, under the same name.</returns>
    public SurrogateSearch Regularized(GradientNormOptions? norm) => this with { Training = Training with { GradientNorm = norm } };

    /// <inheritdoc/>
    public SampleMatrix Propose(DesignDataset data, WordLogits? words, int count, Seed seed)
    {
        SearchProblem problem = new(data, words, Standardizes);
        using SurrogateFit fit = SurrogateTrainer.Fit(problem, Training, Members, seed.Derive("training"));
        return problem.ToDesigns(Rule.Search(fit.Surrogate, problem, count, seed.Derive("search")));
    }
}
