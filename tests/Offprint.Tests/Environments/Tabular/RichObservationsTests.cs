using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.Tabular;

public class RichObservationsTests
{
    /// <summary>Values, coverability and occupancies are the latent MDP's: observations are only names.</summary>
    [Fact]
    public void Observations_change_no_value_and_no_coverability()
    {
        TabularMdp latent = TabularMdps.Garnet(3, 2, 2, new Seed(1)).WithHorizon(3), rich = RichObservations.Of(latent, 4);
        PlanningSolution small = ValueIteration.Solve(latent), large = ValueIteration.Solve(rich);
        Assert.Equal(12, rich.States);
        Assert.Equal(small.Return(latent.Initial), large.Return(rich.Initial), 1e-12);
        StateActionTable lifted = RichObservations.Lift(small.ActionValues, 4, (_, s) => s);
        Assert.All(Enumerable.Range(0, lifted.Values.Length), i => Assert.Equal(lifted.Values[i], large.ActionValues.Values[i], 1e-12));
        Assert.Equal(Coverability.Of(latent), Coverability.Of(rich), 1e-9);
        StateActionTable few = Occupancy.Of(latent, TabularPolicy.Uniform(latent)), many = Occupancy.Of(rich, TabularPolicy.Uniform(rich));
        Assert.Equal(few[1, 0, 2], Enumerable.Range(4, 4).Sum(x => many[x, 0, 2]), 1e-12);
    }

    [Fact]
    public void A_wrong_decoder_reads_another_states_values()
    {
        var values = new StateActionTable(2, 1, 2);
        (values[0, 0], values[1, 0], values[0, 0, 1], values[1, 0, 1]) = (1, 2, 3, 4);
        StateActionTable lifted = RichObservations.Lift(values, 2, (h, s) => h == 1 ? 1 - s : s);
        Assert.Equal([1, 1, 2, 2, 4, 4, 3, 3], lifted.Values.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => RichObservations.Of(TabularMdps.Ring(2), 0));
    }
}
