using Offprint.Experiments;
using Offprint.Papers.OfflineToOnline.MoorlStudy;

namespace Offprint.Papers.Tests.OfflineToOnline.MoorlStudy;

public sealed class TwoSourceTests
{
    private static TwoSourceResult Run(RegressionMethod method, int[] seeds, int iterations = 40, double rate = 1e-2)
    {
        var settings = new TwoSourceSettings(method, 50, 0.05, iterations, 5, 16, [16], rate, 2);
        var context = new RunContext(seeds, Artifacts.Default, null, TestContext.Current.CancellationToken);
        return Papers.Moorl.TwoSource.Run(Cell.Of(settings, seeds), context);
    }

    [Fact]
    public void Seeds_do_not_depend_on_one_another_and_training_repeats()
    {
        TwoSourceResult all = Run(new ReptileRegression(0.5), [1, 2]), again = Run(new ReptileRegression(0.5), [1, 2]),
            second = Run(new ReptileRegression(0.5), [2]);
        Assert.Equal(all.Curve, again.Curve);
        Assert.Equal([100, 200], all.Steps);
        Assert.Equal(second.Left[^1][0], all.Left[^1][1]);
    }

    [Fact]
    public void A_meta_rate_of_zero_learns_nothing_and_the_whole_way_something()
    {
        TwoSourceResult none = Run(new ReptileRegression(0), [1]), whole = Run(new ReptileRegression(1), [1], 200);
        Assert.Equal(none.Left[0], none.Left[1]);
        Assert.True(whole.Left[^1][0] < 0.75 * none.Left[^1][0], $"{whole.Left[^1][0]} against {none.Left[^1][0]}");
    }

    /// <summary>After the switch the second range gets better and the first one worse.</summary>
    [Fact]
    public void One_after_the_other_forgets()
    {
        TwoSourceResult result = Run(new SequentialRegression(), [1], 800);
        Assert.True(result.Left[1][0] > 2 * result.Left[0][0], $"{result.Left[0][0]}, then {result.Left[1][0]}");
        Assert.True(result.Right[1][0] < result.Right[0][0] / 2, $"{result.Right[0][0]}, then {result.Right[1][0]}");
    }
}
