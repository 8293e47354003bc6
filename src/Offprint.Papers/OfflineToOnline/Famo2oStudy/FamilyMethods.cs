using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
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
/// <param name="sampledActions">Actions of each kind that conservative Q-learning's penalty samples.</param>
internal sealed class FamilyMethods(int width, BalanceRange range, ViewRecipe view, double expectile = FamilyMethods.MazeExpectile,
    int sampledActions = 10)
{
    public const string Family = "FamO2O", NoEntropy = "without entropy", RandomBeta = "β at random", Wide = "β in [8, 14]",
        Least = "IQL, least β", Middle = "IQL, middle β", Greatest = "IQL, greatest β", Published = "IQL, β = 10",
        Awac = "AWAC", AwacFamily = "FamO2O on AWAC", Cql = "CQL", CqlFamily = "FamO2O on CQL";

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

    /// <summary>Of CQL alone and as a family: in the authors' code the family's critics are normalized and the base's are not.</summary>
    private CriticOptions Normalized => new() { Hidden = Hidden, LayerNorm = true };

    private GaussianPolicyOptions Squashed => new() { Hidden = Hidden };

    /// <summary>The weight is the family's in the authors' code, for both.</summary>
    private IReadOnlyList<CriticTermOptions> Penalty => [new ConservativeOptions { Weight = 1, Actions = sampledActions }];

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
        Cql => ConservativeOptions.Base with { Critics = Normalized, Policy = Squashed, Terms = Penalty },
        CqlFamily => new FamO2oCqlOptions
        {
            Critics = Normalized, Policy = Squashed, Terms = Penalty, Balance = new FamO2oCqlOptions().Balance with { Hidden = Hidden },
        },
        _ => throw new ArgumentException($"There is no method '{name}'.", nameof(name)),
    };

    private ImplicitQLearningOptions Single(double beta) => new()
    {
        Beta = beta, Expectile = expectile, Critics = new() { Hidden = Hidden }, ValueHidden = Hidden, Policy = Policy,
    };
}
