using Offprint.Datasets.Offline;
using Offprint.Tests.Agents;

namespace Offprint.Tests.Datasets.Offline;

public sealed class NormalizedScoreTests
{
    [Fact]
    public void Scores_follow_their_definition_and_constants()
    {
        var hopper = NormalizedScore.D4rl("hopper");
        Assert.Equal(0, hopper.Score(-20.272305));
        Assert.Equal(100, hopper.Score(3234.3));
        Assert.Equal(31.348890, hopper.Score(1000), 1e-6);
        Assert.Equal(10.311402, NormalizedScore.D4rl("halfcheetah").Score(1000), 1e-6);
        Assert.Equal(65.314439, NormalizedScore.D4rl("Walker2d").Score(3000), 1e-6);
        Assert.Equal(25, new NormalizedScore(10, 50).Score(20));
        Assert.Contains("walker2d", Assert.Throws<ArgumentException>(() => NormalizedScore.D4rl("crawler")).Message);
        Assert.Throws<ArgumentException>(() => new NormalizedScore(3, 3));
        Assert.Contains("expert", Assert.Throws<ArgumentException>(() => NormalizedScore.Of(IdentityTask.Log(3))).Message);
    }
}
