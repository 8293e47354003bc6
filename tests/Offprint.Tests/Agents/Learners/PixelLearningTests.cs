using Offprint.Agents.Learners;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Cards;
using Offprint.Datasets.Frames;
using Offprint.Datasets.Layouts;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Learners;

/// <summary>Agents that see frames: a bright square wanders, and the best action is its place from left to right.</summary>
public sealed class PixelLearningTests : IDisposable
{
    private const int Image = 16, Square = 4, Places = Image - Square, Length = 10;
    private static readonly SoftActorCriticOptions s_options = new()
    {
        Critics = new() { Hidden = [32, 32] }, Policy = new() { Hidden = [32, 32] }, ActorAdam = new(3e-3), CriticAdam = new(3e-3),
        TemperatureAdam = new(3e-3), InitialTemperature = 0.05, Discount = 0.3, EntropyInBackup = false,
        Encoder = new PixelEncoderOptions { Channels = 3, Filters = 8, Size = 12, Shift = 1, Adam = new(3e-3) },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("offprint-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// A folder of V-D4RL's layout, logged by uniform actions, read back. The best action that does not look misses by 0.39 a step (the
    /// square's places are no less spread than uniform ones); what was learned misses by less than a twelfth of it.
    /// </summary>
    [Theory, InlineData("SAC"), InlineData("MOORL")]
    public void An_agent_learns_offline_from_a_folder_of_frames(string name)
    {
        VisualD4rl.Write(_folder, Log(60));
        FrameView view = VisualD4rl.Read(_folder).View(new(TimeLimitRule.Bootstrap));
        Assert.Equal(60 * Length, view.Count);
        AgentOptions options = name == "SAC" ? s_options : new MoorlOptions { Inner = s_options, InnerSteps = 3, MetaRate = 0.7 };
        Seed[] seeds = AgentCases.Seeds(2);
        using var evaluator = new RolloutEvaluator(Environment, 2, new() { Episodes = 10 });
        Assert.Equal(view.Spec.Observation, evaluator.Spec.Observation);
        using PopulationAgent agent = (PopulationAgent)options.Create(view.Spec, seeds);
        string before = agent.Hashes()["encoder"];
        TrainingLog log = new TrainingRun(new() { OfflineUpdates = 400, BatchSize = 32, EvaluateEvery = 400 })
            .Run(agent, new(seeds, evaluator) { Source = view });
        Assert.NotEqual(before, agent.Hashes()["encoder"]);
        double blind = Length * Enumerable.Range(0, Places + 1).Average(x => Math.Pow(Wanderer.Best(x), 2));
        Assert.All(log.LastReturns, value => Assert.InRange(-value, 0, blind / 12));
    }

    /// <summary>Logged frames and an environment's own stand in one batch; a run that was stopped goes on to the same bits.</summary>
    [Fact]
    public void Offline_frames_and_online_steps_are_mixed()
    {
        FrameView view = Log(4).View(new(TimeLimitRule.Bootstrap));
        Seed[] seeds = AgentCases.Seeds(2);
        var options = new TrainingOptions
        {
            OfflineUpdates = 4, OnlineSteps = 12, RandomSteps = 4, BatchSize = 8, EvaluateEvery = 100, Mix = new(MixMode.FixedRatio),
        };
        using var evaluator = new RolloutEvaluator(Environment, 2, new() { Episodes = 1 });
        string[] hashes = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            using PopulationAgent agent = s_options.Create(view.Spec, seeds);
            new TrainingRun(options).Run(agent, new(seeds, evaluator, Environment: Environment) { Source = view });
            Assert.Equal(16, agent.Updates);
            return string.Join(' ', agent.Hashes().Values);
        })];
        Assert.Equal(hashes[0], hashes[1]);
        using PopulationAgent other = s_options.Create(view.Spec, seeds);
        Assert.Contains("in place of a data set", Assert.Throws<ArgumentException>(() => new TrainingRun(options).Run(other,
            new(seeds, evaluator, IdentityTask.Log(5), Environment) { Source = view })).Message);
        Assert.Contains("need a data set", Assert.Throws<ArgumentException>(() => new TrainingRun(options).Run(other,
            new(seeds, evaluator, Environment: Environment))).Message);
    }

    /// <summary>What the actor's loss is made of changes the actor, and the encoder only through later critics.</summary>
    [Fact]
    public void The_critics_loss_alone_trains_the_encoder_and_acting_shifts_nothing()
    {
        using var scope = NewDisposeScope();
        FrameView view = Log(3).View(new(TimeLimitRule.Bootstrap));
        using var loader = new BatchLoader(view, new UniformSampler(view.Count), 8, 2);
        using PopulationRandom random = new(AgentCases.Seeds(2));
        Batch batch = loader.Next(random);
        using SoftActorCritic plain = s_options.Create(view.Spec, AgentCases.Seeds(2)),
            cloning = (s_options with { ActorTerms = [new CloningOptions(5)] }).Create(view.Spec, AgentCases.Seeds(2)),
            still = (s_options with { Encoder = ((PixelEncoderOptions)s_options.Encoder!) with { Shift = 0 } })
                .Create(view.Spec, AgentCases.Seeds(2));
        foreach (SoftActorCritic agent in (SoftActorCritic[])[plain, cloning, still])
            agent.Update(batch);
        Assert.Equal(plain.Hashes()["encoder"], cloning.Hashes()["encoder"]);
        Assert.NotEqual(plain.Hashes()["actor"], cloning.Hashes()["actor"]);
        Assert.NotEqual(plain.Hashes()["encoder"], still.Hashes()["encoder"]); // it learned from other images

        IEncoder encoder = plain.Critics.Encoder!;
        Tensor action = plain.Actor.Distribution(batch.Observations).Mode;
        (plain.Critics.Frozen(batch.Observations, action).sum() + action.sum()).backward();
        Assert.True(encoder.Parameters.GradientSpan.IndexOfAnyExcept(0f) < 0);
        Assert.False(plain.Critics.Targets(batch.Next, action).requires_grad);
        Tensor acted = plain.Policy.Act(batch.Observations, ActMode.Deterministic, random);
        Assert.Equal(action.detach().data<float>().ToArray(), acted.data<float>().ToArray());
    }

    [Fact]
    public void Members_may_share_a_batch_which_each_shifts_on_its_own()
    {
        using var scope = NewDisposeScope();
        FrameView view = Log(3).View(new(TimeLimitRule.Bootstrap));
        using var loader = new BatchLoader(view, new UniformSampler(view.Count), 8);
        using PopulationRandom random = new(AgentCases.Seeds(1));
        Batch batch = loader.Next(random);
        using SoftActorCritic shared = s_options.Create(view.Spec, AgentCases.Seeds(2)),
            own = s_options.Create(view.Spec, AgentCases.Seeds(2));
        shared.Update(batch);
        own.Update(new(Twice(batch.Observations), Twice(batch.Actions), Twice(batch.Rewards), Twice(batch.Next), Twice(batch.Continue)));
        Assert.Equal(own.Hashes()["encoder"], shared.Hashes()["encoder"]);
        Assert.Equal(own.Metrics["critic loss"][1], shared.Metrics["critic loss"][1], 1e-6f);
        Assert.NotEqual(own.Metrics["critic loss"][0], own.Metrics["critic loss"][1]);

        static Tensor Twice(Tensor x) => x.expand(2, -1, -1).contiguous();
    }

    /// <summary>A saved state holds the streams of shifts.</summary>
    [Fact]
    public void A_resumed_agent_goes_on_to_the_same_bits()
    {
        FrameView view = Log(3).View(new(TimeLimitRule.Bootstrap));
        using SoftActorCritic whole = s_options.Create(view.Spec, AgentCases.Seeds(2)),
            half = s_options.Create(view.Spec, AgentCases.Seeds(2)),
            rest = s_options.Create(view.Spec, AgentCases.Seeds(2));
        using BatchLoader loader = new(view, new UniformSampler(view.Count), 8, 2);
        void Train(SoftActorCritic agent, int from, int to)
        {
            for (int t = from; t < to; t++)
            {
                using PopulationRandom random = new([.. AgentCases.Seeds(2).Select(seed => seed.Derive((ulong)t))]);
                agent.Update(loader.Next(random));
            }
        }
        Train(whole, 0, 4);
        Train(half, 0, 2);
        rest.Load(half.Save());
        Train(rest, 2, 4);
        Assert.Equal(whole.Hashes(), rest.Hashes());
    }

    private static FrameStack Environment() => new(new Wanderer(), 3);

    /// <summary>Episodes of uniform actions.</summary>
    private static FrameDataset Log(int episodes)
    {
        using var environment = new Wanderer();
        RandomStream random = new Seed(6).Stream();
        return new(new BoxSpace(1, -1, 1), [.. Enumerable.Range(0, episodes).Select(e =>
        {
            List<byte> frames = [];
            float[] actions = new float[Length + 1], rewards = new float[Length + 1], seen = new float[Image * Image];
            environment.Reset(new Seed(9).Derive((ulong)e), seen);
            frames.AddRange(environment.Pixels);
            for (int t = 1; t <= Length; t++)
            {
                actions[t] = (float)random.NextUniform(-1, 1);
                rewards[t] = (float)environment.Step(actions.AsSpan(t, 1), seen).Reward;
                frames.AddRange(environment.Pixels);
            }
            return new FrameEpisode(new(1, Image, Image), [.. frames], new(actions), rewards, EpisodeEnd.Timeout);
        })]);
    }

    /// <summary>The square moves by up to three pixels a step, whatever is done; reward −(a − its place in [−1, 1])².</summary>
    private sealed class Wanderer()
        : EpisodicEnvironment(new("Wanderer", new BoxSpace(Image * Image, -0.5f, 0.5f), new BoxSpace(1, -1, 1), Length))
    {
        private RandomStream? _random;
        private int _x, _y;

        public byte[] Pixels { get; } = new byte[Image * Image];

        public static double Best(int x) => 2.0 * x / Places - 1;

        public override Card Describe() => Spec.Describe();

        protected override void Start(RandomStream random, Span<float> observation)
        {
            (_random, _x, _y) = (random, random.NextInt(Places + 1), random.NextInt(Places + 1));
            Draw(observation);
        }

        protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
        {
            double reward = -Math.Pow(action[0] - Best(_x), 2);
            _x = Math.Clamp(_x + _random!.NextInt(7) - 3, 0, Places);
            _y = Math.Clamp(_y + _random.NextInt(7) - 3, 0, Places);
            Draw(observation);
            return new StepResult(reward, false, false);
        }

        private void Draw(Span<float> observation)
        {
            Array.Clear(Pixels);
            for (int row = _y; row < _y + Square; row++)
                Pixels.AsSpan(row * Image + _x, Square).Fill(255);
            for (int i = 0; i < Pixels.Length; i++)
                observation[i] = (float)(Pixels[i] / 255.0 - 0.5);
        }
    }
}
