using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments.ClassicControl;
using Offprint.Tests.Agents;
using Offprint.Trials;

namespace Offprint.Tests.Trials;

public sealed class TrainTests
{
    private static readonly TrainOptions s_short = new() { Updates = 400, BatchSize = 64, Evaluations = 4, Episodes = 50 };

    [Fact]
    public void Three_lines_train_an_agent_and_its_card_says_how_the_data_were_treated()
    {
        OfflineDataset data = IdentityTask.Log(2000, 0.2);
        var options = new BehaviorCloningOptions { Hidden = [16, 16], Adam = new(3e-3) };
        using TrainedAgent trained = Train.Offline(options, data, () => new IdentityTask(), s_short);
        Assert.Equal([0, 100, 200, 300, 400], trained.Log.Entries.Select(e => e.OfflineUpdates));
        Assert.All(trained.Scores, value => Assert.InRange(value, 0.97, 1)); // returns: the log has no returns that score 0 and 100
        Assert.All(trained.Play(7).Means, value => Assert.InRange(value, 0.95, 1));
        string[] facts = [.. trained.Describe().Facts.Select(fact => $"{fact.Name}: {fact.Value}")];
        Assert.Contains("Time limits: last steps of cut episodes are dropped", facts);
        Assert.Contains("Observations: (s − mean) / (deviation + 0.001), variance by N", facts);
        Assert.Contains("Treatment of data: as in the method's publication", facts);
        Assert.Single(trained.Describe().Figures);
    }

    [Fact]
    public void Another_treatment_is_said_to_be_so_and_misfits_are_refused()
    {
        OfflineDataset data = IdentityTask.Log(100, 0.2);
        var options = new BehaviorCloningOptions { Hidden = [4] };
        using TrainedAgent trained = Train.Offline(options, data, () =>
            new IdentityTask(), new() { Updates = 2, Evaluations = 1, Episodes = 1, View = new(TimeLimitRule.Terminal) });
        Assert.Contains("as asked for", trained.Describe().Facts.Select(fact => fact.Value.ToString()));
        Assert.Contains("another environment", Assert.Throws<ArgumentException>(() =>
            Train.Offline(options, data, () => new Pendulum(), s_short)).Message);
        Assert.Contains("own rollouts", Assert.Throws<ArgumentException>(
            () => Train.Offline(new ProximalPolicyOptions(), data, () => new IdentityTask(), s_short)).Message);
    }
}
