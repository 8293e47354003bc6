using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Numerics;

namespace Offprint.Tests.Agents;

public class PolicyCardTests
{
    private static readonly Seed[] s_seeds = [new(1), new(2)];

    [Fact]
    public void Policies_say_how_they_act_and_how_large_they_are()
    {
        var box = new EnvironmentSpec("box", new BoxSpace(3), new BoxSpace(2, -1, 1));
        using var gaussian = new GaussianPolicy(box, new() { Hidden = [8] }, s_seeds);
        using var deterministic = new DeterministicPolicy(box, [8], s_seeds);
        using var categorical = new CategoricalPolicy(box with { Action = new DiscreteSpace(4) }, [8], s_seeds);
        IDescribable[] all = [gaussian, deterministic, categorical];
        Assert.Equal(["GaussianPolicy", "DeterministicPolicy", "CategoricalPolicy"], all.Select(policy => policy.Describe().Title));
        Assert.All(all, policy => Assert.Equal(2, policy.Describe().Facts.Single(fact => fact.Name == "Members").Value.Number));
        Assert.Equal((3 * 8) + 8 + (8 * 4) + 4,
            categorical.Describe().Facts.Single(fact => fact.Name == "Parameters of a member").Value.Number);
    }

    [Fact]
    public void An_environment_that_can_be_drawn_is_on_its_card_as_it_stands()
    {
        using var pole = new CartPole();
        float[] observation = new float[4];
        ImageGrid Picture() => Assert.IsType<ImageGrid>(pole.Describe().Figures.Single());
        pole.StartAt([0, 0, 0, 0], observation);
        byte[] upright = Picture().Images[0].Pixels;
        pole.StartAt([0, 0, 0.2, 0], observation);
        Assert.NotEqual(upright, Picture().Images[0].Pixels);
        Assert.Equal("CartPole after 0 steps", Picture().Title);
        pole.Step([1], observation); // looking changes nothing: the episode goes on
        Assert.Equal("CartPole after 1 steps", Picture().Title);
    }
}
