using Offprint.Agents.Online;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Papers.OfflineToOnline.Ro2oStudy;
using Offprint.Trials;

namespace Offprint.Papers.Tests.OfflineToOnline.Ro2oStudy;

public sealed class Ro2oTests
{
    private static Method Online(Profile profile, string label) =>
        new Ro2oTrials(profile).Methods.All.Single(method => method.Label == label);

    /// <summary>Both modes and the one with the log start from one training: what differs between them comes after the switch.</summary>
    [Fact]
    public void The_modes_of_ro2o_start_from_the_same_networks_and_the_released_one_learns_online_as_sac_n()
    {
        foreach (Profile profile in Enum.GetValues<Profile>())
        {
            Method text = Online(profile, Ro2oMethods.Regularized), code = Online(profile, Ro2oMethods.Plain),
                kept = Online(profile, Ro2oMethods.Kept), sac = Online(profile, Ro2oMethods.Sac);
            Assert.Equal(text.Start!.Method, code.Start!.Method);
            Assert.Equal(text.Start.Method, kept.Start!.Method);
            Assert.Equal(code with { Start = null }, sac with { Start = null });
            Assert.NotEqual(code.Start.Method, sac.Start!.Method);
            Assert.Equal(text with { Online = kept.Online }, kept);
            Assert.Equal(0, kept.Online.WarmUpSteps);
        }
    }

    /// <summary>α_u begins at 1 and is at 0.1 after 72 % of the updates, whatever their number; online it stays there.</summary>
    [Fact]
    public void Pessimism_reaches_its_floor_after_the_same_share_of_any_training()
    {
        foreach (Profile profile in Enum.GetValues<Profile>())
        {
            Ro2oSizes sizes = Ro2oSizes.Of(profile);
            Method method = Online(profile, Ro2oMethods.Regularized);
            EnsemblePessimismOptions before = Pessimism(method.Start!.Method), after = Pessimism(method),
                half = Pessimism(new Ro2oTrials(profile).Methods.Ablations(0.5)[0]);
            Assert.Equal(1, before.After(0));
            Assert.Equal(0.55, before.After((long)(0.36 * sizes.Updates)), 1e-9);
            Assert.Equal(0.1, before.After((long)Math.Ceiling(0.72 * sizes.Updates)), 1e-9);
            Assert.Equal(0.55, half.After((long)(0.18 * sizes.Updates)), 1e-9);
            Assert.Equal((0.1, 0.1), (after.After(0), after.After(1_000_000)));
        }
        EnsemblePessimismOptions authors = Pessimism(Online(Profile.Paper, Ro2oMethods.Regularized).Start!.Method);
        Assert.Equal(new EnsemblePessimismOptions().Decay, authors.Decay, 1e-12);

        static EnsemblePessimismOptions Pessimism(Method method) =>
            ((SoftActorCriticOptions)method.Agent).Terms.OfType<EnsemblePessimismOptions>().Single();
    }

    [Fact]
    public void Methods_without_a_part_differ_from_ro2o_in_nothing_else()
    {
        IReadOnlyList<Method> all = new Ro2oTrials(Profile.Standard).Methods.Ablations(Ro2oTrials.AblationShare);
        var whole = (SoftActorCriticOptions)all[0].Agent;
        Assert.Equal((2, 1), (whole.Terms.Count, whole.ActorTerms.Count));
        int[] terms = [2, 1, 1, 2, 0], actor = [1, 1, 1, 0, 0];
        for (int i = 0; i < all.Count; i++)
        {
            var agent = (SoftActorCriticOptions)all[i].Agent;
            Assert.Equal((terms[i], actor[i]), (agent.Terms.Count, agent.ActorTerms.Count));
            Assert.All(agent.Terms, term => Assert.Contains(term, whole.Terms));
            Assert.Equal(all[0], all[i] with { Agent = agent with { Terms = whole.Terms, ActorTerms = whole.ActorTerms } });
            Assert.Equal(new ObservationScale(VarianceDivisor.Count, 1e-3), all[i].View.Observations);
        }
    }

    /// <summary>
    /// In the maze one offline training is shared by both modes, the control differs from RO2O by the regularizers alone, and SAC-N from
    /// the control by the recipe.
    /// </summary>
    [Fact]
    public void In_the_maze_methods_differ_in_what_their_names_say()
    {
        foreach (Profile profile in Enum.GetValues<Profile>())
        {
            Trial[] trials = [.. Ro2oTrials.Maze(profile)];
            Method Of(string label) => trials.Single(trial => trial.Method.Label == label).Method;
            Method text = Of(Ro2oMethods.Regularized), code = Of(Ro2oMethods.Plain), bare = Of(MazeMethods.Bare), sac = Of(Ro2oMethods.Sac);
            SoftActorCriticOptions whole = Agent(text), recipe = Agent(bare);
            Assert.Equal(text.Start!.Method, code.Start!.Method);
            Assert.Equal(text with { Start = null, Online = new() }, text.Start.Method); // α_u is constant: one agent for both phases
            Assert.Equal(code with { Start = bare.Start }, bare);
            Assert.Equal((1, 2), (whole.Terms.Count, whole.ActorTerms.Count));
            Assert.Equal(bare, text with { Agent = whole with { Terms = [], ActorTerms = [new CloningOptions(5)] }, Start = bare.Start });
            Assert.Equal(sac, bare with
            {
                Agent = recipe with
                {
                    IndependentTargets = false, ActorValue = CriticReduction.Min, ActorDeviations = null, ActorTerms = [],
                },
                Start = sac.Start,
            });
            Assert.All(trials, trial => Assert.Equal((trials[0].Data, trials[0].Run), (trial.Data, trial.Run with
            {
                Probes = trials[0].Run.Probes,
            })));
        }

        static SoftActorCriticOptions Agent(Method method) => (SoftActorCriticOptions)method.Agent;
    }

