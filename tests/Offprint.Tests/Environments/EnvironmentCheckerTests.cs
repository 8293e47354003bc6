using Offprint.Cards;
using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Environments.MuJoCo;
using Offprint.Numerics;
using Offprint.Tests.Conformance;
using Offprint.Tests.Environments.MuJoCo;

namespace Offprint.Tests.Environments;

[Collection<MujocoCollection>]
public class EnvironmentCheckerTests
{
    private static readonly Dictionary<string, Func<IEnvironment>> s_environments = new()
    {
        ["CartPole"] = () => new CartPole(),
        ["Pendulum"] = () => new Pendulum(),
        ["MountainCar"] = () => new MountainCar(),
        ["MountainCarContinuous"] = () => new MountainCarContinuous(),
        ["Acrobot"] = () => new Acrobot(),
        ["ContinuousBandit"] = () => new ContinuousBandit(),
        ["TimeLimit"] = () => new TimeLimit(new Pendulum(), 17),
        ["ActionNoise"] = () => new ActionNoise(new Pendulum(), 0.3),
        ["ObservationNoise"] = () => new ObservationNoise(new CartPole(), 0.1),
        ["FrameStack"] = () => new FrameStack(new Acrobot(), 3),
    };

    public static TheoryData<string> Names => [.. s_environments.Keys];

    [Fact]
    public void No_environment_of_the_library_is_forgotten()
    {
        IEnvironment[] small = [.. s_environments.Values.Select(make => make())];
        (Type, string)[] simulated = [.. Implementations.Of<MujocoEnvironment>(typeof(IEnvironment).Assembly)
            .Select(type => (type, "Tasks on MuJoCo."))];
        Implementations.AssertCovered(typeof(IEnvironment).Assembly, small, simulated);
        Array.ForEach(small, environment => (environment as IDisposable)?.Dispose());
        Assert.Equal(simulated.Select(item => item.Item1.Name).Order(StringComparer.Ordinal), MujocoTasks.Names.Select(row => row.Data)
            .Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_environment_keeps_the_rules(string name)
    {
        EnvironmentReport report = EnvironmentChecker.Check(s_environments[name]);
        Assert.True(report.Passed, report.ToString());
        Assert.InRange(report.Findings.Count, 7, 8);
    }

    [Theory]
    [MemberData(nameof(MujocoTasks.Names), MemberType = typeof(MujocoTasks))]
    public void Every_task_on_MuJoCo_keeps_the_rules(string name)
    {
        MujocoTasks.Require();
        EnvironmentReport report = EnvironmentChecker.Check(() => MujocoTasks.Make(name), 120);
        Assert.True(report.Passed, report.ToString());
        Assert.Equal(8, report.Findings.Count); // restoring a state included
    }

    [Fact]
    public void The_environment_that_the_faults_are_put_in_keeps_the_rules() =>
        Assert.True(EnvironmentChecker.Check(() => new Faulty(Fault.None)).Passed);

    [Theory]
    [InlineData(Fault.Observes, "lie in the space")]
    [InlineData(Fault.Rewards, "lie in the space")]
    [InlineData(Fault.Takes, "outside the space are refused")]
    [InlineData(Fault.GoesOn, "An episode ends once")]
    [InlineData(Fault.Forgets, "The same seed")]
    [InlineData(Fault.Ignores, "Another seed")]
    [InlineData(Fault.Allocates, "allocates nothing")]
    public void A_broken_rule_is_found(Fault fault, string rule)
    {
        EnvironmentReport report = EnvironmentChecker.Check(() => new Faulty(fault));
        Assert.Contains(report.Findings, finding => finding.Problem is not null && finding.Rule.Contains(rule, StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.Problem is null);
        Assert.Contains("Rules are broken", report.Describe().Subtitle);
    }

    public enum Fault
    {
        None,
        Observes,
        Rewards,
        Takes,
        GoesOn,
        Forgets,
        Ignores,
        Allocates,
    }

    private sealed class Faulty(Fault fault) : IEnvironment
    {
        private static int s_resets;

        private readonly ContinuousBandit _bandit = new(noise: 1);
        private bool _started;

        public EnvironmentSpec Spec => _bandit.Spec;

        public void Reset(Seed? seed, Span<float> observation)
        {
            _started = true;
            if (fault == Fault.Ignores)
                seed = new Seed(0);
            if (fault == Fault.Forgets && seed is not null)
                seed = new Seed((ulong)Interlocked.Increment(ref s_resets));
            _bandit.Reset(seed, observation);
        }

        public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            if (fault == Fault.Takes && _started && !Spec.Action.Contains(action))
                return default;
            StepResult result = _bandit.Step(action, observation);
            if (fault == Fault.Observes)
                observation[0] = 2;
            if (fault == Fault.GoesOn)
                _bandit.Reset(null, observation); // a step after the end is made
            if (fault == Fault.Allocates)
                GC.KeepAlive(new object());
            return fault == Fault.Rewards ? result with { Reward = double.NaN } : result;
        }

        public Card Describe() => _bandit.Describe();

        public void Dispose() => _bandit.Dispose();
    }
}
