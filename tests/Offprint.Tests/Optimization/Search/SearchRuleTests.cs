using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Search;
using Offprint.Optimization.Surrogates;

namespace Offprint.Tests.Optimization.Search;

public sealed class SearchRuleTests
{
    private static readonly Branin s_branin = new(1000);
    private static readonly WordTable s_words = TfBind8.Synthetic(new(1));

    /// <summary>Every method of the library, small: what each of them promises is tested below on numbers and on words.</summary>
    private static readonly SurrogateSearch[] s_searches = [.. new[]
    {
        SurrogateSearch.GradientAscent, SurrogateSearch.EnsembleMean, SurrogateSearch.EnsembleLeast, SurrogateSearch.ListNet,
        SurrogateSearch.Coms(words: false), SurrogateSearch.Coms(words: true),
        SurrogateSearch.Reinforce with { Rule = new ReinforceRule { Iterations = 5, Samples = 50 } },
        SurrogateSearch.CmaEs with { Rule = new CmaRule { Starts = 8, Generations = 3 } },
        SurrogateSearch.Cbas with { Rule = new CbasRule { Hidden = 16, Latent = 4, OfflineEpochs = 1, Rounds = 2, Samples = 60 } },
        SurrogateSearch.Bayesian with
        {
            Rule = new ExpectedImprovementRule { InitialDesigns = 40, Rounds = 2, Batch = 4, Samples = 16, Restarts = 2, Steps = 3 },
        },
        SurrogateSearch.TriMentoring(words: false) with { Rule = new TriMentoringRule { Steps = 3, StepSize = 0.1 } },
    }.Select(s => s.Sized([16, 16], 1)).Select(s => s with
    {
        Label = s.Label + (s.Standardizes ? "" : ", words"),
        Training = s.Training with { BatchSize = 300, Conservatism = s.Training.Conservatism is { } c ? c with { Steps = 3 } : null },
    })];

    public static TheoryData<int> Searches() => [.. Enumerable.Range(0, s_searches.Length)];

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_search_proposes_as_many_finite_designs_and_the_same_seed_gives_the_same(int index)
    {
        SurrogateSearch search = s_searches[index];
        foreach (IDesignTask task in (IDesignTask[])[s_branin, s_words])
        {
            DesignDataset data = task == s_words ? task.Visible.Select([.. Enumerable.Range(0, 2000)]) : task.Visible;
            SampleMatrix one = search.Propose(data, task.Words, 16, new(3)), two = search.Propose(data, task.Words, 16, new(3));
            Assert.Equal((16, data.Dimension), (one.Rows, one.Columns)); // finite: a SampleMatrix holds nothing else
            Assert.Equal(one.Values, two.Values);
            Assert.NotEqual(one.Values, search.Propose(data, task.Words, 16, new(4)).Values);
            Assert.Equal(16, task.Measure(one).Length);
        }
    }

