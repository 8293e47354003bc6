using Offprint.Agents.Online;
using Offprint.Datasets.Transitions;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Online;

public sealed class ActorTermTests
{
    private static SoftActorCriticOptions Options(params ActorTermOptions[] terms) => new()
    {
        Critics = new() { Hidden = [8] }, Policy = new() { Hidden = [8] }, ActorTerms = terms, InitialTemperature = 0.1,
    };

    /// <summary>
    /// The term is the weighted distance of the sample behind the actor's loss, which it is added to; nothing else changes.
    /// </summary>
    [Fact]
    public void Cloning_adds_the_distance_of_the_policys_sample_to_the_logged_action()
    {
        using var scope = NewDisposeScope();
        using SoftActorCritic plain = Options().Create(IdentityTask.Task, AgentCases.Seeds(2)), one = Options(new CloningOptions(1))
            .Create(IdentityTask.Task, AgentCases.Seeds(2)),
            two = Options(new CloningOptions(2.5)).Create(IdentityTask.Task, AgentCases.Seeds(2));
        Batch batch = IdentityTask.Noise(2, 16);
        foreach (SoftActorCritic agent in (SoftActorCritic[])[plain, one, two])
            agent.Update(batch);
        for (int p = 0; p < 2; p++)
        {
            Assert.InRange(one.Metrics["cloning"][p], 0.1f, 4);
            Assert.Equal(2.5f * one.Metrics["cloning"][p], two.Metrics["cloning"][p], 1e-5f);
            Assert.Equal(plain.Metrics["actor loss"][p] + one.Metrics["cloning"][p], one.Metrics["actor loss"][p], 1e-5f);
        }
        Assert.Equal(plain.Hashes()["critics"], one.Hashes()["critics"]);
        Assert.NotEqual(plain.Hashes()["actor"], one.Hashes()["actor"]);
        Assert.DoesNotContain("cloning", plain.Metrics.Names);
    }
}
