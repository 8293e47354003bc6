using Offprint.Datasets.Layouts;
using Offprint.Environments.Marketplace;
using Offprint.Numerics;

namespace Offprint.Tests.Datasets.Layouts;

/// <summary>Logs of ad-load decisions as text: what was seen comes back, the simulator's truth does not, what is wrong is named.</summary>
public sealed class AdLoadFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("offprint-ad-load-").FullName;
    private readonly AdLoadMarketplace _market = new();

    private string FilePath => Path.Combine(_folder, "log.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_seen_comes_back()
    {
        AdLoadLog log = _market.Log(new Uniform(), 200, new Seed(1));
        AdLoadFile.Write(FilePath, log);
        AdLoadLog back = AdLoadFile.Read(FilePath);
        Assert.Equal(log.User, back.User);
        Assert.Equal(log.Fetch, back.Fetch);
        Assert.Equal(log.Context.Values, back.Context.Values);
        Assert.Equal(log.AdsSeen, back.AdsSeen);
        Assert.Equal(log.Actions, back.Actions);
        Assert.Equal(log.Propensities, back.Propensities);
        Assert.Equal(log.PostsViewed, back.PostsViewed);
        Assert.Equal(log.Revenue, back.Revenue);
        Assert.Equal(log.Exited, back.Exited);
        Assert.Equal(log.SessionPosts, back.SessionPosts);
        Assert.Equal(log.Returned, back.Returned);
        Assert.Equal(log.Satisfaction.Length, back.Satisfaction.Length);
        Assert.All(log.Satisfaction.Zip(back.Satisfaction), s => Assert.Equal(s.First, s.Second, 1e-12));
        Assert.True(log.HasTruth);
        Assert.False(back.HasTruth);
        Assert.Contains("no users to go on with",
            Assert.Throws<ArgumentException>(() => _market.Branch(back, new Uniform(), 1, new Seed(1))).Message);
    }

    [Theory]
    [InlineData(0, "ads_seen", "ads", "no column 'ads_seen'")]
    [InlineData(1, ",1,", ",2,", "line 2: fetch 2 of session 0/0 follows no other")]
    public void What_is_wrong_is_named(int line, string good, string bad, string message)
    {
        AdLoadFile.Write(FilePath, _market.Log(new Uniform(), 3, new Seed(1)));
        string[] lines = File.ReadAllLines(FilePath);
        int place = lines[line].IndexOf(good, StringComparison.Ordinal);
        lines[line] = lines[line][..place] + bad + lines[line][(place + good.Length)..];
        File.WriteAllLines(FilePath, lines);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => AdLoadFile.Read(FilePath)).Message);
    }

    [Fact]
    public void A_missing_or_empty_file_says_so()
    {
        Assert.Contains("fetch_index", Assert.Throws<FileNotFoundException>(() => AdLoadFile.Read(FilePath)).Message);
        AdLoadFile.Write(FilePath, _market.Log(new Uniform(), 3, new Seed(1)));
        File.WriteAllText(FilePath, File.ReadAllLines(FilePath)[0] + "\n");
        Assert.Contains("no rows", Assert.Throws<InvalidDataException>(() => AdLoadFile.Read(FilePath)).Message);
    }

    private sealed class Uniform : IContextPolicy
    {
        public string Label => "uniform";

        public void Law(ReadOnlySpan<float> context, Span<double> law) => law.Fill(1.0 / law.Length);
    }
}
