using Offprint.Environments;
using Offprint.Numerics;

namespace Offprint.Tests.Environments;

public class SpaceTests
{
    [Fact]
    public void A_box_contains_its_bounds_and_nothing_beyond()
    {
        var box = new BoxSpace([-1, 0], [1, float.PositiveInfinity]);
        Assert.True(box.Contains([-1, 0]));
        Assert.True(box.Contains([1, 1e30f]));
        Assert.False(box.Contains([float.BitDecrement(-1), 0]));
        Assert.False(box.Contains([0, float.NaN]));
        Assert.False(box.Contains([0]));
    }

    [Fact]
    public void A_refusal_names_the_coordinate_its_value_and_the_bounds()
    {
        var error = Assert.Throws<ArgumentException>(() => new BoxSpace(2, -1, 1).Require([0, 1.5f], "The action for X"));
        Assert.Contains("The action for X lies outside [-1, 1]^2: coordinate 1 is 1.5, its bounds are [-1, 1]", error.Message);
        error = Assert.Throws<ArgumentException>(() => new BoxSpace(2, -1, 1).Require([0], "An action"));
        Assert.Contains("it has 1 numbers, the space 2", error.Message);
        error = Assert.Throws<ArgumentException>(() => new DiscreteSpace(3).Require([3], "An action"));
        Assert.Contains("outside {0, …, 2}: it is 3", error.Message);
    }

    [Fact]
    public void A_clipped_vector_is_the_nearest_one_inside()
    {
        float[] value = [-3, 0.5f, 7];
        new BoxSpace(3, -1, 1).Clip(value);
        Assert.Equal([-1, 0.5f, 1], value);
        Assert.Throws<ArgumentException>(() => new BoxSpace(1, -1, 1).Clip([float.NaN]));
    }

    [Fact]
    public void Samples_lie_inside_and_have_the_laws_means()
    {
        // 20,000 draws; a mean further than five standard errors from its law's would come up in fewer than one run in a million.
        const int draws = 20_000;
        var box = new BoxSpace([-1, 2, float.NegativeInfinity, float.NegativeInfinity],
            [3, float.PositiveInfinity, 4, float.PositiveInfinity]);
        var random = new Seed(1).Stream();
        double[] sums = new double[4];
        float[] value = new float[4];
        for (int i = 0; i < draws; i++)
        {
            box.Sample(random, value);
            Assert.True(box.Contains(value));
            for (int j = 0; j < 4; j++)
                sums[j] += value[j] / draws;
        }
        Assert.Equal([1, 3, 3, 0], sums.Select(mean => Math.Round(mean, 1)));
        var discrete = new DiscreteSpace(3);
        var counts = new int[3];
        float[] index = new float[1];
        for (int i = 0; i < 3000; i++)
        {
            discrete.Sample(random, index);
            counts[(int)index[0]]++;
        }
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Boxes_with_the_same_bounds_are_equal()
    {
        Assert.Equal(new BoxSpace(2, -1, 1), new BoxSpace([-1, -1], [1, 1]));
        Assert.NotEqual(new BoxSpace(2, -1, 1), new BoxSpace(2, -1, 2));
        Assert.Throws<ArgumentException>(() => new BoxSpace([1], [1]));
        Assert.Throws<ArgumentException>(() => new BoxSpace([1], [2, 3]));
    }
}
