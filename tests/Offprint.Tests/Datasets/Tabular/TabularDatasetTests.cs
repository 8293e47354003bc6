using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Files.Tables;
using Offprint.Numerics;
using Offprint.Tests.Environments.Tabular;
using Offprint.Tests.Files;

namespace Offprint.Tests.Datasets.Tabular;

/// <summary>Fixed seeds; each frequency test fails a right sampler with probability 1e-6.</summary>
public class TabularDatasetTests
{
    [Fact]
    public void Samples_follow_the_law_and_the_MDP()
    {
        TabularMdp mdp = TabularCases.Random(3, 2, 1);
        StateActionTable law = StateActionTable.FromArray(new[,] { { 0.1, 0.2 }, { 0, 0.3 }, { 0.25, 0.15 } });
        TabularDataset data = TabularDataset.Sample(mdp, law, 60_000, new Seed(1));
        TransitionCounts counts = data.Counts();
        TabularCases.AssertFrequencies(law.Values, counts.Visits());
        int[] next = [.. Enumerable.Range(0, 3).Select(to => counts.N(1, 1, to, 0))];
        TabularCases.AssertFrequencies([.. Enumerable.Range(0, 3).Select(to => mdp.Next(1, 1)[to])], next);
        Assert.Equal(mdp.Reward(2, 0), counts.MeanReward(2, 0), 1e-12);
        Assert.True(data.States.SequenceEqual(TabularDataset.Sample(mdp, law, 60_000, new Seed(1)).States));
        Assert.False(data.States.SequenceEqual(TabularDataset.Sample(mdp, law, 60_000, new Seed(2)).States));
    }

    [Fact]
    public void Roll_outs_follow_the_occupancy()
    {
        TabularMdp mdp = TabularCases.Random(4, 2, 2, horizon: 5);
        TabularPolicy policy = TabularCases.RandomPolicy(mdp, 3, stages: 5);
        TabularDataset data = TabularDataset.Collect(mdp, policy, 20_000, new Seed(4));
        TransitionCounts counts = data.Counts(stages: 5);
        StateActionTable occupancy = Occupancy.Of(mdp, policy);
        for (int h = 0; h < 5; h++)
            TabularCases.AssertFrequencies(occupancy.Stage(h), counts.Visits(h));
        for (int i = 1; i < 100; i++)
            Assert.True(data.Stages[i] == 0 || data.States[i] == data.Next[i - 1]);
    }

    [Fact]
    public void A_law_for_each_stage_gives_each_stage_its_rows()
    {
        TabularMdp mdp = TabularMdps.DeepSea(3);
        TabularDataset data = TabularDataset.Sample(mdp, Occupancy.Of(mdp, TabularPolicy.Uniform(mdp)), 300, new Seed(1));
        Assert.Equal(100, data.Stages.Count(2));
        Assert.All(Enumerable.Range(0, 300), i => Assert.True(data.States[i] <= data.Stages[i]));
    }

    [Fact]
    public void Parts_are_disjoint_and_nearly_equal()
    {
        TabularDataset data = TabularDataset.Collect(TabularMdps.Ring(4), TabularPolicy.Uniform(TabularMdps.Ring(4)), 1, new Seed(1),
            length: 10);
        Range[] parts = data.Split(3);
        Assert.Equal([0..3, 3..6, 6..10], parts);
        Assert.Equal(10, parts.Sum(part => data.Counts(part).Total));
        Assert.Equal(20, data.Append(data).Count);
        Assert.Contains("10 rows cannot be split into 11 parts", Assert.Throws<ArgumentException>(() => data.Split(11)).Message);
    }

    [Fact]
    public void Bad_data_are_refused()
    {
        TabularMdp mdp = TabularMdps.Ring(3);
        TabularPolicy policy = TabularPolicy.Uniform(mdp);
        static string Message(Func<object> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
        Assert.Contains("data set without rows", Message(() => new TabularDataset((1, 1), [], [], [], [], [])));
        Assert.Contains("data set without rows", Message(() =>
            TabularDataset.Sample(mdp, StateActionTable.FromFunction(mdp, (_, _) => 1.0 / 3), 0, new Seed(1))));
        Assert.Contains("Row 1 is (0, 0, 1 → 0); there are 2 states and 1 actions",
            Message(() => new TabularDataset((2, 1), [], [0, 0], [0, 1], [0, 0], [1, 0])));
        Assert.Contains("reward of row 0 is NaN", Message(() => new TabularDataset((1, 1), [], [0], [0], [double.NaN], [0])));
        Assert.Contains("Columns of 2 stages", Message(() => new TabularDataset((1, 1), [0, 0], [0], [0], [0], [0])));
        Assert.Contains("law of data sums to 0.75 at stage 0",
            Message(() => TabularDataset.Sample(mdp, StateActionTable.FromFunction(mdp, (_, _) => 0.25), 5, new Seed(1))));
        Assert.Contains("no horizon; say how long an episode is", Message(() => TabularDataset.Collect(mdp, policy, 2, new Seed(1))));
    }

    [Fact]
    public void The_card_counts_pairs()
    {
        var data = new TabularDataset((2, 2), [], [0, 0, 1], [0, 0, 1], [1, 2, 6], [1, 1, 0]) { Source = "by hand" };
        var facts = data.Describe().Facts.ToDictionary(fact => fact.Name, fact => fact.Value);
        Assert.Equal("2 of 4", facts["pairs seen"].Text);
        Assert.Equal(3, facts["mean reward"].Number);
    }

    /// <summary>A log goes to Parquet and back; what is no log is refused by name.</summary>
    [Fact]
    public void A_log_survives_its_file()
    {
        using var folder = new TemporaryFolder();
        TabularMdp mdp = TabularMdps.RiverSwim(4).WithHorizon(5);
        TabularDataset log = TabularDataset.Collect(mdp, TabularPolicy.Uniform(mdp), 3, new Seed(1));
        ParquetTable.Write(folder["log.parquet"], log.ToTable("offline"));
        ColumnTable table = ParquetTable.Read(folder["log.parquet"]);
        TabularDataset read = TabularDataset.FromTable(table, (4, 2));
        Assert.Equal(log.Stages.ToArray(), read.Stages.ToArray());
        Assert.Equal(log.Next.ToArray(), read.Next.ToArray());
        Assert.Equal(log.Rewards.ToArray(), read.Rewards.ToArray());
        Assert.Equal("offline", table["source"][14]);
        Assert.Equal(5, log.ToTable().Columns.Count);
        ColumnTable stageless = new("log", [.. table.Columns.Where(c => c.Name != "h")]);
        Assert.Equal(0, TabularDataset.FromTable(stageless, (4, 2)).Stages.ToArray().Max());
        ColumnTable half = new("log", [.. table.Columns.Select(c => c.Name == "a" ? new TableColumnData("a", new double?[15]) : c)]);
        Assert.Contains("column a", Assert.Throws<ArgumentException>(() => TabularDataset.FromTable(half, (4, 2))).Message);
        Assert.Contains("1 states", Assert.Throws<ArgumentException>(() => TabularDataset.FromTable(table, (1, 2))).Message);
    }
}
