using Offprint.Agents.Bandits;
using Offprint.Numerics;
using Offprint.Papers.RlTheory.RecoveringRewardsStudy;
using Offprint.Tests.Conformance;

namespace Offprint.Papers.Tests.RlTheory.RecoveringRewardsStudy;

/// <summary>The rivals in a paper's experiments keep the library's rules, too.</summary>
public sealed class PaperAgentConformanceTests : BanditAgentConformance
{
    private static readonly PeriodicUcbOptions s_known = new(Arms, Pulls, Curves.Saturation, Horizon);

    private static readonly Dictionary<string, Func<IBanditAgent>> s_agents = new()
    {
        ["greedy"] = () => IndexAgent.Greedy(Curves, Pulls),
        ["rate index"] = () => IndexAgent.Rate(Curves, Pulls),
        ["randomized"] = () => new RandomizedAgent([0.9, 0.5, 0, 0.5, 0.3, 0.8], Pulls, new Seed(3)),
        ["stationary UCB"] = () => new StationaryUcb(s_known),
        ["ε-greedy"] = () => new EmpiricalPeriodic(s_known, commits: false, new Seed(4)),
        ["explore, then commit"] = () => new EmpiricalPeriodic(s_known, commits: true, new Seed(4)),
    };

    public static TheoryData<string> Names => [.. s_agents.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Plays_are_possible_repeat_and_earn_what_the_curves_pay(string name) => Check(s_agents[name]);

    [Fact]
    public void No_agent_of_a_paper_is_forgotten() =>
        Implementations.AssertCovered(typeof(IndexAgent).Assembly, s_agents.Values.Select(make => make()));
}
