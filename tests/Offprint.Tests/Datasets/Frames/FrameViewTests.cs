using Offprint.Cards;
using Offprint.Datasets.Frames;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Datasets.Frames;

/// <summary>Views of logs of frames, against a vector log of the same numbers whose frames were stacked by hand.</summary>
public sealed class FrameViewTests
{
    private static readonly FrameDataset s_log = FrameSamples.Random(
        (6, EpisodeEnd.Timeout), (2, EpisodeEnd.Terminal), (4, EpisodeEnd.Terminal), (5, EpisodeEnd.Unfinished));

    private static readonly TransitionOptions[] s_options =
    [
        new(TimeLimitRule.Drop), new(TimeLimitRule.Terminal), new(TimeLimitRule.Bootstrap, NextState.Stored),
        new(TimeLimitRule.Bootstrap, NextState.Stored, new RewardTransform(2, -1)) { Steps = 3, Discount = 0.9 },
        new(TimeLimitRule.Drop) { NextActions = true, ReturnToGo = ReturnToGoRule.SumToEnd, Discount = 0.8 },
        new(TimeLimitRule.Terminal) { NextActions = true, Steps = 2, ReturnToGo = ReturnToGoRule.FailureTail, Discount = 0 },
    ];

    /// <summary>All columns of all rows, for every rule.</summary>
    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Rows_are_those_of_a_log_whose_frames_were_stacked_beforehand(int index)
    {
        TransitionOptions options = s_options[index];
        FrameView view = s_log.View(options);
        TransitionView expected = Stacked(3).View(options);
        Assert.Equal(expected.Count, view.Count);
        Assert.Equal(expected.Layout, view.Layout);
        (float[] S, float[] A, float[] R, float[] N, float[] C, float[] G, float[] Next) own = All(view), other = All(expected);
        Assert.Equal(other.A, own.A);
        Assert.Equal(other.R, own.R);
        Assert.Equal(other.C, own.C);
        Assert.Equal(other.G, own.G);
        Assert.Equal(other.S, own.S);
        int width = view.Layout.Observation;
        for (int row = 0; row < view.Count; row++)
        {
            if (own.C[row] == 0)
                continue; // behind a terminal state the vector log has nothing; the log of frames has its frame
            Assert.Equal(other.N.AsSpan(row * width, width), own.N.AsSpan(row * width, width));
            int actions = own.Next.Length / view.Count;
            Assert.Equal(other.Next.AsSpan(row * actions, actions), own.Next.AsSpan(row * actions, actions));
        }
    }

    /// <summary>Behind the last step of an episode stands its last frame, whatever the rule.</summary>
    [Fact]
    public void The_frame_behind_a_terminal_step_is_there()
    {
        FrameView view = s_log.View(new(TimeLimitRule.Terminal), 1);
        float[] next = All(view).N;
        Assert.Equal((1, 0), view.DataRow(5));
        Assert.Equal(s_log.Episodes[1].Frame(1).ToArray().Select(value => (float)(value / 255.0 - 0.5)),
            next[(5 * view.Layout.Observation)..(6 * view.Layout.Observation)]);
    }

    /// <summary>An agent that acts sees the same stack as one that learns.</summary>
    [Fact]
    public void A_stack_is_that_of_the_environments_wrapper()
    {
        FrameEpisode episode = s_log.Episodes[0];
        using var environment = new FrameStack(new Film(episode), 3);
        FrameView view = s_log.View(new(TimeLimitRule.Bootstrap));
        (float[] s, _, _, float[] next, _, _, _) = All(view);
        float[] seen = new float[view.Layout.Observation];
        Assert.Equal(environment.Spec.Observation, view.Spec.Observation);
        environment.Reset(new Seed(1), seen);
        for (int t = 0; t < episode.Steps; t++)
        {
            Assert.Equal(seen, s[(t * seen.Length)..((t + 1) * seen.Length)]);
            environment.Step(episode.Actions.Row(t + 1), seen);
            Assert.Equal(seen, next[(t * seen.Length)..((t + 1) * seen.Length)]);
        }
    }

