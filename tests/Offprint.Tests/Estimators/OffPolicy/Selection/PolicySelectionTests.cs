using Offprint.Estimators.OffPolicy.Selection;

namespace Offprint.Tests.Estimators.OffPolicy.Selection;

/// <summary>Selection scores against the toy examples of Kiyohara et al. (2024) and against hand computation.</summary>
public sealed class PolicySelectionTests
{
    private static readonly double[] s_first = [1, 3, 4, 5, 6, 7, 8, 9, 10, 12];
    private static readonly double[] s_x = [1, 3, 4, 5, 6, 7, 8, 2, 2, 12], s_y = [1, 11, 11, 5, 6, 7, 8, 9, 10, 12];
    private static readonly double[] s_second = [.. Enumerable.Range(1, 19).Select(j => (double)j)];
    private static readonly double[] s_w = [.. s_second.Select(j => j <= 10 ? j - 0.5 : 20 - j)];
    private static readonly double[] s_z = [5, 11, 14, 17, 15, 3, 10, 4, 1, 19, 12, 7, 2, 18, 13, 8, 9, 6, 16];

    [Fact]
    public void The_first_toy_example()
    {
        SelectionScores x = PolicySelection.Evaluate(s_first, s_x, 8), y = PolicySelection.Evaluate(s_first, s_y, 8);
        Assert.Equal(11.3, x.MeanSquaredError, 1e-9);
        Assert.Equal(11.3, y.MeanSquaredError, 1e-9);
        Assert.Equal(0.413, x.RankCorrelation, 5e-4);
        Assert.Equal(0.413, y.RankCorrelation, 5e-4);
        Assert.Equal(0, x.At(3).Regret);
        Assert.Equal(0, y.At(3).Regret);
        Assert.Equal(Math.Sqrt(2), x.At(2).SharpeRatio, 1e-12);
        Assert.Equal(1 / Math.Sqrt(2), y.At(2).SharpeRatio, 1e-12);
        Assert.All(Enumerable.Range(2, 6), k => Assert.True(x.At(k).SharpeRatio > y.At(k).SharpeRatio));
        Assert.All([9, 10], k => Assert.Equal(x.At(k).SharpeRatio, y.At(k).SharpeRatio, 1e-12));
    }

    [Fact]
    public void The_second_toy_example()
    {
        SelectionScores w = PolicySelection.Evaluate(s_second, s_w, 5), z = PolicySelection.Evaluate(s_second, s_z, 5);
        Assert.Equal((60.1, 58.6), (Math.Round(w.MeanSquaredError, 1), Math.Round(z.MeanSquaredError, 1)));
        Assert.Equal(0.079, w.RankCorrelation, 5e-4);
        Assert.Equal(0.023, z.RankCorrelation, 5e-4);
        Assert.Equal((9, 9), (w.At(1).Regret, z.At(1).Regret));
        Assert.All(Enumerable.Range(2, 17), k => Assert.True(w.At(k).SharpeRatio > z.At(k).SharpeRatio));
        w = PolicySelection.Evaluate(s_second, s_w, 15);
        z = PolicySelection.Evaluate(s_second, s_z, 15);
        Assert.All(Enumerable.Range(4, 14), k => Assert.True(w.At(k).SharpeRatio < z.At(k).SharpeRatio));
    }

    [Fact]
    public void The_ratio_ignores_shift_and_scale()
    {
        SelectionScores plain = PolicySelection.Evaluate(s_first, s_x, 8);
        SelectionScores moved = PolicySelection.Evaluate([.. s_first.Select(j => 3 * j - 7)], s_x, 3 * 8 - 7);
        Assert.All(Enumerable.Range(2, 9), k => Assert.Equal(plain.At(k).SharpeRatio, moved.At(k).SharpeRatio, 1e-12));
    }

    [Fact]
    public void Conventions_and_errors()
    {
        // Ranked truths: 4, 1, 3 with the behavior at 2.
        SelectionScores s = PolicySelection.Evaluate([4, 1, 3], [9, 5, 1], 2);
        Assert.True(double.IsNaN(s.At(1).SharpeRatio));
        Assert.Equal((4 - 2) / Math.Sqrt(4.5), s.At(2).SharpeRatio, 1e-12);
        Assert.Equal((4, 1, 2.5, 1), (s.At(2).Best, s.At(2).Worst, s.At(2).Mean, s.At(2).Last));
        Assert.Equal(0.5, s.At(2).ViolationRate);
        Assert.Equal(0.5, s.TypeOneError); // of the safe 4 and 3, 3 is estimated at 1
        Assert.Equal(1, s.TypeTwoError); // the unsafe 1 is estimated at 5
        Assert.Equal(0, s.NormalizedRegret());
        SelectionOptions text = new() { SampleDeviation = false, IncludeBehavior = true, ClipNumerator = false };
        // 4, 1 and the behavior's 2: mean 7/3, squares 14/3.
        Assert.Equal(2 / Math.Sqrt(14.0 / 9), PolicySelection.Evaluate([4, 1, 3], [9, 5, 1], 2, text).At(2).SharpeRatio, 1e-12);
        Assert.Equal(0, PolicySelection.Evaluate([1, 1], [1, 2], 1).At(2).SharpeRatio); // no gain, no spread
        Assert.Equal(100, PolicySelection.Evaluate([1, 1], [1, 2], 0).At(2).SharpeRatio); // gain, no spread: the cap
        Assert.Throws<ArgumentException>(() => PolicySelection.Evaluate([1, 2], [1], 0));
        Assert.Throws<ArgumentException>(() => PolicySelection.Evaluate([1, 2], [1, double.NaN], 0));
    }
}