    [Fact]
    public void Every_rule_is_tried()
    {
        Type[] rules = [.. typeof(SearchRule).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(SearchRule)) && !t.IsAbstract)];
        Assert.Equal(rules.ToHashSet(), s_searches.Select(s => s.Rule.GetType()).ToHashSet());
        Assert.Equal(s_searches.Length, s_searches.Select(s => s.Label).Distinct().Count());
    }

    /// <summary>A linear surrogate's gradient is its weight: the ascent is known in closed form.</summary>
    [Fact]
    public void Gradient_ascent_walks_along_a_linear_surrogate()
    {
        SearchProblem problem = new(s_branin.Visible);
        using MlpSurrogate surrogate = Linear(2, -1);
        GradientAscentRule rule = new() { Steps = 10, StepSize = 0.1 };
        IReadOnlyList<AscentMoment> path = rule.Path(surrogate, problem, 3, 4);
        Assert.Equal([0, 4, 8, 10], path.Select(m => m.Step));
        double length = 0.1 * Math.Sqrt(2) * 10;
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(path[0].Points.Row(i)[0] + 2 * length, path[^1].Points.Row(i)[0], 1e-4);
            Assert.Equal(path[0].Points.Row(i)[1] - length, path[^1].Points.Row(i)[1], 1e-4);
            Assert.Equal(path[0].Predicted[i] + 5 * length, path[^1].Predicted[i], 1e-4);
        }
        Assert.Equal(path[^1].Points.Values, rule.Search(surrogate, problem, 3, new(1)).Values);
        SampleMatrix adam = (rule with { UsesAdam = true }).Search(surrogate, problem, 3, new(1));
        Assert.Equal(path[0].Points.Row(0)[0] + 1, adam.Row(0)[0], 1e-3); // ten steps of 0.1, whatever the slope
    }

    /// <summary>
    /// The law's mean moves along a linear objective's gradient: 300 steps of Adam at 0.01 take it up by more than half of what
    /// they could at most. With letters the one letter that scores takes over. Fixed seeds.
    /// </summary>
    [Fact]
    public void Reinforce_climbs_a_linear_objective()
    {
        ReinforceRule rule = new() { Iterations = 300, Samples = 200 };
        SearchProblem numbers = new(s_branin.Visible);
        SampleMatrix start = numbers.Starts(128);
        SampleMatrix end = rule.Search(rows => Objective(rows, 2, x => x[0] - x[1]), numbers, 200, new(1));
        Assert.True(Mean(end, 0) > Mean(start, 0) + 1.5 && Mean(end, 1) < Mean(start, 1) - 1.5);

        SearchProblem words = new(s_words.Visible.Select([.. Enumerable.Range(0, 2000)]), s_words.Words);
        int third = 2; // of place 0: the fourth letter's logit
        SampleMatrix letters = rule.Search(rows => Objective(rows, 24, x => x[third]), words, 200, new(1));
        byte[] decoded = s_words.Words.Decode(words.ToDesigns(letters));
        Assert.True(Enumerable.Range(0, 200).Count(i => decoded[8 * i] == 3) > 150);
    }

    [Fact]
    public void Evolution_strategies_find_points_above_their_starts()
    {
        SearchProblem problem = new(s_branin.Visible);
        using MlpSurrogate surrogate = Linear(1, 1);
        SampleMatrix found = new CmaRule { Starts = 4, Generations = 10 }.Search(surrogate, problem, 8, new(1));
        double[] values = surrogate.Predict(found, Aggregation.Mean), starts = surrogate.Predict(problem.Starts(4), Aggregation.Mean);
        for (int i = 0; i < 8; i++)
            Assert.True(values[i] > starts[i / 2]);
        Assert.Throws<ArgumentException>(() => new CmaRule { Starts = 3 }.Search(surrogate, problem, 8, new(1)));
    }

    /// <summary>
    /// Three linear surrogates, two of which climb and one of which falls: learning from the majority's labels turns the third, and designs
    /// that climb their mean go up.
    /// </summary>
    [Fact]
    public void The_majority_teaches_the_third()
    {
        SearchProblem problem = new(s_branin.Visible);
        using MlpSurrogate surrogate = new(2, new([], Loss: SurrogateLoss.SquaredError), [new(1), new(2), new(3)]);
        ((float[])[1, 0, 1, 0, -2.5f, 0, 0, 0, 0]).CopyTo(surrogate.Network.Parameters.ValueSpan); // weights of all members, then biases
        TriMentoringRule rule = new() { Steps = 40, StepSize = 0.05, NeighborDeviation = 0.5, TuningRate = 0.5 };
        SampleMatrix start = problem.Starts(4);
        double Gain(TriMentoringRule by) => Mean(by.Search(surrogate, problem, 4, new(1)), 0) - Mean(start, 0);
        Assert.True(Gain(rule) > 1);
        Assert.True(Gain(rule with { TuningRate = 0 }) < -1); // the mean slope is −1/6 before anyone has learned
        using MlpSurrogate pair = new(2, new([], Loss: SurrogateLoss.SquaredError), [new(1), new(2)]);
        Assert.Contains("odd", Assert.Throws<ArgumentException>(() => rule.Search(pair, problem, 4, new(1))).Message);
    }

    private static MlpSurrogate Linear(float a, float b)
    {
        MlpSurrogate surrogate = new(2, new([], Loss: SurrogateLoss.SquaredError), [new(1)]);
        ((float[])[a, b, 0]).CopyTo(surrogate.Network.Parameters.ValueSpan);
        return surrogate;
    }

    private static double[] Objective(float[] rows, int dimension, Func<float[], double> value) =>
        [.. rows.Chunk(dimension).Select(value)];

    private static double Mean(SampleMatrix points, int column) =>
        Enumerable.Range(0, points.Rows).Average(i => (double)points.Row(i)[column]);
}
