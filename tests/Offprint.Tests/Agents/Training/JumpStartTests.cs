using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Tensors;
using Offprint.Tests.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Training;

[Collection(nameof(TensorCounting))]
public sealed class JumpStartTests : IDisposable
{
    private const float Guided = 0.5f, Learned = -0.5f;
    private const int Length = 5;

    private readonly RolloutEvaluator _evaluator = new(Task, 2, new() { Episodes = 2 });
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"offprint-{Guid.NewGuid():N}.npz");

    public void Dispose()
    {
        _evaluator.Dispose();
        File.Delete(_file);
    }

    private static Pendulum Task() => new(horizon: Length);

    private PopulationAgent Agent() => AgentCases.Make("SAC", _evaluator.Spec, AgentCases.Seeds(2));

    private static JumpStart Make(JumpStartOptions options, params double[] steps) =>
        new(new(new Constant(Guided), steps, options), new PopulationRandom(AgentCases.Seeds(steps.Length)));

    /// <summary>Of an episode the first h steps are the guide's; h is uniform from none to the bound, which itself is reached.</summary>
    [Fact]
    public void The_guide_begins_episodes_and_the_learner_ends_them()
    {
        const int episodes = 400;
        using var environments = new VectorEnvironment(Task, 2);
        using var steps = new EnvironmentSteps(environments, null);
        using var exploration = new PopulationRandom(AgentCases.Seeds(2));
        using JumpStart both = Make(new(), 3, 0);
        int[] drawn = new int[4];
        steps.Reset(AgentCases.Seeds(2));
        for (int episode = 0; episode < episodes; episode++)
        {
            float[] actions = new float[Length];
            for (int step = 0; step < Length; step++)
            {
                both.Act(steps, new Constant(Learned), exploration);
                (actions[step], float other) = (steps.Actions[0], steps.Actions[1]);
                Assert.Equal(Learned, other); // no step of the second member's is the guide's
                steps.Step();
            }
            int guided = actions.TakeWhile(action => action == Guided).Count();
            Assert.All(actions[guided..], action => Assert.Equal(Learned, action));
            drawn[guided]++;
        }
        // Four equally likely counts: each within five standard deviations, 8.7, of a hundred.
        Assert.All(drawn, count => Assert.InRange(count, 57, 143));
    }

    /// <summary>A part is lost while the mean of the last evaluations stays near its best; each member has its own.</summary>
    [Fact]
    public void The_bound_falls_while_the_learner_does_not_get_worse()
    {
        using JumpStart guide = Make(new() { Stages = 4, Window = 2, Tolerance = 0.1 }, 8, 100);
        List<(double, double)> bounds = [(guide.Bound(0), guide.Bound(1))];
        foreach ((double first, double second) in new[] { (0.0, 1.0), (1.0, 1.0), (0.6, 0.0), (0.6, 0.0), (1.0, 0.0), (1.0, 0.0) })
        {
            guide.Evaluated([first, second]);
            bounds.Add((guide.Bound(0), guide.Bound(1)));
        }
        // Means of two: first 0, .5, .8, .6, .8, 1 (the fourth lies .2 below the best); second 1, 1, .5, 0, 0, 0.
        Assert.Equal([(8, 100), (6, 75), (4, 50), (2, 50), (2, 50), (0, 50), (0, 50)], bounds);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    public void A_guided_run_resumes_to_the_same_bits(int stopAfter)
    {
        var options = new TrainingOptions
        {
            OnlineSteps = 60, WarmUpSteps = 5, BatchSize = 16, EvaluateEvery = 10, SaveSeconds = 0,
        };
        var guide = new Guide(new Constant(Guided), [4, 2], new() { Stages = 3 });
        TrainingSetup setup = new(AgentCases.Seeds(2), _evaluator, null, Task) { Guide = guide };
        using PopulationAgent whole = Agent(), killed = Agent(), resumed = Agent(), alone = Agent();
        new TrainingRun(options).Run(whole, setup);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new TrainingRun(options).Run(killed, setup with
        {
            ResumeFile = _file, Report = entry => { if (entry.OnlineSteps == stopAfter) stop.Cancel(); },
        }, stop.Token));
        new TrainingRun(options).Run(resumed, setup with { ResumeFile = _file });
        Assert.Equal(whole.Hashes(), resumed.Hashes());
        new TrainingRun(options).Run(alone, setup with { Guide = null });
        Assert.NotEqual(whole.Hashes(), alone.Hashes());
    }

    [Fact]
    public void A_guide_of_other_members_is_named()
    {
        using PopulationAgent agent = Agent();
        TrainingSetup setup = new(AgentCases.Seeds(2), _evaluator, null, Task)
        {
            Guide = new(new Constant(Guided), [4], new()),
        };
        ArgumentException e = Assert.Throws<ArgumentException>(() =>
            new TrainingRun(new() { OnlineSteps = 10, View = new(TimeLimitRule.Drop) }).Run(agent, setup));
        Assert.Contains("steps for 1 members, the agent has 2", e.Message);
    }

    private sealed class Constant(float action) : IPolicy
    {
        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random) =>
            full([observations.shape[0], observations.shape[1], 1], action);
    }
}
