using Offprint.Agents.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Datasets.Weighting;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Networks;
using Offprint.Papers.OfflineToOnline.UniO4Study;

namespace Offprint.Papers.Tests.OfflineToOnline.UniO4Study;

/// <summary>The smoke profile's trainings of part C, and what is read from gates.</summary>
public sealed class ImprovementTests
{
    [Fact]
    public void A_training_goes_from_clones_through_gates_to_the_environment()
    {
        Assert.SkipUnless(MujocoLibrary.IsAvailable, "MuJoCo is not installed.");
        ImprovementStudy study = Papers.UniO4.Improvement;
        Cell<ImprovementSettings> cell = study.Cells(Profile.Smoke)[0];
        ImprovementResult result = Run(cell);
        OfflineOutcome offline = result.Offline!;
        Assert.Equal([0, 50, 100], offline.Gates.Select(g => g.Step));
        Assert.All(offline.Gates, g => Assert.Equal((8, 8, 8), (g.Scores.Count, g.Accepted.Count, g.TrueScores.Count)));
        Assert.All(offline.Gates[0].Accepted, Assert.True);
        double[] best = [.. offline.Gates[0].Scores];
        foreach (GateRow gate in offline.Gates.Skip(1))
        {
            for (int i = 0; i < 8; i++)
            {
                Assert.Equal(gate.Scores[i] > best[i], gate.Accepted[i]);
                best[i] = Math.Max(best[i], gate.Scores[i]);
            }
        }
        // The policy whose held score is greatest goes online; policies lie as the first of all seeds, then the second.
        for (int p = 0; p < 2; p++)
            Assert.Equal(Enumerable.Range(0, 4).MaxBy(i => best[2 * i + p]), offline.Chosen[p]);
        Assert.Equal([0, 512, 1024], result.Online.Select(e => e.Steps));
        Assert.Equal((2048, 0), (result.Budget.Training, result.Budget.Gates));
        Assert.InRange(result.Budget.Evaluation, 100, 100_000);

        // The same bits again, from what is kept of the pretraining, and other ones for a gate that plays episodes.
        Assert.Equal(offline.Gates[^1].TrueScores, Run(cell).Offline!.Gates[^1].TrueScores);
        ImprovementResult asked = Run(cell with
        {
            Settings = cell.Settings with { Offline = cell.Settings.Offline! with { Gate = GateKind.Episodes }, Online = null },
        });
        Assert.Empty(asked.Online);
        Assert.Equal(asked.Offline!.Gates[1].TrueScores, asked.Offline.Gates[1].Scores);
        Assert.True(asked.Budget.Gates > 0);
    }

    [Fact]
    public void From_scratch_nothing_is_fitted_to_the_log()
    {
        Assert.SkipUnless(MujocoLibrary.IsAvailable, "MuJoCo is not installed.");
        ImprovementResult result = Run(Papers.UniO4.Improvement.Cells(Profile.Smoke)[1]);
        Assert.Null(result.Offline);
        Assert.Equal(3, result.Online.Count);
    }

    /// <summary>The recipe for mazes: raw states, sparse rewards, rows that lead to the goal, an end there in the model, too.</summary>
    [Fact]
    public void In_a_maze_it_goes_from_clones_to_the_environment_as_well()
    {
        Assert.SkipUnless(MujocoLibrary.IsAvailable, "MuJoCo is not installed.");
        Cell<ImprovementSettings> cell = Papers.UniO4.Maze.Cells(Profile.Smoke).Single();
        ImprovementResult result = Run(cell);
        Assert.Equal([0, 50, 100], result.Offline!.Gates.Select(g => g.Step));
        Assert.All(result.Offline.Gates, g => Assert.All(g.Lengths, length => Assert.InRange(length, 1, 20)));
        Assert.All(result.Offline.Cloned.Concat(result.Online[^1].Scores), score => Assert.InRange(score, 0, 100));
        Assert.Equal((1024, 0), (result.Budget.Training, result.Budget.Gates));
    }