    /// <summary>As a loader draws them, [P, B, 9, 64, 64]; nothing is copied but the batch.</summary>
    [Fact]
    public void A_batch_of_images_is_drawn_without_copying_the_log()
    {
        FrameDataset log = FrameSamples.Of(new(3, 64, 64), (30, EpisodeEnd.Timeout));
        FrameView view = log.View(new(TimeLimitRule.Bootstrap));
        using var loader = new BatchLoader(view, new UniformSampler(view.Count), 5, 2);
        using PopulationRandom random = new([new(1), new(2)]);
        using var scope = NewDisposeScope();
        Batch batch = loader.Next(random);
        Tensor images = batch.Observations.view(2, 5, 9, 64, 64);
        Assert.Equal(-0.5f, images.min().item<float>());
        Assert.Equal(0.5f, images.max().item<float>());
        for (int p = 0; p < 2; p++)
        {
            for (int b = 0; b < 5; b++)
            {
                int frame = view.DataRow(loader.Rows[p * 5 + b]).Frame, before = Math.Max(frame - 2, 0);
                byte pixel = log.Episodes[0].Frame(before)[(1 * 64 + 7) * 64 + 33]; // green of the oldest
                Assert.Equal((float)(pixel / 255.0 - 0.5), images[p, b, 1, 7, 33].item<float>());
            }
        }
        Assert.InRange(Allocations.Least(() => loader.Next(random)), 0, 2000); // handles, not 300 kB of frames
    }

