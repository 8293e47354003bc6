using System.Text.Json;
using Offprint.Agents.Policies;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Policies;

/// <summary>Heads against their formulas.</summary>
public sealed class PolicyHeadTests
{
    private static Tensor Scores() => tensor(new float[,,] { { { 1, 3, 2 }, { 5, 5, 0 } } });

    [Fact]
    public void Epsilon_greedy_shares_epsilon_among_all_and_ties_go_to_the_first()
    {
        using var scope = NewDisposeScope();
        float[] p = Probabilities(new EpsilonGreedyHead(0.3));
        float[] expected = [0.1f, 0.8f, 0.1f, 0.8f, 0.1f, 0.1f];
        for (int i = 0; i < 6; i++)
            Assert.Equal(expected[i], p[i], 1e-6f);
        IActionDistribution greedy = new EpsilonGreedyHead(0).Law(Scores());
        Assert.Equal([0f, 1, 0, 1, 0, 0], ((Categorical)greedy).LogProbabilities.exp().data<float>().ToArray());
        Assert.Equal(0, greedy.Entropy().abs().max().item<float>());
        using var random = new PopulationRandom([new Seed(1)]);
        Assert.Equal([1f, 0], greedy.Sample(random).data<float>().ToArray());
    }

    [Fact]
    public void Softmax_divides_by_the_temperature()
    {
        using var scope = NewDisposeScope();
        float[] p = Probabilities(new SoftmaxHead(2));
        double total = Math.Exp(0.5) + Math.Exp(1.5) + Math.Exp(1);
        Assert.Equal(Math.Exp(1.5) / total, p[1], 1e-6);
        Assert.Equal(p[3], p[4]);
    }

    [Fact]
    public void Gaussian_heads_have_the_density_of_the_normal_law_and_act_within_bounds()
    {
        using var scope = NewDisposeScope();
        var head = new GaussianHead(2);
        Tensor means = tensor(new float[,,] { { { 0.5f, -1 } } });
        double log = head.Law(means).LogProb(tensor(new float[,,] { { { 1.5f, 1 } } })).item<float>();
        double expected = -(1.0 + 4) / (2 * 4) - 2 * Math.Log(2 * Math.Sqrt(2 * Math.PI));
        Assert.Equal(expected, log, 1e-5);
        var policy = new HeadPolicy("p", _ => means.expand(1, 500, 2), head, new BoxSpace(2, -1, 1));
        using var random = new PopulationRandom([new Seed(2)]);
        Tensor actions = policy.Act(zeros(1, 500, 3), ActMode.Explore, random);
        Assert.InRange(actions.abs().max().item<float>(), 1, 1);
        Assert.True(policy.Distribution(zeros(1, 500, 3)).Sample(random).abs().max().item<float>() > 2);
    }

    [Fact]
    public void Heads_are_values_and_refuse_other_actions()
    {
        PolicyHead[] heads = [new EpsilonGreedyHead(0.25), new SoftmaxHead(3), new GaussianHead(0.7)];
        foreach (PolicyHead head in heads)
        {
            string text = JsonSerializer.Serialize(head, StoreJson.Options);
            Assert.DoesNotContain("iscrete", text);
            Assert.Equal(head, JsonSerializer.Deserialize<PolicyHead>(text, StoreJson.Options));
        }
        Assert.Contains("finite number", Assert.Throws<ArgumentException>(() =>
            new HeadPolicy("p", x => x, heads[0], new BoxSpace(2, -1, 1))).Message);
        Assert.Contains("box", Assert.Throws<ArgumentException>(() => new HeadPolicy("p", x => x, heads[2], new DiscreteSpace(2))).Message);
    }

    private static float[] Probabilities(PolicyHead head) =>
        ((Categorical)head.Law(Scores())).LogProbabilities.exp().data<float>().ToArray();
}
