using Offprint.Agents.Learners;
using Offprint.Agents.Online;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Papers.OfflineToOnline.WsrlStudy;
using Offprint.Trials;

namespace Offprint.Papers.Tests.OfflineToOnline.WsrlStudy;

public sealed class WsrlTrialsTests
{
    public static TheoryData<Profile> Profiles => [.. Enum.GetValues<Profile>()];

    /// <summary>A comparison of fine-tuning is one where everything before the switch is the same.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void Methods_that_start_from_Cal_QL_share_its_training(Profile profile)
    {
        var methods = All(profile).Select(trial => trial.Method).ToList();
        Pretraining[] starts = [.. methods.Where(method => method.Label.Contains("WSRL") || method.Label.Contains("Cal-QL"))
            .Select(method => method.Start!)];
        Assert.True(starts.Length >= 4);
        Assert.Single(starts.Select(start => (start with { Parts = TransferParts.All }).Method).Distinct());
        Assert.Single(starts.Select(start => (start.Updates, start.BatchSize)).Distinct());
        Assert.All(methods.Where(method => method.Label is WsrlTrials.Rlpd or WsrlTrials.Fast), method => Assert.Null(method.Start));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Who_retains_nothing_draws_online_rows_alone_and_WSRL_has_no_penalty(Profile profile)
    {
        foreach (Method method in All(profile).Select(trial => trial.Method))
        {
            bool retains = method.Label.Contains('ρ') || method.Label == WsrlTrials.Rlpd;
            Assert.Equal(retains ? MixMode.FixedRatio : MixMode.OnlineOnly, method.Online.Mix.Mode);
            if (method.Label.Contains("WSRL"))
                Assert.Empty(((SoftActorCriticOptions)method.Agent).Terms);
            if (method.Label.Contains("Cal-QL"))
                Assert.True(((ConservativeOptions)((SoftActorCriticOptions)method.Agent).Terms[0]).Calibrated);
        }
    }

    /// <summary>Of −5 and 5: an episode that reaches the goal sums up, one that does not fails forever.</summary>
    [Fact]
    public void Returns_to_go_are_those_of_sparse_tasks()
    {
        Assert.SkipUnless(MujocoLibrary.IsAvailable, MujocoLibrary.Problem ?? "");
        ViewRecipe view = All(Profile.Smoke).First(trial => trial.Method.Label == WsrlTrials.CalQl).Method.View;
        OfflineDataset maze = new MazeSource("medium", 2000).Load(new(1), new([1], Artifacts.Default, null, CancellationToken.None));
        TransitionView rows = maze.View(view.Of(maze));
        float[] returns = new float[rows.Count];
        rows.Gather(0, [.. Enumerable.Range(0, rows.Count)], new() { Observations = new float[4 * rows.Count],
            Actions = new float[2 * rows.Count], Rewards = new float[rows.Count], Next = new float[4 * rows.Count],
            Continue = new float[rows.Count], ReturnToGo = returns });
        int end = Array.IndexOf(returns, 5f);
        Assert.Equal([-5.0495f, -0.05f, 5], returns[(end - 2)..(end + 1)], (x, y) => Math.Abs(x - y) < 1e-4);
        Assert.Contains(returns, value => Math.Abs(value + 500) < 1e-2);
        Assert.All(returns, value => Assert.True(value >= -500.01f && value <= 5));
    }

    [Fact]
    public void A_multiplier_that_begins_at_one_has_the_raw_parameter_of_the_authors() =>
        Assert.Equal(0.54132485, new LagrangeMultiplier(1, 1, softplus: true).Parameters.ValueSpan[0], 1e-6);

    private static IEnumerable<Trial> All(Profile profile) => ((TrainingStudy[])[Papers.Wsrl.Online, Papers.Wsrl.Retention,
        Papers.Wsrl.Transfer]).SelectMany(study => study.Cells(profile)).Select(cell => cell.Settings);
}
