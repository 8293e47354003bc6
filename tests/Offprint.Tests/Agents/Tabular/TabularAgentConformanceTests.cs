using Offprint.Agents.Tabular;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;
using Offprint.Tests.Conformance;
using Offprint.Tests.Environments.Tabular;
using Xunit.Sdk;

namespace Offprint.Tests.Agents.Tabular;

/// <summary>
/// What every learner of finite MDPs must do. The rules are tried on one that keeps them and on some that break one each, too; a learner of
/// the library that is missing in <see cref="s_agents"/> fails.
/// </summary>
public sealed class TabularAgentConformanceTests
{
    private const int Episodes = 60;

    private static readonly TabularMdp s_mdp = TabularCases.Random(4, 3, 1, horizon: 3);

    private static readonly Dictionary<string, Func<Seed, ITabularAgent>> s_agents = new()
    {
        ["certainty equivalence"] = seed => new CertaintyEquivalence(seed),
        ["NORA"] = seed => new Nora(EpisodicTask.OfTotal(s_mdp, 3), new(), seed),
        ["DOUHUA"] = seed => new Nora(EpisodicTask.OfTotal(s_mdp, 3),
            new() { Target = CriticTarget.Policy, Switching = SwitchRule.EveryEpisode, ResetsActor = false }, seed),
        ["LSVI-UCB"] = seed => new Nora(EpisodicTask.OfTotal(s_mdp, 3),
            new() { LearningRate = null, Switching = SwitchRule.EveryEpisode }, seed),
        ["NORA, version space"] = seed => new VersionSpaceNora(
            EpisodicTask.OfTotal(s_mdp, 3) with { Functions = new([ValueIteration.Solve(s_mdp).ActionValues, new(4, 3, 3)]) },
            new() { Episodes = Episodes }, seed),
    };

    public static TheoryData<string> Names => [.. s_agents.Keys];

    [Fact]
    public void No_agent_of_the_library_is_forgotten() =>
        Implementations.AssertCovered(typeof(ITabularAgent).Assembly, s_agents.Values.Select(make => make(new Seed(1))));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_rules_are_kept(string name) => Check(s_agents[name]);

    [Theory]
    [InlineData("an action that its policy excludes")]
    [InlineData("a new policy object without a change")]
    [InlineData("draws that do not repeat")]
    public void A_breach_of_a_rule_is_found(string breach) =>
        Assert.ThrowsAny<XunitException>(() => Check(seed => new CertaintyEquivalence(seed) { Breach = breach }));

    private static void Check(Func<Seed, ITabularAgent> make)
    {
        var witness = new Witness(make(new Seed(3)));
        TabularRun run = TabularRun.Episodes(s_mdp, witness, Episodes, new Seed(2));
        Assert.Equal(Episodes * 3, witness.Steps);
        Assert.All(run.Regrets, regret => Assert.InRange(regret, -1e-12, double.MaxValue)); // no policy beats the best one
        TabularRun again = TabularRun.Episodes(s_mdp, make(new Seed(3)), Episodes, new Seed(2));
        Assert.Equal(run.Returns, again.Returns);
        Assert.Equal(run.Regrets, again.Regrets);
    }

    /// <summary>Looks over an agent's shoulder.</summary>
    private sealed class Witness(ITabularAgent inner) : ITabularAgent
    {
        public int Steps { get; private set; }

        public TabularPolicy Policy
        {
            get
            {
                TabularPolicy policy = inner.Policy;
                Assert.Same(policy, inner.Policy); // nothing was learned in between
                for (int s = 0; s < s_mdp.States; s++)
                {
                    for (int h = 0; h < 3; h++)
                        Assert.Equal(1, Enumerable.Range(0, s_mdp.Actions).Sum(a => policy.Probability(s, a, policy.Stages == 1 ? 0 : h)),
                            1e-12);
                }
                return policy;
            }
        }

        public int Act(int h, int s)
        {
            int a = inner.Act(h, s);
            Assert.InRange(a, 0, s_mdp.Actions - 1);
            Assert.True(inner.Policy.Probability(s, a, inner.Policy.Stages == 1 ? 0 : h) > 0,
                $"Action {a} of state {s} has probability 0.");
            return a;
        }

        public void Observe(int h, int s, int a, double r, int next)
        {
            Steps++;
            inner.Observe(h, s, a, r, next);
        }

        public void EndEpisode() => inner.EndEpisode();
    }

    /// <summary>
    /// Explores evenly for twenty episodes, then follows the best policy of what it has counted, and of one made-up row a pair.
    /// </summary>
    private sealed class CertaintyEquivalence : ITabularAgent
    {
        private readonly TransitionCounts _counts = new(s_mdp.States, s_mdp.Actions);
        private readonly RandomStream _random;
        private TabularPolicy _policy = TabularPolicy.Uniform(s_mdp);
        private int _episode;

        public CertaintyEquivalence(Seed seed)
        {
            _random = seed.Stream();
            for (int pair = 0; pair < s_mdp.States * s_mdp.Actions; pair++)
                _counts.Add(pair / s_mdp.Actions, pair % s_mdp.Actions, pair / s_mdp.Actions, 0);
        }

        public string? Breach { get; init; }

        public TabularPolicy Policy => Breach == "a new policy object without a change" && _episode == 30
            ? TabularPolicy.Uniform(s_mdp)
            : _policy;

        public int Act(int h, int s)
        {
            int a = _policy.Draw(s, Breach == "draws that do not repeat" ? new Seed((ulong)Random.Shared.NextInt64()).Stream()
                : _random, h);
            return Breach == "an action that its policy excludes" && _episode == 40 ? (a + 1) % s_mdp.Actions : a;
        }

        public void Observe(int h, int s, int a, double r, int next) => _counts.Add(s, a, next, r);

        public void EndEpisode()
        {
            if (++_episode == 20)
                _policy = ValueIteration.Solve(_counts.ToMdp(s_mdp)).Policy;
        }
    }
}
