using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Papers.OfflineToOnline.MoorlStudy;

namespace Offprint.Papers.Tests.OfflineToOnline.MoorlStudy;

public sealed class QuadraticPairTests
{
    private const double Rate = 0.1;

    private static IReadOnlyList<QuadraticLoss> Pair => QuadraticStudy.Pair;

    [Fact]
    public void Five_steps_go_these_shares_of_the_way()
    {
        Assert.Equal(0.40951, Pair[0].Share(5, Rate), 1e-12);
        Assert.Equal(0.92224, Pair[1].Share(5, Rate), 1e-12);
    }

    [Theory]
    [InlineData(1, 8.0)]
    [InlineData(2, 7.710843)]
    [InlineData(5, 6.925023465)]
    [InlineData(20, 5.323523)]
    [InlineData(100, 5.000066)]
    public void The_rest_depends_on_the_number_of_steps(int steps, double rest)
    {
        Assert.Equal(rest, QuadraticPair.FixedPoint(Pair, steps, Rate), 5e-7);
        double x = QuadraticPair.FixedPoint(Pair, steps, Rate);
        foreach (double metaRate in (double[])[0.1, 0.5, 1])
            Assert.Equal(x, Pair.Average(task => QuadraticPair.Step(x, task, steps, Rate, metaRate)), 1e-12);
    }

    [Theory]
    [InlineData(0.1, 1.918098, 2.66344333, 2.55437266, 3.2410382)]
    [InlineData(0.5, 1.59049, 5.46828325, 4.34862491, 6.95458699)]
    [InlineData(1.0, 1.18098, 9.314233, 5.49996145, 9.650077)]
    public void Four_iterations_by_hand(double metaRate, double first, double second, double third, double fourth)
    {
        double x = 2;
        List<double> path = [];
        for (int i = 0; i < 4; i++)
            path.Add(x = QuadraticPair.Step(x, Pair[i % 2], 5, Rate, metaRate));
        Assert.All(path.Zip([first, second, third, fourth]), pair => Assert.Equal(pair.Second, pair.First, 1e-7));
    }

    [Fact]
    public void A_meta_rate_of_zero_stays_and_of_one_is_gradient_descent()
    {
        Assert.Equal(3, QuadraticPair.Step(3, Pair[1], 7, Rate, 0));
        Assert.Equal(3 - Rate * 4 * (3 - 10), QuadraticPair.Step(3, Pair[1], 1, Rate, 1), 1e-12);
    }

    /// <summary>The closed forms against a long run: standard errors are below 1 % here.</summary>
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(5, 0.1)]
    [InlineData(5, 1.0)]
    public void Drawn_by_lot_it_rests_there_with_the_deviation(int steps, double metaRate)
    {
        RandomStream random = new Seed(31).Stream();
        double x = 5, sum = 0, squares = 0;
        const int count = 400_000;
        for (int i = 0; i < count; i++)
        {
            x = QuadraticPair.Step(x, Pair[random.NextInt(2)], steps, Rate, metaRate);
            (sum, squares) = (sum + x, squares + x * x);
        }
        double mean = sum / count, deviation = Math.Sqrt(squares / count - mean * mean);
        Assert.Equal(QuadraticPair.FixedPoint(Pair, steps, Rate), mean, 0.05);
        Assert.Equal(1, deviation / QuadraticPair.Deviation(Pair, steps, Rate, metaRate), 0.02);
    }

    [Fact]
    public void The_experiment_finds_the_rest_by_iterating()
    {
        QuadraticStudy study = Papers.Moorl.Quadratic;
        var context = new RunContext([1, 2], Artifacts.Default, null, TestContext.Current.CancellationToken);
        Assert.All(study.Cells(Profile.Smoke), cell => Assert.All(study.Run(cell, context).Rows, row =>
        {
            Assert.Equal(QuadraticPair.FixedPoint(Pair, cell.Settings.Steps, Rate), row.Resting, 1e-9);
            Assert.Equal(2, row.Path[0]);
        }));
    }
}
