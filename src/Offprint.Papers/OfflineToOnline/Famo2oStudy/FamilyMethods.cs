using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>
/// Methods with one β, and with a family of policies over a range of β. All of a base share networks' sizes, data and random numbers, so
/// that critics of implicit Q-learning learn alike until the policies' own rows come in.
/// </summary>
/// <param name="width">Units of both hidden layers.</param>
/// <param name="range">The range of β.</param>
/// <param name="view">Time limits and scales, in the log as online.</param>
/// <param name="expectile">The expectile of implicit Q-learning.</param>
internal sealed class FamilyMethods(int width, BalanceRange range, ViewRecipe view, double expectile = FamilyMethods.MazeExpectile)
{
    public const string Family = "FamO2O", NoEntropy = "without entropy", RandomBeta = "β at random", Wide = "β in [8, 14]",
        Least = "IQL, least β", Middle = "IQL, middle β", Greatest = "IQL, greatest β", Published = "IQL, β = 10",
        Awac = "AWAC", AwacFamily = "FamO2O on AWAC";

    /// <summary>The authors' for AntMaze, and so for mazes here.</summary>
    public const double MazeExpectile = 0.9;

    private const double AntMazeBeta = 10;

    /// <summary>The last step of an episode that is cut bootstraps from its stored successor.</summary>
    public static ViewRecipe Bootstrapping { get; } = new(TimeLimitRule.Bootstrap, NextState.Stored);

    /// <summary>The crossing maze's, in the order of tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [Family, Least, Middle, Greatest, NoEntropy, RandomBeta, Wide];

    /// <summary>The single values of β that a family is compared with.</summary>
    public static IReadOnlyList<string> Fixed { get; } = [Least, Middle, Greatest];

    private int[] Hidden => [width, width];

    private FamO2oOptions Chosen => new()
    {
        LeastBeta = range.Least, GreatestBeta = range.Greatest, BalanceHidden = Hidden, Expectile = expectile,
        Critics = new() { Hidden = Hidden }, ValueHidden = Hidden, Policy = Policy,
    };

    private GaussianPolicyOptions Policy => new ImplicitQLearningOptions().Policy with { Hidden = Hidden };

    /// <summary>A method by its name.</summary>
    public Method Of(string name) => new(name, Agent(name), view);

    private AgentOptions Agent(string name) => name switch
    {
        Family => Chosen,
        NoEntropy => Chosen with { RewardsEntropy = false },
        RandomBeta => Chosen with { ActsAtRandom = true },
        Wide => Chosen with { LeastBeta = Famo2oTrials.AntMazeRange.Least, GreatestBeta = Famo2oTrials.AntMazeRange.Greatest },
        Least => Single(range.Least),
        Middle => Single(range.Middle()),
        Greatest => Single(range.Greatest),
        Published => Single(AntMazeBeta),
        Awac => new AwacOptions { Critics = new() { Hidden = Hidden }, Policy = new AwacOptions().Policy with { Hidden = Hidden } },
        AwacFamily => new FamO2oAwacOptions
        {
            Critics = new() { Hidden = Hidden }, Policy = new AwacOptions().Policy with { Hidden = Hidden },
            Balance = new FamO2oAwacOptions().Balance with { Hidden = Hidden },
        },
        _ => throw new ArgumentException($"There is no method '{name}'.", nameof(name)),
    };

    private ImplicitQLearningOptions Single(double beta) => new()
    {
        Beta = beta, Expectile = expectile, Critics = new() { Hidden = Hidden }, ValueHidden = Hidden, Policy = Policy,
    };
}
