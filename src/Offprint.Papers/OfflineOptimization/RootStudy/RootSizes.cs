using Offprint.Experiments;
using Offprint.Optimization.Translation;

namespace Offprint.Papers.OfflineOptimization.RootStudy;

/// <summary>What the profiles compute.</summary>
internal static class RootSizes
{
    public static IReadOnlyList<DesignProblem> Problems(Profile profile) => profile == Profile.Smoke
        ? [new SyntheticBinding(), new BraninProblem(1000)] : [new MeasuredBinding(), new AntProblem()];

    public static int[] Seeds(Profile profile) => [.. Enumerable.Range(1, profile == Profile.Smoke ? 2 : 8)];

    /// <summary>Starts other than the best visible designs.</summary>
    public static StartRule[] StartRules(Profile profile) =>
        profile == Profile.Smoke ? [StartRule.Worst] : [StartRule.Random, StartRule.Worst];

    /// <summary>Shares of the visible designs beside all of them: words only, which cost nothing to measure.</summary>
    public static double[] Shares(DesignProblem problem, Profile profile) => profile switch
    {
        _ when !AreWords(problem) => [],
        Profile.Smoke => [0.5],
        _ => [0.2, 0.4, 0.6, 0.8],
    };

    /// <summary>Parts of a whole, in smoke the first alone.</summary>
    public static IEnumerable<int> Fewer(Profile profile, int whole, params double[] shares) =>
        shares.Take(profile == Profile.Smoke ? 1 : shares.Length).Select(share => (int)Math.Round(share * whole));

    public static bool AreWords(DesignProblem problem) => problem is MeasuredBinding or SyntheticBinding;

    /// <summary>ROOT in a profile's size.</summary>
    public static BridgeSearch Search(DesignProblem problem, Profile profile)
    {
        SyntheticPairOptions pairs = AreWords(problem) ? SyntheticPairOptions.Words : SyntheticPairOptions.Continuous;
        return profile switch
        {
            Profile.Smoke => new()
            {
                Pairs = pairs with
                {
                    FittedDesigns = 300, Starts = 64, StartPool = 256, Steps = 40,
                    StepSize = problem is BraninProblem ? 0.005 : pairs.StepSize, // on the flat data of two coordinates 0.001 leads nowhere
                },
                Functions = 4, Epochs = 4,
                Training = new() { Hidden = [64, 64, 64], Passes = 8, AverageFrom = 60 }, Translation = new() { Steps = 50 },
            },
            Profile.Standard => new()
            {
                Pairs = pairs, Epochs = 4,
                Training = new() { Hidden = [256, 256, 256], Passes = 12, AverageFrom = 1000 },
            },
            _ => new()
            {
                Pairs = pairs with { FittedDesigns = AreWords(problem) ? 15_000 : 1_000_000, Starts = 1024 },
            },
        };
    }
}
