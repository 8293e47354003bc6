using Offprint.Agents.Learners;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Transitions;
using Offprint.Tensors;

namespace Offprint.Tests.Agents.Learners;

/// <summary>Every agent learns that the best action equals the observation; a random policy returns ½ on average, the best one 1.</summary>
public sealed class IdentityLearningTests
{
    // Cloning is given good actions; an agent that only weighs logged ones finds the best among noisy ones.
    [Theory]
    [InlineData("BC", 0.2, 0.98)]
    [InlineData("BC, likelihood", 0.2, 0.98)]
    [InlineData("TD3+BC", 0.3, 0.97)]
    [InlineData("TD3", null, 0.95)] // its actor moves half as often
    [InlineData("A2PR", 0.3, 0.97)]
    [InlineData("wPC", 0.3, 0.97)]
    [InlineData("IQL", 0.3, 0.95)]
    [InlineData("AWAC", 0.3, 0.95)]
    [InlineData("AWAC, normalized", 0.3, 0.95)]
    [InlineData("SAC", null, 0.97)]
    [InlineData("REDQ", null, 0.97)]
    [InlineData("RO2O, mazes", 0.3, 0.95)]
    [InlineData("CQL", 0.3, 0.95)]
    [InlineData("Cal-QL, Lagrange", 0.3, 0.95)]
    public void The_identity_is_learned(string name, double? noise, double bound)
    {
        const int population = 2;
        using PopulationAgent agent = AgentCases.Make(name, population);
        using var evaluator = new RolloutEvaluator(() => new IdentityTask(), population, new() { Episodes = 100 });
        using BatchLoader loader = IdentityTask.Loader(IdentityTask.Log(2000, noise), 64, population);
        using var random = new PopulationRandom(AgentCases.Seeds(population));
        double[] before = evaluator.Evaluate(agent.Policy, AgentCases.Seeds(population)).Means;
        for (int t = 0; t < 450; t++)
            agent.Update(loader.Next(random));
        double[] after = evaluator.Evaluate(agent.Policy, AgentCases.Seeds(population)).Means;
        Assert.All(before, mean => Assert.InRange(mean, -1, 0.9));
        Assert.All(after, mean => Assert.InRange(mean, bound, 1));
    }
}
