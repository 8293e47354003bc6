using Offprint.Agents.Tabular;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Tabular.ActorCritics;

public sealed class NoraTests
{
    private static readonly TabularMdp s_sea = TabularMdps.DeepSea(8);

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(10)]
    public void Deep_sea_has_the_values_of_the_closed_forms(int size)
    {
        TabularMdp sea = TabularMdps.DeepSea(size);
        Assert.Equal(0.99, ValueIteration.Solve(sea).Return(sea.Initial), 1e-12);
        Assert.Equal(Math.Pow(2, -size) - 0.005, PolicyEvaluation.Return(sea, TabularPolicy.Uniform(sea)), 1e-12);
    }

    [Fact]
    public void Concentrability_of_careless_experts_is_a_power()
    {
        TabularPolicy best = ValueIteration.Solve(s_sea).Policy, uniform = TabularPolicy.Uniform(s_sea);
        StateActionTable target = Occupancy.Of(s_sea, best);
        Assert.Equal(Math.Pow(0.85, -8), Concentrability.SinglePolicy(target, Occupancy.Of(s_sea, best.Mix(uniform, 0.3))), 1e-9);
        Assert.Equal(3.669852, Math.Pow(0.85, -8), 5e-7);
        Assert.Equal(256, Concentrability.SinglePolicy(target, Occupancy.Of(s_sea, uniform)), 1e-9);
    }

    [Fact]
    public void Backward_evaluation_is_the_policys_value_and_allocates_nothing()
    {
        TabularMdp mdp = TabularMdps.DeepSea(6, 0.1);
        RandomStream random = new Seed(4).Stream();
        var probabilities = new StateActionTable(6, 2, 6);
        for (int row = 0; row < 36; row++)
        {
            double p = random.NextDouble();
            (probabilities.Values[2 * row], probabilities.Values[2 * row + 1]) = (p, 1 - p);
        }
        var evaluation = new BackwardEvaluation(mdp);
        Assert.Equal(PolicyEvaluation.Return(mdp, TabularPolicy.FromProbabilities(probabilities)), evaluation.Return(probabilities), 1e-14);
        Assert.Equal(0, Allocations.Least(() => evaluation.Return(probabilities)));
        Assert.Contains("no", Assert.Throws<ArgumentException>(() => new BackwardEvaluation(TabularMdps.RiverSwim(4))).Message);
    }

    [Fact]
    public void Mirror_ascent_on_a_fixed_critic_is_a_softmax()
    {
        StateActionTable critic = StateActionTable.FromArray(new[,] { { 0.3, -0.2, 0.9 }, { 0, 0, 0.1 } });
        var shifted = StateActionTable.FromArray(new[,] { { 5.3, 4.8, 5.9 }, { -7, -7, -6.9 } }); // + a number a state
        var (actor, other) = (new MirrorAscentActor(0.7, critic), new MirrorAscentActor(0.7, critic));
        var (p, q) = (new StateActionTable(2, 3), new StateActionTable(2, 3));
        for (int k = 0; k < 5; k++)
        {
            actor.Step(critic);
            other.Step(shifted);
        }
        actor.Fill(p);
        other.Fill(q);
        double z = Math.Exp(3.5 * 0.3) + Math.Exp(-3.5 * 0.2) + Math.Exp(3.5 * 0.9);
        Assert.Equal(Math.Exp(3.5 * 0.9) / z, p[0, 2], 1e-12);
        for (int i = 0; i < 6; i++)
            Assert.Equal(p.Values[i], q.Values[i], 1e-12);
        actor.Reset();
        actor.Fill(p);
        Assert.All(p.Values.ToArray(), x => Assert.Equal(1 / 3.0, x, 1e-15));
    }

    /// <summary>Values (1, 0): after k steps the regret is 1/(1 + e^{ηk}), which sums to about ln 2/η and to less than 2 ln 2/η + 1/2.</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(1)]
    public void The_regret_of_a_phase_is_the_bounds_half(double eta)
    {
        StateActionTable critic = StateActionTable.FromArray(new[,] { { 1.0, 0 } });
        var (actor, p) = (new MirrorAscentActor(eta, critic), new StateActionTable(1, 2));
        double sum = 0;
        for (int k = 0; k < 40 / eta; k++)
        {
            actor.Fill(p);
            Assert.Equal(1 / (1 + Math.Exp(eta * k)), p[0, 1], 1e-12);
            sum += p[0, 1];
            actor.Step(critic);
        }
        Assert.Equal(Math.Log(2) / eta + 0.25, sum, eta / 20); // Euler and Maclaurin: the integral, and half of the first term
        Assert.InRange(sum, 0, 2 * Math.Log(2) / eta + 0.5);
    }

    [Fact]
    public void A_huge_bonus_keeps_the_policy_uniform()
    {
        var agent = new Nora(EpisodicTask.OfTotal(s_sea), new() { Bonus = 1e6 }, new Seed(1));
        TabularRun.Episodes(s_sea, agent, 200, new Seed(2));
        Assert.All(agent.Critic.Values.ToArray(), f => Assert.Equal(1, f));
        Assert.All(agent.Probabilities.Values.ToArray(), p => Assert.Equal(0.5, p, 1e-15));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Much_data_and_little_ridge_give_the_best_values(bool linear)
    {
        TabularMdp mdp = TabularMdps.DeepSea(5, 0.2);
        var options = new NoraOptions { Ridge = 1e-6, Bonus = 0 };
        EpisodicTask task = EpisodicTask.OfTotal(mdp) with { Features = linear ? PairFeatures.OneHot(5, 2) : null };
        LsviCritic critic = LsviCritic.Create(task, options);
        // Exact frequencies: five rows of each pair and stage are the law itself.
        for (int h = 0; h < 5; h++)
        {
            for (int pair = 0; pair < 10; pair++)
            {
                TransitionRow row = mdp.Next(pair / 2, pair % 2, h);
                for (int i = 0; i < row.Count; i++)
                {
                    for (int n = 0; n < (int)Math.Round(5 * row.Probabilities[i]); n++)
                        critic.Observe(h, pair / 2, pair % 2, mdp.Reward(pair / 2, pair % 2, h), row.States[i]);
                }
            }
        }
        critic.Update(new StateActionTable(5, 2, 5));
        StateActionTable best = ValueIteration.Solve(mdp).ActionValues;
        for (int i = 0; i < best.Values.Length; i++)
            Assert.Equal(best.Values[i], critic.Values.Values[i], 1e-5);
    }

    /// <summary>One-hot features make the linear critic the tabular one, two implementations that share no arithmetic.</summary>
    [Fact]
    public void Linear_with_one_hot_features_is_tabular()
    {
        TabularMdp mdp = TabularMdps.DeepSea(5, 0.1);
        EpisodicTask task = EpisodicTask.OfTotal(mdp);
        var tabular = new Nora(task, new(), new Seed(3));
        var linear = new Nora(task with { Features = PairFeatures.OneHot(5, 2) }, new(), new Seed(3));
        TabularRun first = TabularRun.Episodes(mdp, tabular, 150, new Seed(4)), second = TabularRun.Episodes(mdp, linear, 150, new Seed(4));
        Assert.Equal(tabular.Switches, linear.Switches);
        Assert.Equal(first.Returns, second.Returns);
        for (int t = 0; t < 150; t++)
            Assert.Equal(first.Regrets[t], second.Regrets[t], 1e-8);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Doubling_updates_at_the_counts_of_the_sheet(bool linear)
    {
        TabularMdp one = TabularMdp.FromArrays(new double[1, 1, 1] { { { 1 } } }, horizon: 1);
        EpisodicTask task = EpisodicTask.OfTotal(one) with { Features = linear ? PairFeatures.OneHot(1, 1) : null };
        var agent = new Nora(task, new(), new Seed(1));
        List<int> counts = [0];
        for (int n = 1, before = 1; n <= 40; n++)
        {
            agent.Observe(0, 0, 0, 0, 0);
            agent.EndEpisode();
            if (agent.Switches > before)
                counts.Add(n);
            before = agent.Switches;
        }
        Assert.Equal([0, 1, 3, 7, 15, 31], counts);
    }

    /// <summary>The target of DOUHUA is the value of the policy itself: with exact counts, the policy's own Q.</summary>
    [Fact]
    public void A_critic_of_the_policy_is_its_evaluation()
    {
        TabularMdp mdp = TabularMdps.DeepSea(4);
        LsviCritic critic = LsviCritic.Create(EpisodicTask.OfTotal(mdp),
            new() { Ridge = 1e-9, Bonus = 0, Target = CriticTarget.Policy });
        for (int h = 0; h < 4; h++)
        {
            for (int pair = 0; pair < 8; pair++)
                critic.Observe(h, pair / 2, pair % 2, mdp.Reward(pair / 2, pair % 2, h), mdp.Next(pair / 2, pair % 2, h).States[0]);
        }
        var half = new StateActionTable(4, 2, 4);
        half.Values.Fill(0.5);
        critic.Update(half);
        StateActionTable exact = PolicyEvaluation.Evaluate(mdp, TabularPolicy.FromProbabilities(half)).ActionValues;
        for (int i = 0; i < exact.Values.Length; i++)
            Assert.Equal(exact.Values[i], critic.Values.Values[i], 1e-7);
    }

    [Fact]
    public void Offline_data_save_updates_and_regret()
    {
        TabularMdp mdp = TabularMdps.DeepSea(8, 0.1);
        TabularPolicy careless = ValueIteration.Solve(mdp).Policy.Mix(TabularPolicy.Uniform(mdp), 0.3);
        TabularDataset offline = TabularDataset.Collect(mdp, careless, 400, new Seed(5));
        EpisodicTask task = EpisodicTask.OfTotal(mdp);
        var (online, hybrid) = (new Nora(task, new(), new Seed(1)), new Nora(task, new(), new Seed(1), offline));
        double without = TabularRun.Episodes(mdp, online, 500, new Seed(2)).Regrets.Sum();
        double with = TabularRun.Episodes(mdp, hybrid, 500, new Seed(2)).Regrets.Sum();
        Assert.True(with < without, $"{with} with offline data, {without} without");
        Assert.True(hybrid.Switches < online.Switches - 10);
    }

    [Fact]
    public void Acting_and_observing_allocate_nothing()
    {
        var agent = new Nora(EpisodicTask.OfTotal(s_sea), new(), new Seed(1));
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int h = 0; h < 8; h++)
                agent.Observe(h, 0, agent.Act(h, 0), 0, 0);
            agent.EndEpisode();
        }));
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        EpisodicTask task = EpisodicTask.OfTotal(s_sea);
        void Refused(NoraOptions options, string words) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => options.Create(task, new Seed(1))).Message);
        Refused(new() { Ridge = 0 }, "A ridge of 0");
        Refused(new() { Ridge = -1 }, "must be positive");
        Refused(new() { Bonus = double.NaN }, "A bonus of NaN");
        Refused(new() { LearningRate = 0 }, "A learning rate of 0");
        Refused(new() { Growth = 1 }, "A growth factor of 1");
        Assert.Contains("one finite number a stage", Assert.Throws<ArgumentException>(() => new EpisodicTask(s_sea, [1, 1])).Message);
        Assert.Contains("needs a horizon", Assert.Throws<ArgumentException>(() => EpisodicTask.OfTotal(TabularMdps.RiverSwim(3))).Message);
        var other = TabularDataset.Collect(TabularMdps.DeepSea(4), TabularPolicy.Uniform(TabularMdps.DeepSea(4)), 1, new Seed(1));
        Assert.Contains("Offline data of 4 states",
            Assert.Throws<ArgumentException>(() => new NoraOptions().Create(task, new Seed(1), other)).Message);
    }
}