    /// <summary>2 at the goal, −2 a step before it for ensembles; IQL's own −1 a step.</summary>
    [Fact]
    public void In_the_maze_steps_cost_what_the_authors_charge()
    {
        RewardRule[] rules = [.. Ro2oTrials.Maze(Profile.Paper).Select(trial => trial.Method.View.Reward!)];
        Assert.Equal<RewardRule>([.. Enumerable.Repeat(new FixedReward(4, -2), 4), new FixedReward(1, -1)], rules);
    }

    /// <summary>Theory: rows add positive semidefinite matrices, so that uncertainty and bound fall in every problem.</summary>
    [Fact]
    public void Rows_lower_uncertainty_and_bound_and_nothing_else_is_promised()
    {
        PanelSettings settings = new PanelStudy().Cells(Profile.Standard)[0].Settings with { Side = 9, Features = 16, Horizon = 5 };
        for (ulong seed = 1; seed <= 5; seed++)
        {
            PanelOutcome[] outcomes = new PanelProblem(settings, new Seed(seed)).Solve();
            Assert.Equal(0, outcomes[0].Increase);
            for (int k = 1; k < outcomes.Length; k++)
            {
                Assert.True(outcomes[k].Increase <= 1e-12);
                Assert.True(outcomes[k].Uncertainty < outcomes[k - 1].Uncertainty);
                Assert.All(outcomes[k].Bounds.Zip(outcomes[k - 1].Bounds), pair => Assert.True(pair.First <= pair.Second + 1e-10));
            }
            Assert.All(outcomes, outcome => Assert.All(outcome.Gaps, gap => Assert.InRange(gap, -1e-12, settings.Horizon)));
        }
    }

    /// <summary>
    /// Where the log covers the grid and hardly anything is subtracted, the fitted policy is nearly the best: the truth is what it is
    /// measured by.
    /// </summary>
    [Fact]
    public void With_data_everywhere_the_gap_closes()
    {
        PanelSettings little = new(7, 200, 5, 60, 0.15, 1, 0.1, 1, 1),
            much = little with { Rows = 4000, Spread = 0.6, Ridge = 1e-4, Penalty = 0.01 };
        double before = 0, after = 0;
        for (ulong seed = 1; seed <= 3; seed++)
        {
            before += new PanelProblem(little, new Seed(seed)).Solve()[0].Gaps.Average();
            after += new PanelProblem(much, new Seed(seed)).Solve()[0].Gaps.Average();
        }
        Assert.InRange(after, 0, before / 5);
    }

    /// <summary>Scores at the switch 20 and 30, then 10, 40, 50, 60, 70 online.</summary>
    [Fact]
    public void A_run_is_judged_from_the_switch_on()
    {
        double[][] scores = [[5], [20], [30], [10], [40], [50], [60], [70]];
        var run = new OnlineRun(new MethodResult([0, 100, 100, 100, 100, 100, 100, 100], [0, 0, 0, 10, 20, 30, 40, 50], scores)
        {
            Lengths = [[9], [8], [7], [6], [5], [4], [3], [2]],
            Metrics = new Dictionary<string, double[][]> { ["loss"] = [[double.NaN], [4], [double.NaN], [1], [1], [1], [1], [6]] },
        });
        Assert.Equal([25.0], run.AtSwitch);
        Assert.Equal([20.0], run.Drop);
        Assert.Equal([10.0], run.LowestEarly);
        Assert.Equal((7.0, 2.0), (run.LengthAtSwitch[0], run.LastLength[0]));
        Assert.Equal([46.0], run.Online);
        Assert.Equal(0.54, run.Regret[0], 1e-12);
        Assert.Equal([55.0], run.Final);
        Assert.Equal([4.0], run.Magnitude("loss", online: false)!);
        Assert.Equal([2.0], run.Magnitude("loss", online: true)!);
        Assert.Null(run.Magnitude("another", online: true));
    }

    [Fact]
    public void Ratios_are_geometric_means_with_an_interval_that_is_asymmetric()
    {
        var ratio = Ro2oResults.Ratio([2, 8], [1, 1]);
        Assert.Equal(4, ratio.Value, 1e-12);
        Assert.Equal(16, ratio.Interval.Low * ratio.Interval.High, 1e-9);
    }
}
