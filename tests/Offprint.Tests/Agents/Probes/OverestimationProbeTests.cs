using Offprint.Agents.Offline;
using Offprint.Agents.Policies;
using Offprint.Agents.Probes;
using Offprint.Agents.Rollouts;
using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Probes;

public sealed class OverestimationProbeTests
{
    [Fact]
    public void The_gap_of_constant_critics_is_known()
    {
        using var scope = NewDisposeScope();
        Seed[] seeds = AgentCases.Seeds(2);
        using var agent = new Td3Bc(new Pendulum().Spec, seeds, new() { ActorHidden = [4], Critics = new() { Hidden = [4] } });
        agent.Critics.Network.Parameters.ValueSpan.Clear();
        float[] constants = [3, 5, 4, 1]; // first critic of both seeds, then the second
        constants.CopyTo(agent.Critics.Network.Parameters.ValueSpan[^4..]);
        using var evaluator = new RolloutEvaluator(() => new Pendulum(), 2, new() { Episodes = 2, Discount = 0.9 });
        IReadOnlyDictionary<string, double[]> numbers = new OverestimationProbe(agent.Critics, evaluator, seeds).Measure(agent);
        for (int p = 0; p < 2; p++)
        {
            double realized = 0, predicted = p == 0 ? 3 : 1; // min(3, 4), min(5, 1)
            for (int episode = 0; episode < 2; episode++)
                realized += Play(agent, p, seeds[p].Derive((ulong)episode)) / 2;
            Assert.Equal(predicted, numbers["predicted value"][p], 1e-6);
            Assert.Equal(realized, numbers["realized value"][p], 1e-3);
            Assert.Equal(predicted - numbers["realized value"][p], numbers["overestimation"][p], 1e-9);
        }
        Assert.Equal("options", Assert.Throws<ArgumentOutOfRangeException>(() =>
            new RolloutEvaluator(() => new Pendulum(), 1, new() { Discount = 1.1 })).ParamName);
    }

    /// <summary>The discounted return of an episode of one member.</summary>
    private static double Play(Td3Bc agent, int member, Seed start)
    {
        using var environment = new Pendulum();
        using var random = new PopulationRandom(AgentCases.Seeds(2));
        float[] observation = new float[3];
        environment.Reset(start, observation);
        double sum = 0, factor = 1;
        for (StepResult step = default; !step.Ended; sum += factor * step.Reward, factor *= 0.9)
        {
            float[] action = agent.Policy.Act(tensor(observation, [1, 1, 3]).expand(2, -1, -1), ActMode.Deterministic,
                random)[member].data<float>().ToArray();
            step = environment.Step(action, observation);
        }
        return sum;
    }
}