    [Fact]
    public void Tasks_have_their_own_settings_and_hopper_those_of_the_results_that_are_stored()
    {
        ImprovementSettings hopper = new UniO4Trials(Profile.Standard).Published, maze = UniO4Trials.Maze(Profile.Standard).Published,
            cheetah = UniO4Trials.HalfCheetah(Profile.Standard).Published;
        Assert.Equal((0.9, 100), (Iql(maze).Expectile, maze.Offline!.Evaluation.Horizon));
        Assert.Equal((0.7, 200), (Iql(cheetah).Expectile, cheetah.Offline!.Evaluation.Horizon));
        Assert.IsType<RewardedRows>(maze.Offline.Behavior.Method.Sampling);
        Assert.Null(maze.Offline.Behavior.Method.View.Observations);
        // Values go online as they were trained: the same rewards, the same nonlinearity.
        foreach (ImprovementSettings task in (ImprovementSettings[])[hopper, maze, cheetah])
        {
            var reward = (FixedReward)task.Offline!.Values.Method.View.Reward!;
            Assert.Equal((reward.Scale, reward.Shift), (task.Online!.Agent.Reward.Scale, task.Online.Agent.Reward.Shift));
            Assert.Equal(task.Offline.Ensemble.Policy.Activation, task.Online.Agent.Policy.Activation);
            Assert.Equal(Activation.Relu, task.Online.Agent.ValueActivation ?? task.Online.Agent.Policy.Activation);
        }
        Assert.Null(hopper.Online!.Agent.ValueActivation);

        static ImplicitQLearningOptions Iql(ImprovementSettings s) => (ImplicitQLearningOptions)s.Offline!.Values.Method.Agent;
    }

    [Fact]
    public void Advantages_are_measured_in_the_states_of_the_log()
    {
        Assert.SkipUnless(MujocoLibrary.IsAvailable, "MuJoCo is not installed.");
        AdvantageStudy study = Papers.UniO4.Advantages;
        Cell<AdvantageSettings> cell = study.Cells(Profile.Smoke)[0];
        AdvantageResult Measure(AdvantageSettings settings) => study.Run(cell with { Settings = settings }, Context(cell.Seeds));
        AdvantageResult result = Measure(cell.Settings);
        Assert.All(result.StateCorrelation.Concat(result.ActionCorrelation), c => Assert.InRange(c, -1, 1));
        Assert.All(result.TrueSpread.Concat(result.CriticSpread), spread => Assert.True(spread > 0));
        // One step: an action's value is its reward, which differs little between actions of a policy.
        Assert.All(Measure(cell.Settings with { Steps = 1 }).TrueSpread.Zip(result.TrueSpread),
            pair => Assert.True(pair.First < pair.Second));
    }

    [Fact]
    public void Decisions_compare_with_what_is_held()
    {
        GateRow Row(int step, bool[] accepted, double[] truth) => new(step, [], [], accepted, truth);
        var decisions = ImprovementCells.Decisions(
        [
            Row(0, [true, true], [10, 20]), Row(1, [true, false], [12, 25]), Row(2, [true, true], [11, 19]),
        ]).ToList();
        Assert.Equal([(true, 2), (false, 5), (true, -1), (true, -1)], decisions.Select(d => (d.Accepted, d.Gain)));
    }

    [Fact]
    public void Trainings_differ_in_what_their_names_say()
    {
        foreach (Profile profile in Enum.GetValues<Profile>())
        {
            var own = new UniO4Trials(profile);
            var all = own.Improvements().Concat(own.Pilots()).ToList();
            Assert.Equal(all.Count, all.Select(s => s.Key).Distinct().Count());
        }
        var trials = new UniO4Trials(Profile.Standard);
        Assert.Equal(1, trials.OnePolicy.Offline!.Ensemble.Count);
        Assert.Null(trials.ClonedAlone.Offline!.Ensemble.Diversity);
        Assert.Equal(trials.OneStep.Offline!.Improvement.Steps, trials.OneStep.Offline.Improvement.GateEvery);
        Assert.True(trials.FreshDraws.Offline!.Evaluation.FreshDraws);
        Assert.Equal(1, trials.NoLookAhead.Offline!.Evaluation.Horizon);
        Assert.All(trials.Ablations, s => Assert.Equal(trials.Published.Offline!.Values, s.Offline!.Values));
        Assert.Equal(UniO4Trials.Seeds(Profile.Standard).Take(3), UniO4Trials.FewSeeds(Profile.Standard));
        Assert.DoesNotContain(UniO4Trials.PilotSeed, UniO4Trials.Seeds(Profile.Standard));
        Assert.Equal(1e-1, trials.Published.Online!.Agent.Reward.Scale);
        Assert.Equal([.. trials.Published.Offline!.Ensemble.Policy.Hidden], trials.Published.Online.Agent.ValueHidden);
    }

    private static ImprovementResult Run(Cell<ImprovementSettings> cell) => Papers.UniO4.Improvement.Run(cell, Context(cell.Seeds));

    private static RunContext Context(IReadOnlyList<int> seeds) =>
        new(seeds, Artifacts.Default, null, TestContext.Current.CancellationToken);
}
