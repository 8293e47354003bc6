using Offprint.Agents.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>
/// Implicit Q-learning with one β, and with a family of policies over a range of β. All share networks' sizes, data and random numbers, so
/// that critics learn alike until the policies' own rows come in.
/// </summary>
/// <param name="width">Units of both hidden layers.</param>
/// <param name="range">The range of β.</param>
/// <param name="reward">How rewards are scaled, in the log as online.</param>
internal sealed class FamilyMethods(int width, BalanceRange range, RewardRule? reward = null)
{
    public const string Family = "FamO2O", NoEntropy = "without entropy", RandomBeta = "β at random", Wide = "β in [8, 14]",
        Least = "IQL, least β", Middle = "IQL, middle β", Greatest = "IQL, greatest β", Published = "IQL, β = 10";

    /// <summary>The authors' for AntMaze, and so for mazes here.</summary>
    private const double Expectile = 0.9;

    private const double AntMazeBeta = 10;

    /// <summary>The crossing maze's, in the order of tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [Family, Least, Middle, Greatest, NoEntropy, RandomBeta, Wide];

    /// <summary>The single values of β that a family is compared with.</summary>
    public static IReadOnlyList<string> Fixed { get; } = [Least, Middle, Greatest];

    private FamO2oOptions Chosen => new()
    {
        LeastBeta = range.Least, GreatestBeta = range.Greatest, BalanceHidden = [width, width], Expectile = Expectile,
        Critics = new() { Hidden = [width, width] }, ValueHidden = [width, width], Policy = Policy,
    };

    private Agents.Policies.GaussianPolicyOptions Policy => new ImplicitQLearningOptions().Policy with { Hidden = [width, width] };

    /// <summary>A method by its name.</summary>
    public Method Of(string name) => Make(name, name switch
    {
        Family => Chosen,
        NoEntropy => Chosen with { RewardsEntropy = false },
        RandomBeta => Chosen with { ActsAtRandom = true },
        Wide => Chosen with { LeastBeta = Famo2oTrials.AntMazeRange.Least, GreatestBeta = Famo2oTrials.AntMazeRange.Greatest },
        Least => Single(range.Least),
        Middle => Single(range.Middle()),
        Greatest => Single(range.Greatest),
        Published => Single(AntMazeBeta),
        _ => throw new ArgumentException($"There is no method '{name}'.", nameof(name)),
    });

    private ImplicitQLearningOptions Single(double beta) => new()
    {
        Beta = beta, Expectile = Expectile, Critics = new() { Hidden = [width, width] }, ValueHidden = [width, width], Policy = Policy,
    };

    private Method Make(string label, ImplicitQLearningOptions agent) =>
        new(label, agent, new ViewRecipe(TimeLimitRule.Bootstrap, NextState.Stored) { Reward = reward });
}
