using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Tests.Trials;

public sealed class PretrainingTests : IDisposable
{
    private static readonly DataSource s_data = new IdentityLog(200);
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private static Pretraining Start { get; } = new(TrialCases.Method("BC"), Updates: 20, BatchSize: 16)
    {
        EvaluateEvery = 10, Episodes = 3,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private RunContext Context() => new([1, 2], new Artifacts(_folder), null, TestContext.Current.CancellationToken);

    private MethodResult Run(Method method, TrialRun run)
    {
        var study = new TrainingStudy("study", "A study", _ => [new(s_data, method, run)], _ => [1, 2]);
        return study.Run(study.Cells(Profile.Smoke)[0], Context()).Methods[0];
    }

    /// <summary>A training that starts from another shows that one's curve, then begins where it ended.</summary>
    [Fact]
    public void What_follows_begins_where_the_training_ended()
    {
        Method method = TrialCases.Method("BC");
        MethodResult whole = Run(method, TrialCases.Run), none = Run(method with { Start = Start }, TrialCases.Run with { Updates = 0,
            OnlineSteps = 5 });
        Assert.Equal([0, 10, 20, 20, 20], none.Updates);
        Assert.Equal([0, 0, 0, 0, 5], none.Steps);
        for (int i = 0; i < 3; i++)
            Assert.Equal(whole.Scores[i], none.Scores[i]);
        Method frozen = method with { Start = Start, Agent = new BehaviorCloningOptions { Hidden = [8], Adam = new(0) } };
        MethodResult still = Run(frozen, TrialCases.Run);
        Assert.Equal([0, 10, 20, 20, 30, 40], still.Updates);
        Assert.Equal(still.Scores[2], still.Scores[5]); // the trained policy in the same episodes: what does not learn keeps it
        Assert.NotEqual(whole.Scores[0], still.Scores[3]);
    }

    /// <summary>The second trial finds the first one's training, whatever it does afterwards.</summary>
    [Fact]
    public void Trials_share_one_training()
    {
        Method method = TrialCases.Method("BC") with { Start = Start };
        Run(method, TrialCases.Run);
        string[] made = Directory.GetDirectories(_folder);
        Assert.Single(made);
        Run(method with { Start = Start with { Parts = TransferParts.Actor } }, TrialCases.Run with { Updates = 10 });
        Assert.Equal(made, Directory.GetDirectories(_folder));
        Run(method with { Start = Start with { Updates = 10 } }, TrialCases.Run);
        Assert.Equal(2, Directory.GetDirectories(_folder).Length);
    }

    [Fact]
    public void A_method_is_another_where_it_starts_from_another_training()
    {
        Method method = TrialCases.Method("BC");
        Method[] all =
        [
            method, method with { Start = Start }, method with { Start = Start with { Updates = 21 } },
            method with { Start = Start with { Parts = TransferParts.Actor } },
            method with { Start = Start with { Method = TrialCases.Method("BC", 1e-2) } },
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void Other_widths_and_other_scales_are_named()
    {
        Method wider = TrialCases.Method("wider") with
        {
            Start = Start, Agent = new BehaviorCloningOptions { Hidden = [16], Adam = new(3e-3) },
        };
        Assert.Contains("same widths", Assert.Throws<ArgumentException>(() => Run(wider, TrialCases.Run)).Message);
        Method method = TrialCases.Method("BC"), scaled = method with
        {
            Start = Start, View = method.View with { Observations = new(VarianceDivisor.Count, 1e-3) },
        };
        Assert.Contains("'BC' scales observations otherwise", Assert.Throws<ArgumentException>(() => Run(scaled, TrialCases.Run)).Message);
    }
}
