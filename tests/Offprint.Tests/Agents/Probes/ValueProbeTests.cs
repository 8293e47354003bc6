using Offprint.Agents.Offline;
using Offprint.Agents.Probes;
using Offprint.Datasets.Transitions;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Probes;

public sealed class ValueProbeTests
{
    [Fact]
    public void It_reports_least_values_their_excess_and_the_spread_of_constant_critics()
    {
        using var scope = NewDisposeScope();
        using var agent = new Td3Bc(IdentityTask.Task, AgentCases.Seeds(2), new() { ActorHidden = [4], Critics = new() { Hidden = [4] } });
        agent.Critics.Network.Parameters.ValueSpan.Clear();
        float[] constants = [3, 5, 4, 1]; // first critic of both seeds, then the second
        constants.CopyTo(agent.Critics.Network.Parameters.ValueSpan[^4..]); // biases of the last layer
        Batch rows = IdentityTask.Noise(1, 6) with { ReturnToGo = full([1, 6, 1], 0.5f) };
        IReadOnlyDictionary<string, double[]> numbers = new ValueProbe(agent.Critics, rows).Measure(agent);
        Assert.Equal([3, 1], numbers["probe Q"]);      // min(3, 4), min(5, 1)
        Assert.Equal([1, 4], numbers["probe spread"]);
        Assert.Equal([2.5, 0.5], numbers["probe excess"]);
        Assert.DoesNotContain("probe excess", new ValueProbe(agent.Critics, rows with { ReturnToGo = null }).Measure(agent).Keys);
    }
}
