using Offprint.Agents.Learners;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Online;

/// <summary>Deep Q-learning against value iteration on a chain, and each option against its formula.</summary>
public sealed class DiscreteQLearningTests
{
    private const int States = 4;
    private const double Discount = 0.8;

    private static readonly EnvironmentSpec s_spec = new("chain", new BoxSpace(States, 0, 1), new DiscreteSpace(2), 20);

    private static readonly DiscreteQLearningOptions s_options = new()
    {
        Discount = Discount, Hidden = [32], Adam = new(3e-3), TargetInterval = 20, HuberDelta = null,
    };

    /// <summary>Left pays 0.1 and stays at the left end; right moves on, and from the right end pays 1 and terminates.</summary>
    private static (double Reward, int Next, bool End) Step(int s, int a) =>
        a == 0 ? (0.1, Math.Max(0, s - 1), false) : s == States - 1 ? (1, s, true) : (0, s + 1, false);

    /// <summary>All pairs but those left out, as one batch.</summary>
    private static Batch All(int population = 1, Func<int, int, bool>? keep = null)
    {
        (int S, int A)[] pairs = [.. from s in Enumerable.Range(0, States) from a in new[] { 0, 1 } where keep?.Invoke(s, a) ?? true
            select (s, a)];
        float[] now = new float[pairs.Length * States], next = new float[now.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            now[i * States + pairs[i].S] = 1;
            next[i * States + Step(pairs[i].S, pairs[i].A).Next] = 1;
        }
        Tensor Rows(float[] values, int width) =>
            tensor(values, [1, pairs.Length, width]).expand(population, -1, -1).contiguous();
        Tensor Column(Func<(int S, int A), double> value) => Rows([.. pairs.Select(p => (float)value(p))], 1);
        return new(Rows(now, States), Column(p => p.A), Column(p => Step(p.S, p.A).Reward), Rows(next, States),
            Column(p => Step(p.S, p.A).End ? 0 : 1));
    }

    private static double[,] Optimal()
    {
        double[,] q = new double[States, 2];
        for (int sweep = 0; sweep < 300; sweep++)
        {
            for (int s = 0; s < States; s++)
            {
                for (int a = 0; a < 2; a++)
                {
                    (double reward, int next, bool end) = Step(s, a);
                    q[s, a] = reward + (end ? 0 : Discount * Math.Max(q[next, 0], q[next, 1]));
                }
            }
        }
        return q;
    }