    [Fact]
    public void What_contradicts_is_refused()
    {
        string Refused(TransitionOptions options) => Assert.ThrowsAny<ArgumentException>(() => s_log.View(options)).Message;
        Assert.Contains("no further columns", Refused(new(TimeLimitRule.Drop) { Columns = ["cost"] }));
        Assert.Contains("no next action", Refused(new(TimeLimitRule.Bootstrap) { NextActions = true }));
        Assert.Contains("no finite return", Refused(new(TimeLimitRule.Drop) { ReturnToGo = ReturnToGoRule.FailureTail, Discount = 1 }));
        Assert.Contains("[0, 1]", Refused(new(TimeLimitRule.Drop) { Discount = 1.5 }));
        Assert.Contains("no row left",
            Assert.Throws<ArgumentException>(() => FrameSamples.Random((2, EpisodeEnd.Timeout)).View(new(TimeLimitRule.Drop))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => s_log.View(new(TimeLimitRule.Drop), 0));
    }

    [Fact]
    public void Episodes_that_do_not_fit_are_named()
    {
        FrameEpisode good = s_log.Episodes[0];
        var shape = new FrameShape(1, 1, 1);
        string Wrong(Func<object> make) => Assert.Throws<InvalidDataException>(make).Message;
        Assert.Contains("key 'reward', row 2", Wrong(() => new FrameEpisode(shape, new byte[3], new(new float[3]), [0, 1, float.NaN],
            EpisodeEnd.Timeout)));
        Assert.Contains("key 'action', row 1", Wrong(() => new FrameEpisode(shape, new byte[2], new([0, float.PositiveInfinity]), [0, 1],
            EpisodeEnd.Timeout)));
        Assert.Contains("1 frames hold no step", Wrong(() => new FrameEpisode(shape, new byte[1], new([0]), [0], EpisodeEnd.Timeout)));
        Assert.Contains("3 frames need as many", Wrong(() => new FrameEpisode(shape, new byte[3], new([0, 1]), [0, 1, 2],
            EpisodeEnd.Timeout)));
        Assert.Contains("3 bytes are not whole frames of [1, 1, 2]",
            Wrong(() => new FrameEpisode(new(1, 1, 2), new byte[3], new([0, 1]), [0, 1], EpisodeEnd.Timeout)));
        var other = new FrameEpisode(shape, new byte[2], new(new float[4], 2), [0, 1], EpisodeEnd.Timeout);
        Assert.Contains("episode 1, frames are of [1, 1, 1]", Wrong(() => new FrameDataset(s_log.Action, [good, other])));
        Assert.Contains("episode 0, key 'action' has 2 numbers", Wrong(() => new FrameDataset(new BoxSpace(1, -1, 1), [good])));
        Assert.Contains("lies outside [-0.1, 0.1]", Wrong(() => new FrameDataset(new BoxSpace(2, -0.1f, 0.1f), [good])));
        Assert.Contains("no episode", Wrong(() => new FrameDataset(s_log.Action, [])));
    }

    [Fact]
    public void The_card_counts_steps_and_returns()
    {
        Assert.Equal(5 + 1 + 3 + 4, s_log.Count);
        Assert.Equal(s_log.Episodes[2].Rewards.Skip(1).Sum(reward => (double)reward), s_log.Episodes[2].Return, 1e-12);
        Assert.Equal(s_log.Episodes.Average(episode => episode.Return), s_log.Returns().Mean, 1e-12);
        Assert.Contains(s_log.Describe().Facts, fact => fact.Name == "ended in a terminal state" && fact.Value.ToString() == "2");
    }

    /// <summary>The same log as vectors: each row's last frames, copies of the first before it.</summary>
    private static OfflineDataset Stacked(int stack)
    {
        List<float> s = [], a = [], r = [], next = [];
        List<bool> terminals = [], timeouts = [];
        foreach (FrameEpisode episode in s_log.Episodes)
        {
            for (int t = 1; t <= episode.Steps; t++)
            {
                for (int k = stack - 1; k >= 0; k--)
                {
                    s.AddRange(Scaled(episode, t - 1 - k));
                    next.AddRange(Scaled(episode, t - k));
                }
                a.AddRange(episode.Actions.Row(t));
                r.Add(episode.Rewards[t]);
                terminals.Add(t == episode.Steps && episode.End == EpisodeEnd.Terminal);
                timeouts.Add(t == episode.Steps && episode.End == EpisodeEnd.Timeout);
            }
        }
        int width = stack * s_log.Shape.Size;
        return new(new("stacked", new BoxSpace(width), s_log.Action), new(new([.. s], width), new([.. a], 2), new([.. r]),
            new([.. terminals]), new([.. timeouts])) { Next = new([.. next], width) });

        static IEnumerable<float> Scaled(FrameEpisode episode, int t) =>
            episode.Frame(t < 0 ? 0 : t).ToArray().Select(value => (float)(value / 255.0 - 0.5));
    }

    private static (float[] S, float[] A, float[] R, float[] N, float[] C, float[] G, float[] Next) All(ITransitionSource source)
    {
        (int count, BatchLayout layout) = (source.Count, source.Layout);
        float[] s = new float[count * layout.Observation], a = new float[count * layout.Action], r = new float[count],
            n = new float[s.Length], c = new float[count], g = new float[layout.ReturnToGo ? count : 0],
            next = new float[layout.NextActions ? a.Length : 0];
        source.Gather(0, [.. Enumerable.Range(0, count)], new()
        {
            Observations = s, Actions = a, Rewards = r, Next = n, Continue = c, ReturnToGo = g, NextActions = next,
        });
        return (s, a, r, n, c, g, next);
    }

    /// <summary>Shows an episode's frames, whatever is done.</summary>
    private sealed class Film(FrameEpisode episode)
        : EpisodicEnvironment(new("Film", new BoxSpace(episode.Shape.Size, -0.5f, 0.5f), new BoxSpace(2, -1, 1), episode.Steps))
    {
        public override Card Describe() => Spec.Describe();

        protected override void Start(RandomStream random, Span<float> observation) => Show(0, observation);

        protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
        {
            Show(Steps + 1, observation);
            return new StepResult(0, false, false);
        }

        private void Show(int t, Span<float> observation)
        {
            for (int i = 0; i < observation.Length; i++)
                observation[i] = (float)(episode.Frame(t)[i] / 255.0 - 0.5);
        }
    }
}
