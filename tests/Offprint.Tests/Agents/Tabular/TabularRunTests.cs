using Offprint.Agents.Tabular;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;
using Offprint.Tests.Environments.Tabular;

namespace Offprint.Tests.Agents.Tabular;

public class TabularRunTests
{
    /// <summary>Follows a policy and notes what it is told.</summary>
    private sealed class Follower(TabularPolicy policy, ulong seed) : ITabularAgent
    {
        private readonly RandomStream _random = new Seed(seed).Stream();

        public TabularPolicy Policy { get; set; } = policy;

        public List<(int H, int S, int A, double R, int Next)> Seen { get; } = [];

        public int Ends { get; private set; }

        public int Act(int h, int s) => Policy.Draw(s, _random, h);

        public void Observe(int h, int s, int a, double r, int next) => Seen.Add((h, s, a, r, next));

        public void EndEpisode() => Ends++;
    }

    [Fact]
    public void Regret_is_exact_and_returns_are_what_was_observed()
    {
        TabularMdp mdp = TabularCases.Random(4, 2, 1, horizon: 5);
        PlanningSolution plan = ValueIteration.Solve(mdp);
        TabularPolicy uniform = TabularPolicy.Uniform(mdp);
        var agent = new Follower(uniform, 2);
        TabularRun run = TabularRun.Episodes(mdp, agent, 20, new Seed(3));
        double gap = plan.Return(mdp.Initial) - PolicyEvaluation.Return(mdp, uniform);
        Assert.All(run.Regrets, regret => Assert.Equal(gap, regret));
        Assert.Equal(20 * gap, run.CumulativeRegret[^1], 1e-12);
        Assert.Equal(agent.Seen.Sum(step => step.R), run.Returns.Sum(), 1e-12);
        Assert.Equal((100, 20), (agent.Seen.Count, agent.Ends));
        Assert.All(agent.Seen.Zip(agent.Seen.Skip(1)), pair => Assert.True(pair.Second.H == 0 || pair.First.Next == pair.Second.S));
        Assert.All(TabularRun.Episodes(mdp, new Follower(plan.Policy, 2), 3, new Seed(3)).Regrets, regret =>
            Assert.Equal(0, regret, 1e-13));
    }

    [Fact]
    public void Equal_seeds_give_equal_runs()
    {
        TabularMdp mdp = TabularCases.Random(4, 2, 1, horizon: 5);
        double[] Returns(ulong seed) => TabularRun.Episodes(mdp, new Follower(TabularPolicy.Uniform(mdp), 1), 10, new Seed(seed)).Returns;
        Assert.Equal(Returns(4), Returns(4));
        Assert.NotEqual(Returns(4), Returns(5));
    }

    [Fact]
    public void Steps_end_when_asked_or_at_the_limit()
    {
        TabularMdp ring = TabularMdps.Ring(4);
        var agent = new Follower(TabularPolicy.Uniform(ring), 1);
        Assert.Equal(10, TabularRun.Steps(ring, agent, 10, new Seed(1)).Total);
        TransitionCounts counts = TabularRun.Steps(ring, agent, 100, new Seed(1), c => c.N(3, 0) == 2);
        Assert.Equal(8, counts.Total);
        Assert.Equal(0, agent.Ends);
        Assert.Throws<OperationCanceledException>(() => TabularRun.Steps(ring, agent, 10, new Seed(1), cancellation: new(true)));
    }

    [Fact]
    public void Episodes_need_a_horizon()
    {
        TabularMdp ring = TabularMdps.Ring(4);
        Assert.Contains("Episodes need a horizon; Ring(4) has none",
            Assert.Throws<ArgumentException>(() => TabularRun.Episodes(ring, new Follower(TabularPolicy.Uniform(ring), 1), 1,
                new Seed(1))).Message);
    }
}
