using Offprint.Agents.Tabular.Planning;
using Offprint.Cards;
using Offprint.Environments.Tabular;

namespace Offprint.Tests.Environments.Tabular;

public class TabularMdpTests
{
    [Fact]
    public void Rows_accumulate_sort_and_drop_zeros()
    {
        TabularMdp mdp = new TabularMdpBuilder(4, 1).Add(0, 0, 3, 0.25).Add(0, 0, 1, 0.5).Add(0, 0, 3, 0.25).Add(0, 0, 2, 0)
            .Absorb(1, 2).Absorb(2).Absorb(3).Build();
        TransitionRow row = mdp.Next(0, 0);
        Assert.Equal([1, 3], row.States.ToArray());
        Assert.Equal([0.5, 0.5], row.Probabilities.ToArray());
        Assert.Equal(0.5, row[3]);
        Assert.Equal(0, row[2]);
        Assert.Equal(25, row.Expect([1, 20, 300, 30]));
        Assert.Equal(25, mdp.Expect(0, 0, [1, 20, 300, 30]));
        Assert.Equal(2, mdp.Reward(1, 0));
        Assert.Equal(5, mdp.Transitions);
    }

    [Fact]
    public void Rows_may_depend_on_the_stage()
    {
        TabularMdp mdp = new TabularMdpBuilder(2, 1, 2) { Horizon = 2 }.Add(0, 0, 1, 1, 0).Add(1, 0, 1, 1, 0).Add(0, 0, 0, 1, 1)
            .Add(1, 0, 0, 1, 1)
            .Reward(1, 0, 7, 1).Build();
        Assert.Equal(1, mdp.Next(0, 0, 0)[1]);
        Assert.Equal(1, mdp.Next(0, 0, 1)[0]);
        Assert.Equal(0, mdp.Reward(1, 0, 0));
        Assert.Equal(7, mdp.Reward(1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => mdp.Reward(1, 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ValueIteration.Sweep(mdp, 1, [0, 0], new double[2], 2));
    }

    [Fact]
    public void Copies_change_one_thing_and_share_the_rest()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(3);
        TabularMdp other = mdp.WithDiscount(0.9).WithInitial([0, 0, 1])
            .WithRewards(StateActionTable.FromFunction(mdp, (s, a) => 10 * s + a));
        Assert.Equal(0.9, other.Discount);
        Assert.Equal(1, other.Initial[2]);
        Assert.Equal(21, other.Reward(2, 1));
        Assert.Equal(0.35, other.Next(1, 1)[2]);
        Assert.Equal(5, other.WithHorizon(5).Horizon);
        Assert.Null(other.WithHorizon(5).Discount);
        Assert.Null(mdp.Discount);
        Assert.Equal(0.005, mdp.Reward(0, 0));
    }

    [Fact]
    public void A_row_that_does_not_sum_to_one_is_named_with_its_error()
    {
        var builder = new TabularMdpBuilder(3, 2) { Name = "broken" }.Absorb(0).Absorb(2).Add(1, 0, 0, 1).Add(1, 1, 0, 0.5)
            .Add(1, 1, 2, 0.47);
        string message = Assert.Throws<ArgumentException>(builder.Build).Message;
        Assert.Equal("broken: the row of state 1, action 1 sums to 0.97, 3e-2 too little.", message);
    }

    [Fact]
    public void Several_bad_rows_are_counted()
    {
        string message = Assert.Throws<ArgumentException>(() => new TabularMdpBuilder(2, 2).Add(0, 0, 1, 1.5).Build()).Message;
        Assert.Contains("state 0, action 0 sums to 1.5, 5e-1 too much; 3 other rows", message);
        message = Assert.Throws<ArgumentException>(() => new TabularMdpBuilder(1, 1).Build()).Message;
        Assert.Contains("state 0, action 0 has no transition", message);
        var stages = new TabularMdpBuilder(1, 1, 2) { Horizon = 2 }.Add(0, 0, 0, 1, 0);
        Assert.Contains("state 0, action 0, stage 1 has no transition", Assert.Throws<ArgumentException>(stages.Build).Message);
    }

    [Theory]
    [InlineData(0, 0, 5, 1.0, "leads to state 5; there are 2 states")]
    [InlineData(2, 0, 0, 1.0, "there is no state 2, action 0")]
    [InlineData(0, 0, 0, -0.5, "the probability of 0, 0 → 0 is -0.5")]
    [InlineData(0, 0, 0, double.NaN, "the probability of 0, 0 → 0 is NaN")]
    public void A_bad_transition_is_refused(int s, int a, int next, double p, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new TabularMdpBuilder(2, 1).Add(s, a, next, p)).Message);

    [Fact]
    public void Bad_rewards_starts_and_criteria_are_refused()
    {
        static string Message(Func<TabularMdpBuilder> builder) =>
            Assert.Throws<ArgumentException>(() => builder().Absorb(0).Absorb(1).Build()).Message;

        Assert.Contains("reward of state 1, action 0 is NaN", Assert.Throws<ArgumentException>(
            () => new TabularMdpBuilder(2, 1).Absorb(0).Absorb(1, double.NaN).Build()).Message);
        Assert.Contains("Bernoulli rewards need means in [0, 1]", Assert.Throws<ArgumentException>(
            () => new TabularMdpBuilder(1, 1) { Noise = RewardNoise.Bernoulli }.Absorb(0, 1.5).Build()).Message);
        Assert.Contains("start law sums to 0.9", Message(() => new TabularMdpBuilder(2, 1).Start([0.5, 0.4])));
        Assert.Contains("start probability of state 0 is -1", Message(() => new TabularMdpBuilder(2, 1).Start([-1, 2])));
        Assert.Contains("over 1 states; there are 2", Message(() => new TabularMdpBuilder(2, 1).Start([1.0])));
        Assert.Contains("discount of 1; it must lie in (0, 1)", Message(() => new TabularMdpBuilder(2, 1) { Discount = 1 }));
        Assert.Contains("both a horizon of 3 and a discount", Message(() => new TabularMdpBuilder(2, 1) { Discount = 0.5, Horizon = 3 }));
        Assert.Contains("rows for 3 stages need a horizon of 3, not 2", Message(() => new TabularMdpBuilder(2, 1, 3) { Horizon = 2 }));
        Assert.Contains("[S, A, S]", Assert.Throws<ArgumentException>(() => TabularMdp.FromArrays(new double[2, 1, 3])).Message);
        Assert.Contains("Rewards of shape [3, 1] for 2 states", Assert.Throws<ArgumentException>(
            () => TabularMdp.FromArrays(new double[2, 1, 2], new double[3, 1])).Message);
        Assert.Contains("there is no state 9", Assert.Throws<ArgumentOutOfRangeException>(() => TabularMdps.Ring(3).Reward(9, 0)).Message);
    }

    [Fact]
    public void The_card_tells_size_and_criterion()
    {
        var card = TabularMdps.RiverSwim(6).WithDiscount(0.95).Describe();
        Assert.Equal("RiverSwim(6)", card.Title);
        var facts = card.Facts.ToDictionary(fact => fact.Name, fact => fact.Value);
        Assert.Equal(6, facts["states"].Number);
        Assert.Equal(6 + 2 + 4 * 3 + 2, facts["transitions"].Number);
        Assert.Equal("discounted, γ = 0.95", facts["criterion"].Text);
        Assert.Equal(1, facts["communicating classes"].Number);
        Assert.Equal(12, card.Tables[0].Rows.Count);
    }
}
