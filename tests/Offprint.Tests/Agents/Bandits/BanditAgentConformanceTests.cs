using Offprint.Agents.Bandits;
using Offprint.Tests.Conformance;

namespace Offprint.Tests.Agents.Bandits;

/// <summary>The library's agents; those of papers are checked with them.</summary>
public sealed class BanditAgentConformanceTests : BanditAgentConformance
{
    private static readonly PeriodicUcbOptions s_known = new(Arms, Pulls, Curves.Saturation, Horizon);

    private static readonly Dictionary<string, Func<IBanditAgent>> s_agents = new()
    {
        ["periodic UCB"] = () => new PeriodicUcb(s_known),
        ["periodic UCB, short phases, no sharing, no carry"] = () =>
            new PeriodicUcb(s_known with { PhaseLength = 20, ShareMonotone = false, Carry = false }),
        ["a schedule"] = () => new PeriodicAgent(new PeriodicPlanner(s_known.Planner).Plan(Curves, Pulls).Schedule),
    };

    public static TheoryData<string> Names => [.. s_agents.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Plays_are_possible_repeat_and_earn_what_the_curves_pay(string name) => Check(s_agents[name]);

    [Fact]
    public void No_agent_of_the_library_is_forgotten() =>
        Implementations.AssertCovered(typeof(IBanditAgent).Assembly, s_agents.Values.Select(make => make()));
}
