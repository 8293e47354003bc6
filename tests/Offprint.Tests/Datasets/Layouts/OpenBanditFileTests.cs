using Offprint.Datasets.Bandits;
using Offprint.Datasets.Layouts;

namespace Offprint.Tests.Datasets.Layouts;

/// <summary>The Open Bandit layout: what is written reads back, what is wrong is named, and real files read where they are given.</summary>
public sealed class OpenBanditFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("offprint-open-bandit-").FullName;

    private string FilePath => Path.Combine(_folder, "men.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_reads_back()
    {
        OpenBanditLog log = Sample();
        OpenBanditFile.Write(FilePath, log);
        Assert.StartsWith(",timestamp,item_id,position,click,propensity_score,user_feature_0,user_feature_1,user-item_affinity_0",
            File.ReadAllText(FilePath));
        OpenBanditLog back = OpenBanditFile.Read(FilePath);
        Assert.Equal(log.Times, back.Times);
        Assert.Equal(log.Items, back.Items);
        Assert.Equal(log.Positions, back.Positions);
        Assert.Equal(log.Clicks, back.Clicks);
        Assert.Equal(log.Propensities, back.Propensities);
        Assert.Equal(log.UserFeatures, back.UserFeatures);
        Assert.Equal(log.Affinities.Values, back.Affinities.Values);
        File.WriteAllText(FilePath, File.ReadAllText(FilePath).Replace("propensity_score", "action_prob", StringComparison.Ordinal));
        Assert.Equal(log.Propensities, OpenBanditFile.Read(FilePath).Propensities);
    }

    [Fact]
    public void Feedback_is_in_the_order_of_time_with_indicators_but_for_first_levels()
    {
        BanditFeedback feedback = Sample().ToFeedback();
        Assert.Equal([0, 2, 1], feedback.Actions);
        Assert.Equal([0, 1, 2], feedback.Positions!);
        Assert.Equal([1, 0, 0], feedback.Rewards);
        // Features (a|b|c) and (x): levels b, c of the first are left after the first one, none of the second.
        Assert.Equal([0, 0, 0, 1, 1, 0], feedback.Features!.Values);
    }

    [Theory]
    [InlineData("2019-11-24 00:00:03,2,", "2019-11-24 00:00:03,7,", "line 3, column 'item_id': '7' is not a whole number from 0 to 2")]
    [InlineData(",0.25,", ",many,", "column 'propensity_score': 'many' is not a finite number")]
    [InlineData("position", "place", "no column 'position'")]
    [InlineData(",x,0.0,0.0,0.0\n", ",x,0.0\n", "is the file cut off?")]
    public void What_is_wrong_is_named(string good, string bad, string message)
    {
        OpenBanditFile.Write(FilePath, Sample());
        string text = File.ReadAllText(FilePath);
        Assert.Contains(good, text);
        File.WriteAllText(FilePath, text.Replace(good, bad, StringComparison.Ordinal));
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => OpenBanditFile.Read(FilePath)).Message);
    }

    [Fact]
    public void A_missing_or_empty_file_says_what_to_do()
    {
        Assert.Contains("2008.07146", Assert.Throws<FileNotFoundException>(() => OpenBanditFile.Read(FilePath)).Message);
        File.WriteAllText(FilePath, "");
        Assert.Throws<InvalidDataException>(() => OpenBanditFile.Read(FilePath));
    }

    [Fact]
    public void Items_read_in_the_order_of_their_ids_and_levels_are_numbered()
    {
        string path = Path.Combine(_folder, "item_context.csv");
        const string Header = ",item_id,item_feature_0,item_feature_1,item_feature_2\n";
        File.WriteAllText(path, Header + "0,1,0.5,b,x\n1,0,-2,c,x\n2,2,1,a,x\n");
        OpenBanditItems items = OpenBanditFile.ReadItems(path);
        Assert.Equal([-2, 0.5, 1], items.Numbers);
        Assert.Equal([2, 0, -2, 1, 0, 0.5f, 0, 0, 1], items.ToActionFeatures().Values);
        File.WriteAllText(path, Header + "0,1,0.5,b,x\n1,1,-2,c,x\n");
        Assert.Contains("ids of 2 items are not 0 to 1", Assert.Throws<InvalidDataException>(() => OpenBanditFile.ReadItems(path)).Message);
        File.WriteAllText(path, Header + "0,1,few,b,x\n1,0,-2,c,x\n");
        Assert.Contains("line 2, column 'item_feature_0': 'few'",
            Assert.Throws<InvalidDataException>(() => OpenBanditFile.ReadItems(path)).Message);
        File.WriteAllText(path, "item_id\n0\n");
        Assert.Contains("item_feature_0", Assert.Throws<InvalidDataException>(() => OpenBanditFile.ReadItems(path)).Message);
        Assert.Throws<FileNotFoundException>(() => OpenBanditFile.ReadItems(path + "x"));
    }

    /// <summary>The small version of the data: 10,000 impressions a log, between 46 and 69 clicks.</summary>
    [Theory]
    [InlineData("random", "men", 34)]
    [InlineData("bts", "men", 34)]
    [InlineData("random", "women", 46)]
    [InlineData("bts", "women", 46)]
    public void Real_files_read(string policy, string campaign, int items)
    {
        string? root = Environment.GetEnvironmentVariable("OFFPRINT_DATA");
        string path = Path.Combine(root ?? "", "open-bandit", policy, campaign, campaign + ".csv");
        Assert.SkipUnless(root is not null && File.Exists(path), "Give OFFPRINT_DATA a folder that holds open-bandit/{policy}/{campaign}.");
        OpenBanditLog log = OpenBanditFile.Read(path);
        Assert.Equal((10_000, items), (log.Count, log.ItemCount));
        Assert.InRange(log.Clicks.Sum(), 46, 69);
        Assert.All(log.Propensities, p => Assert.InRange(p, 1e-7, 1));
        if (policy == "random")
            Assert.All(log.Propensities, p => Assert.Equal(1.0 / items, p, 1e-4));
        Assert.Equal(items, OpenBanditFile.ReadItems(Path.Combine(root!, "open-bandit", policy, campaign, "item_context.csv")).Count);
    }

    private static OpenBanditLog Sample() => new(
        ["2019-11-24 00:00:05", "2019-11-24 00:00:03", "2019-11-24 00:00:01"], [1, 2, 0], [2, 1, 0], [0, 0, 1], [0.25, 0.5, 0.125],
        [["b", "x"], ["c", "x"], ["a", "x"]], new(3, 3, [0, 1, 0.5f, 2, 0, 0, 0, 0, 0]));
}
