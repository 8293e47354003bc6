using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Trials;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>A method on a bandit.</summary>
/// <param name="Problem">The bandit: quadratic, or four modes.</param>
/// <param name="Method">The method; γ has no effect where episodes have one step.</param>
/// <param name="Rows">Logged actions of each seed.</param>
/// <param name="Updates">Updates.</param>
/// <param name="BatchSize">Rows of a batch.</param>
/// <param name="Look">How many rows of the first seed's log the pictures show; 0 for cells without pictures.</param>
public sealed record BanditSettings(string Problem, Method Method, int Rows, int Updates, int BatchSize, int Look);

/// <summary>Where policies end.</summary>
/// <param name="EndPoints">Final actions, [seed][2].</param>
/// <param name="Rewards">Their mean rewards, [seed].</param>
/// <param name="ModelReward">The mean reward of the model's samples, [seed]; empty without a model.</param>
/// <param name="GoodShare">The share of logged actions above the value at the end, [seed]; empty without a value.</param>
/// <param name="Pictures">What the pictures of the first seed show.</param>
public sealed record BanditResult(
    IReadOnlyList<double[]> EndPoints, IReadOnlyList<double> Rewards, IReadOnlyList<double> ModelReward, IReadOnlyList<double> GoodShare,
    BanditPictures? Pictures);

/// <summary>The first seed's log and networks at the end.</summary>
/// <param name="Logged">Logged actions, [n][2].</param>
/// <param name="Advantages">Their advantages, [n].</param>
/// <param name="Samples">Samples of the model, [n][2]; empty without a model.</param>
/// <param name="Guided">Actions all over the square, [m][2].</param>
/// <param name="Guides">Where the model takes them, [m][2]; empty without a model.</param>
public sealed record BanditPictures(
    IReadOnlyList<double[]> Logged, IReadOnlyList<double> Advantages, IReadOnlyList<double[]> Samples, IReadOnlyList<double[]> Guided,
    IReadOnlyList<double[]> Guides);

/// <summary>Part A: a bandit with a closed form, its limits, and A2PR without one part at a time.</summary>
public sealed class BanditStudy : Experiment<BanditSettings, BanditResult>
{
    /// <inheritdoc/>
    public override string Name => "bandit";

    /// <inheritdoc/>
    public override string Title => "A bandit whose log is mostly poor";

    /// <summary>The sensitivity's values of w₁.</summary>
    public static IReadOnlyList<double> ModelWeights { get; } = [0.5, 1, 2];

    /// <summary>The sensitivity's values of w₂; 1 and 4 are in the main cells, too.</summary>
    public static IReadOnlyList<double> ConstraintWeights { get; } = [0.5, 1, 4];

    /// <summary>The methods, small.</summary>
    internal static A2prMethods Methods { get; } = new(new([64, 64], [64, 64], [64, 64], [64, 64]), new(TimeLimitRule.Drop));

    /// <summary>α, weights and γ.</summary>
    /// <param name="constraint">w₂.</param>
    /// <param name="model">w₁.</param>
    /// <returns>The tuning.</returns>
    internal static A2prTuning Tuning(double constraint = 1, double model = 1) => new(2.5, model, constraint, 0.99);

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<BanditSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        int[] seeds = [.. Enumerable.Range(1, smoke ? 2 : 5)];
        return [.. Settings(smoke).Select(s => new Cell<BanditSettings>($"{s.Problem}-{s.Method.Key}", s, seeds))];
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(BanditSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override BanditResult Run(Cell<BanditSettings> cell, RunContext context) => new BanditRun(cell.Settings, context).Run();

    private static IEnumerable<BanditSettings> Settings(bool smoke)
    {
        double[] main = smoke ? [1] : [1, 4];
        Method allActions = Methods.Without("model of all actions", Tuning());
        Method[] quadratic =
        [
            Methods.Cloning(), .. main.Select(w => Methods.Matched(Tuning(w))),
                .. main.Select(w => Methods.Without(A2prMethods.Wpc, Tuning(w))),
            .. main.Select(w => Methods.A2pr(Tuning(w))), allActions,
        ];
        if (!smoke)
        {
            quadratic =
            [
                .. quadratic, .. A2prMethods.Ablations.Keys.Select(label => Methods.Without(label, Tuning())),
                .. from model in ModelWeights from constraint in ConstraintWeights select Methods.A2pr(Tuning(constraint, model)),
            ];
        }
        (string Problem, Method Method)[] all =
        [
            .. quadratic.Distinct().Select(method => (BanditProblem.Quadratic, method)),
            .. smoke ? [] : ((Method[])[Methods.Matched(Tuning()), Methods.A2pr(Tuning())]).Select(method => (BanditProblem.Modes, method)),
        ];
        return all.Select(pair => new BanditSettings(pair.Problem, pair.Method, 2000, smoke ? 1000 : 3000, 128,
            pair.Method.Equals(allActions) || pair.Method.Equals(Methods.A2pr(Tuning())) ? 300 : 0));
    }
}
