using Offprint.Experiments;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>A method on a bandit.</summary>
/// <param name="Problem">The bandit: quadratic, or four modes.</param>
/// <param name="Method">The method.</param>
/// <param name="Tuning">α, weights and γ, which has no effect where episodes have one step.</param>
/// <param name="Widths">Widths of hidden layers.</param>
/// <param name="Rows">Logged actions of each seed.</param>
/// <param name="Updates">Updates.</param>
/// <param name="BatchSize">Rows of a batch.</param>
/// <param name="Look">How many rows of the first seed's log the pictures show; 0 for cells without pictures.</param>
public sealed record BanditSettings(
    string Problem, string Method, A2prTuning Tuning, A2prWidths Widths, int Rows, int Updates, int BatchSize, int Look);

/// <summary>Where policies end.</summary>
/// <param name="EndPoints">Final actions, [seed][2].</param>
/// <param name="Rewards">Their mean rewards, [seed].</param>
/// <param name="ModelReward">The mean reward of the model's samples, [seed]; empty without a model.</param>
/// <param name="GoodShare">The share of logged actions above the value at the end, [seed]; empty without a value.</param>
/// <param name="Pictures">What the pictures of the first seed show.</param>
public sealed record BanditResult(
    IReadOnlyList<double[]> EndPoints, IReadOnlyList<double> Rewards, IReadOnlyList<double> ModelReward, IReadOnlyList<double> GoodShare, BanditPictures? Pictures);

/// <summary>The first seed's log and networks at the end.</summary>
/// <param name="Logged">Logged actions, [n][2].</param>
/// <param name="Advantages">Their advantages, [n].</param>
/// <param name="Samples">Samples of the model, [n][2]; empty without a model.</param>
/// <param name="Guided">Actions all over the square, [m][2].</param>
/// <param name="Guides">Where the model takes them, [m][2]; empty without a model.</param>
public sealed record BanditPictures(
    IReadOnlyList<double[]> Logged, IReadOnlyList<double> Advantages, IReadOnlyList<double[]> Samples, IReadOnlyList<double[]> Guided, IReadOnlyList<double[]> Guides);

/// <summary>Part A: a bandit with a closed form, its limits, and A2PR without one part at a time.</summary>
public sealed class BanditStudy : Experiment<BanditSettings, BanditResult>
{
    private static readonly A2prWidths s_widths = new([64, 64], [64, 64], [64, 64], [64, 64]);

    /// <inheritdoc/>
    public override string Name => "bandit";

    /// <inheritdoc/>
    public override string Title => "A bandit whose log is mostly poor";

    /// <summary>The sensitivity's values of w₁.</summary>
    public static IReadOnlyList<double> ModelWeights { get; } = [0.5, 1, 2];

    /// <summary>The sensitivity's values of w₂; 1 and 4 are in the main cells, too.</summary>
    public static IReadOnlyList<double> ConstraintWeights { get; } = [0.5, 1, 4];

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<BanditSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        int[] seeds = [.. Enumerable.Range(1, smoke ? 2 : 5)];
        List<Cell<BanditSettings>> cells = [];
        foreach (string method in (string[])[A2prMethods.Cloning, A2prMethods.Matched, A2prMethods.Wpc, A2prMethods.A2pr])
        {
            foreach (double weight in smoke || method == A2prMethods.Cloning ? (double[])[1] : [1, 4])
                Add(BanditProblem.Quadratic, method, 1, weight);
        }
        Add(BanditProblem.Quadratic, A2prMethods.AllActions, 1, 1);
        if (smoke)
            return cells;
        foreach (string method in A2prMethods.Ablations.Except([A2prMethods.Wpc, A2prMethods.AllActions]))
            Add(BanditProblem.Quadratic, method, 1, 1);
        foreach (string method in (string[])[A2prMethods.Matched, A2prMethods.A2pr])
            Add(BanditProblem.Modes, method, 1, 1);
        foreach (double model in ModelWeights)
        {
            foreach (double constraint in ConstraintWeights.Where(w => model != 1 || w is not (1 or 4)))
                Add(BanditProblem.Quadratic, A2prMethods.A2pr, model, constraint);
        }
        return cells;

        void Add(string problem, string method, double model, double constraint) => cells.Add(new(
            Key(problem, method, model, constraint),
            new(problem, method, new(2.5, model, constraint, 0.99), s_widths, 2000, smoke ? 1000 : 3000, 128, Look(method, model, constraint)), seeds));
    }

    /// <summary>The name of a cell.</summary>
    /// <param name="problem">The bandit.</param>
    /// <param name="method">The method.</param>
    /// <param name="model">w₁.</param>
    /// <param name="constraint">w₂.</param>
    /// <returns>The name.</returns>
    public static string Key(string problem, string method, double model, double constraint)
    {
        string slug = new([.. method.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c == '+' ? c : '-')]);
        return FormattableString.Invariant($"{problem}-{slug.Trim('-')}-{model}-{constraint}");
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(BanditSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override BanditResult Run(Cell<BanditSettings> cell, RunContext context) => new BanditRun(cell.Settings, context).Run();

    private static int Look(string method, double model, double constraint) =>
        model == 1 && constraint == 1 && method is A2prMethods.A2pr or A2prMethods.AllActions ? 300 : 0;
}