    private static float[] Values(DiscreteQLearning agent) => agent.Network.Forward(eye(States).unsqueeze(0)).data<float>().ToArray();

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, 1.0)]
    public void Values_come_to_those_of_value_iteration(bool twice, double? huber)
    {
        using var scope = NewDisposeScope();
        using DiscreteQLearning agent = (s_options with { Double = twice, HuberDelta = huber }).Create(s_spec, [new Seed(3)]);
        Batch batch = All();
        for (int t = 0; t < 3000; t++)
            agent.Update(batch);
        float[] values = Values(agent);
        double[,] exact = Optimal();
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(exact[i / 2, i % 2], values[i], 0.03);
    }

    [Fact]
    public void The_conservative_term_lowers_what_the_data_do_not_do()
    {
        using var scope = NewDisposeScope();
        Batch right = All(keep: (_, a) => a == 1);
        float Gap(double weight)
        {
            using DiscreteQLearning agent = (s_options with { Conservative = weight }).Create(s_spec, [new Seed(3)]);
            for (int t = 0; t < 500; t++)
                agent.Update(right);
            float[] values = Values(agent);
            return Enumerable.Range(0, States).Min(s => values[2 * s + 1] - values[2 * s]);
        }
        Assert.True(Gap(1) > 0.5, $"{Gap(1)}");
        Assert.True(Gap(1) > Gap(0) + 0.5);
    }

    [Fact]
    public void The_constraint_forbids_what_the_data_do_not_do()
    {
        using var scope = NewDisposeScope();
        DiscreteQLearningOptions options = s_options with { Constraint = new(0.3, 0.001) };
        using DiscreteQLearning agent = options.Create(s_spec, [new Seed(3)]);
        Batch left = All(keep: (_, a) => a == 0);
        for (int t = 0; t < 800; t++)
            agent.Update(left);
        Assert.Equal([0f, 0, 0, 0], agent.Scores(eye(States).unsqueeze(0)).argmax(2).to_type(ScalarType.Float32).data<float>().ToArray());
        // Always left: 0.1 forever, since the far better right is never backed up.
        Assert.Equal(0.1 / (1 - Discount), Values(agent)[0], 0.03);
    }

    [Fact]
    public void Huber_losses_are_squares_within_and_lines_beyond()
    {
        using var scope = NewDisposeScope();
        using DiscreteQLearning agent = (s_options with { HuberDelta = 0.5, Discount = 0 }).Create(s_spec, [new Seed(3)]);
        float[] before = Values(agent);
        Metrics metrics = agent.Update(All());
        double expected = Enumerable.Range(0, before.Length).Average(i =>
        {
            double e = Math.Abs(before[i] - Step(i / 2, i % 2).Reward);
            return e <= 0.5 ? e * e / 2 : 0.5 * (e - 0.25);
        });
        Assert.Equal(expected, metrics["TD loss"][0], 1e-5);
    }

    [Fact]
    public void Trainings_are_deterministic_resume_to_the_bit_and_members_are_apart()
    {
        using var scope = NewDisposeScope();
        DiscreteQLearningOptions options = s_options with { Conservative = 0.3, Constraint = new(), TargetInterval = 3 };
        Seed[] seeds = [new(1), new(2)];
        using DiscreteQLearning whole = options.Create(s_spec, seeds), half = options.Create(s_spec, seeds),
            other = options.Create(s_spec, seeds), one = options.Create(s_spec, seeds[..1]);
        Train(whole, 10);
        Train(half, 5);
        other.Load(half.Save());
        Train(other, 5);
        Assert.Equal(whole.Hashes(), other.Hashes());
        Batch single = All();
        for (int t = 0; t < 10; t++)
            one.Update(single);
        Assert.Equal(one.Metrics["loss"][0], whole.Metrics["loss"][0], 1e-5f);

        static void Train(DiscreteQLearning agent, int updates)
        {
            Batch batch = All(2);
            for (int t = 0; t < updates; t++)
                agent.Update(batch);
        }
    }

    [Fact]
    public void Exploration_follows_its_schedule_and_boxes_are_refused()
    {
        Assert.Equal(1, new EpsilonSchedule(1, 0.1, 10).At(0));
        Assert.Equal(0.55, new EpsilonSchedule(1, 0.1, 10).At(5), 1e-12);
        Assert.Equal(0.1, new EpsilonSchedule(1, 0.1, 10).At(100), 1e-12);
        using var scope = NewDisposeScope();
        using DiscreteQLearning agent = (s_options with { Exploration = new(1, 0, 2) }).Create(s_spec, [new Seed(3)]);
        using var random = new PopulationRandom([new Seed(4)]);
        Tensor states = eye(States).unsqueeze(0).repeat(1, 100, 1);
        Assert.InRange(agent.Policy.Act(states, ActMode.Explore, random).mean().item<float>(), 0.4f, 0.6f); // 400 fair coins, 4 σ
        Batch batch = All();
        agent.Update(batch);
        agent.Update(batch);
        Assert.Equal(agent.Policy.Act(states, ActMode.Deterministic, random).data<float>().ToArray(),
            agent.Policy.Act(states, ActMode.Explore, random).data<float>().ToArray());
        Assert.Contains("finite number", Assert.Throws<ArgumentException>(() =>
            s_options.Create(IdentityTask.Task, [new Seed(1)])).Message);
    }
}
