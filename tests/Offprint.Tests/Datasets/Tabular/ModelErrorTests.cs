using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;

namespace Offprint.Tests.Datasets.Tabular;

public class ModelErrorTests
{
    private static readonly TabularMdp s_mdp = TabularMdps.RiverSwim(3);

    [Fact]
    public void Distances_are_sums_over_next_states_of_either_row()
    {
        var counts = new TransitionCounts(3, 2);
        Add(counts, 0, 0, 0, 4);                          // exact
        Add(counts, 0, 1, 1, 3); Add(counts, 0, 1, 2, 1); // (0.4, 0.6, 0) against (0, 0.75, 0.25): 0.8
        Add(counts, 1, 0, 1, 2);                          // (1, 0, 0) against (0, 1, 0): 2
        Add(counts, 1, 1, 0, 1); Add(counts, 1, 1, 1, 1); // (0.05, 0.6, 0.35) against (0.5, 0.5, 0): 0.9
        Add(counts, 2, 0, 1, 1);                          // exact
        ModelError error = ModelError.L1(s_mdp, counts);  // (2, 1) is unseen: 2
        Assert.Equal(2, error.Max, 1e-14);
        Assert.Equal((0.8 + 2 + 0.9 + 2) / 6, error.Mean, 1e-14);
    }

    [Fact]
    public void Exact_frequencies_have_no_error_and_no_data_the_greatest()
    {
        var counts = new TransitionCounts(3, 2);
        Assert.Equal(new ModelError(2, 2), ModelError.L1(s_mdp, counts));
        for (int pair = 0; pair < 6; pair++)
        {
            TransitionRow row = s_mdp.Next(pair / 2, pair % 2);
            for (int i = 0; i < row.Count; i++)
                Add(counts, pair / 2, pair % 2, row.States[i], (int)Math.Round(20 * row.Probabilities[i]));
        }
        Assert.Equal(0, ModelError.L1(s_mdp, counts).Max, 1e-14);
    }

    [Fact]
    public void Other_shapes_are_refused() => Assert.Contains("Counts of 1 stages, 4 states and 2 actions for RiverSwim(3)",
        Assert.Throws<ArgumentException>(() => ModelError.L1(s_mdp, new TransitionCounts(4, 2))).Message);

    private static void Add(TransitionCounts counts, int s, int a, int next, int times)
    {
        for (int i = 0; i < times; i++)
            counts.Add(s, a, next);
    }
}
