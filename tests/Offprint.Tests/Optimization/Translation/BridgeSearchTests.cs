using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Search;
using Offprint.Optimization.Translation;

namespace Offprint.Tests.Optimization.Translation;

public sealed class BridgeSearchTests
{
    private static readonly BridgeSearch s_search = new()
    {
        Pairs = SyntheticPairOptions.Continuous with { FittedDesigns = 300, Starts = 64, StartPool = 256, StepSize = 0.005, Steps = 50 },
        Functions = 2, Epochs = 10, Training = new() { Hidden = [64, 64, 64], Passes = 8, AverageFrom = 100 },
        Translation = new() { Steps = 50 },
    };

    private readonly Branin _task = new(2000);

    [Fact]
    public void The_best_translated_design_is_better_than_any_visible_one_and_the_seed_decides_them()
    {
        SampleMatrix designs = s_search.Propose(_task.Visible, null, 32, new Seed(1));
        double[] scores = _task.Measure(designs);
        Assert.True(scores.Max() > _task.Visible.Scores.Max(), $"{scores.Max()} against {_task.Visible.Scores.Max()}");
        // In two coordinates the bridge's noise is as wide as the map: not all designs land well, but most do.
        Assert.True(scores.Order().ElementAt(16) > _task.Visible.Scores.Order().ElementAt(_task.Visible.Count / 2));
        Assert.Equal(designs.Values, s_search.Propose(_task.Visible, null, 32, new Seed(1)).Values);
        Assert.NotEqual(designs.Values, s_search.Propose(_task.Visible, null, 32, new Seed(2)).Values);
    }

    [Fact]
    public void The_target_is_the_best_visible_score_unless_told()
    {
        using BridgeNetwork network = new(2, [16], new Seed(1));
        double best = _task.Visible.Scores.Max();
        SampleMatrix plain = s_search.Translate(network, _task.Visible, 8, new Seed(1));
        Assert.Equal(plain.Values, (s_search with { TargetScore = best }).Translate(network, _task.Visible, 8, new Seed(1)).Values);
        Assert.NotEqual(plain.Values, (s_search with { TargetScore = best + 9 }).Translate(network, _task.Visible, 8, new Seed(1)).Values);
    }

    [Fact]
    public void A_stopped_search_stops()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => s_search.Draw(_task.Visible, 0, new Seed(1), stop.Token));
    }

    /// <summary>Ascent leads uphill on the process, and says what the process expects there.</summary>
    [Fact]
    public void A_process_is_climbed()
    {
        ProcessAscent ascent = ProcessAscent.Continuous with { StepSize = 0.02, FittedDesigns = 300 };
        (SampleMatrix designs, double[] predicted) = ascent.Ascend(_task.Visible, 16, new Seed(1));
        using var process = ascent.Fit(_task.Visible, new Seed(1));
        double[] before = ProcessAscent.Predict(process, _task.Visible, _task.Visible.Designs.Select(_task.Visible.Best(16)));
        Assert.All(predicted.Zip(before), pair => Assert.True(pair.First > pair.Second));
        Assert.Equal(designs.Values, ascent.Propose(_task.Visible, null, 16, new Seed(1)).Values);
        Assert.Equal(_task.Visible.DesignScale.Invert(_task.Visible.DesignScale.Apply(
            _task.Visible.Designs.Select(_task.Visible.Best(16)))).Values,
            (ascent with { Steps = 0 }).Propose(_task.Visible, null, 16, new Seed(1)).Values);
    }
}
