using System.Runtime.InteropServices;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Datasets.Replay;

/// <summary>One step of an environment, as a buffer stores it: raw observations and reward.</summary>
/// <param name="observation">s.</param>
/// <param name="action">a.</param>
/// <param name="reward">r, raw.</param>
/// <param name="next">s′, of the terminal state where the episode ended.</param>
/// <param name="terminal">Whether s′ is terminal; a time limit is not.</param>
/// <param name="extra">Further columns side by side, in the order of the buffer's.</param>
public readonly ref struct Transition(
    ReadOnlySpan<float> observation, ReadOnlySpan<float> action, float reward, ReadOnlySpan<float> next, bool terminal,
    ReadOnlySpan<float> extra = default)
{
    /// <summary>s.</summary>
    public ReadOnlySpan<float> Observation { get; } = observation;

    /// <summary>a.</summary>
    public ReadOnlySpan<float> Action { get; } = action;

    /// <summary>r, raw.</summary>
    public float Reward { get; } = reward;

    /// <summary>s′.</summary>
    public ReadOnlySpan<float> Next { get; } = next;

    /// <summary>Whether s′ is terminal.</summary>
    public bool Terminal { get; } = terminal;

    /// <summary>Further columns side by side, in the order of the buffer's.</summary>
    public ReadOnlySpan<float> Extra { get; } = extra;
}

/// <summary>
/// Makes a <see cref="ReplayBuffer"/> keep steps back until their episode has ended, to store them with their returns-to-go.
/// </summary>
/// <param name="Discount">γ.</param>
/// <param name="Reward">The transform of rewards in the returns: the one of the views.</param>
/// <param name="FailureReward">
/// The transformed reward r of a step that fails: an episode of nothing else has r / (1 − γ) in every row, as
/// <see cref="ReturnToGoRule.FailureTail"/> says.
/// </param>
public sealed record EpisodeReturns(double Discount, RewardTransform? Reward = null, float? FailureReward = null);

/// <summary>Transitions of an agent's own experience, a ring for each seed; the oldest makes room for the newest.</summary>
/// <remarks>
/// Steps cut by a time limit are stored with their true successor and so bootstrap. With <see cref="Returns"/> a step can be drawn only
/// when its episode has ended (Cal-QL's rule).
/// </remarks>
public sealed class ReplayBuffer : IDisposable
{
    private const string S = "observations", A = "actions", R = "rewards", N = "next_observations", C = "continue", E = "ended",
        G = "return_to_go", X = "extra", Open = "open";

    private readonly TensorRing _ring;
    private readonly int _observation;
    private readonly int _action;
    private readonly List<float>?[] _open;

    /// <summary>Takes the memory.</summary>
    /// <param name="population">P, the number of seeds.</param>
    /// <param name="capacity">Rows a seed.</param>
    /// <param name="observation">Numbers of an observation.</param>
    /// <param name="action">Numbers of an action.</param>
    /// <param name="returns">Keeps steps back for their returns-to-go; <see langword="null"/> stores them at once.</param>
    /// <param name="environments">Copies of the environment that each seed steps.</param>
    /// <param name="extra">Further columns, such as cost; <see langword="null"/> for none.</param>
    public ReplayBuffer(
        int population, int capacity, int observation, int action, EpisodeReturns? returns = null, int environments = 1,
        ColumnLayout? extra = null)
    {
        Extra = extra ?? ColumnLayout.None;
        (string, int)[] columns = [(S, observation), (A, action), (R, 1), (N, observation), (C, 1), (E, 1)];
        _ring = new(population, capacity,
            [.. columns, .. returns is not null ? [(G, 1)] : Array.Empty<(string, int)>(), .. Extra.Width > 0 ? [(X, Extra.Width)]
                : Array.Empty<(string, int)>()]);
        (_observation, _action, Returns, Environments) = (observation, action, returns, environments);
        _open = new List<float>?[population * environments];
    }

    /// <summary>P.</summary>
    public int Population => _ring.Population;

    /// <summary>Rows a seed can hold.</summary>
    public int Capacity => _ring.Capacity;

    /// <summary>Copies of the environment that each seed steps.</summary>
    public int Environments { get; }

    /// <summary>What returns-to-go are made of; <see langword="null"/> if steps are stored at once.</summary>
    public EpisodeReturns? Returns { get; }

    /// <summary>Further columns.</summary>
    public ColumnLayout Extra { get; }

    /// <summary>Rows that every seed can draw.</summary>
    public int Count => _ring.Count;

    /// <summary>The rows as tensors: observations, actions, rewards, next_observations, continue, ended, return_to_go, extra.</summary>
    public TensorRing Columns => _ring;

    /// <summary>Rows that a seed can draw.</summary>
    /// <param name="member">The seed's place.</param>
    /// <returns>How many.</returns>
    public int CountOf(int member) => _ring.CountOf(member);

    /// <summary>Adds a step.</summary>
    /// <param name="member">The seed's place.</param>
    /// <param name="step">The step.</param>
    /// <param name="ended">Whether the episode is over, by a terminal state or a time limit.</param>
    /// <param name="environment">Which of the seed's copies made it.</param>
    /// <exception cref="ArgumentException">A size is another one, or the reward is not finite.</exception>
    public void Add(int member, Transition step, bool ended = false, int environment = 0)
    {
        if (step.Observation.Length != _observation || step.Next.Length != _observation || step.Action.Length != _action)
        {
            throw new ArgumentException($"The step has {step.Observation.Length}, {step.Action.Length} and {step.Next.Length} numbers of " +
                $"observation, action and successor; the buffer holds {_observation}, {_action} and {_observation}.", nameof(step));
        }
        if (step.Extra.Length != Extra.Width)
            throw new ArgumentException(
                $"The step has {step.Extra.Length} numbers of further columns; the buffer's take {Extra.Width}: {Extra}.", nameof(step));
        if (!float.IsFinite(step.Reward))
            throw new ArgumentException($"The reward of the step is {step.Reward}; the environment or the agent has diverged.",
                nameof(step));
        if (Returns is null)
        {
            Store(member, step, ended);
            return;
        }
        List<float> open = _open[member * Environments + environment] ??= [];
        open.AddRange(step.Observation);
        open.AddRange(step.Action);
        open.AddRange(step.Next);
        open.AddRange(step.Extra);
        open.Add(step.Reward);
        open.Add(step.Terminal ? 1 : 0);
        open.Add(ended ? 1 : 0);
        if (ended || step.Terminal)
            Close(member, open, Returns);
    }

    /// <summary>Rows as a method sees them: scaled when a batch is made.</summary>
    /// <param name="reward">A transform of raw rewards.</param>
    /// <param name="observations">Scales observations; a running one scales as of the batch.</param>
    /// <returns>A source that follows the buffer.</returns>
    public ITransitionSource View(RewardTransform? reward = null, Normalizer? observations = null) =>
        new Source(this, reward, observations);

    /// <summary>Draws each seed's rows with the same probability.</summary>
    /// <returns>A sampler that follows the buffer.</returns>
    public ITransitionSampler Sampler() => new RowSampler(this);

    /// <summary>A seed's rows as a data set: the log of a training, which D4RL calls replay.</summary>
    /// <param name="member">The seed's place.</param>
    /// <param name="spec">The environment.</param>
    /// <returns>A copy; the last episode may be unfinished.</returns>
    /// <exception cref="InvalidOperationException">The oldest rows were overwritten, or copies of the environment mix their
    /// episodes.</exception>
    public OfflineDataset ToDataset(int member, EnvironmentSpec spec)
    {
        if (_ring.HasOverwritten(member) || Environments > 1)
        {
            throw new InvalidOperationException("The rows are not whole episodes in order: " +
                (Environments > 1 ? "several copies wrote them." : "take a capacity of all steps, so that none is overwritten."));
        }
        int rows = CountOf(member);
        float[] Copy(string column, int width) => _ring.Rows(column, member)[..(rows * width)].ToArray();
        bool[] terminals = Array.ConvertAll(Copy(C, 1), value => value == 0), ends = Array.ConvertAll(Copy(E, 1), value => value > 0);
        float[] extra = Extra.Width > 0 ? Copy(X, Extra.Width) : [];
        return new(spec, new(new(Copy(S, _observation), _observation), new(Copy(A, _action), _action), new(Copy(R, 1)), new(terminals),
            new([.. ends.Zip(terminals, (end, terminal) => end && !terminal)]))
        {
            Next = new(Copy(N, _observation), _observation),
            Extra = Extra.Columns.ToDictionary(column => column.Name, column => Own(column.Name, column.Width)),
        });

        Column<float> Own(string name, int width)
        {
            float[] values = new float[rows * width];
            int start = Extra.Find(name).Start;
            for (int row = 0; row < rows; row++)
                extra.AsSpan(row * Extra.Width + start, width).CopyTo(values.AsSpan(row * width));
            return new(values, width);
        }
    }

    /// <summary>All rows, and the steps that are kept back.</summary>
    /// <returns>A copy.</returns>
    public IReadOnlyDictionary<string, NumericArray> Save()
    {
        var arrays = _ring.Save().ToDictionary();
        for (int i = 0; i < _open.Length; i++)
        {
            if (_open[i] is { Count: > 0 } open)
                arrays.Add($"{Open}.{i}", new([open.Count], open.ToArray()));
        }
        return arrays;
    }

    /// <summary>Takes up the rows of a former buffer of the same size.</summary>
    /// <param name="arrays">What <see cref="Save"/> gave.</param>
    /// <exception cref="InvalidDataException">They are of another buffer.</exception>
    public void Load(IReadOnlyDictionary<string, NumericArray> arrays)
    {
        _ring.Load(arrays);
        for (int i = 0; i < _open.Length; i++)
            _open[i] = arrays.TryGetValue($"{Open}.{i}", out NumericArray? open) ? [.. open.As<float>()] : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _ring.Dispose();

    private void Close(int member, List<float> open, EpisodeReturns rule)
    {
        int width = 2 * _observation + _action + Extra.Width + 3, count = open.Count / width;
        Span<float> values = CollectionsMarshal.AsSpan(open);
        float[] rewards = new float[count], returns = new float[count];
        for (int t = 0; t < count; t++)
            rewards[t] = (rule.Reward ?? RewardTransform.Identity).Apply(values[t * width + width - 3]);
        ReturnsToGo.Fill(rewards, returns, rule.Discount, rule.FailureReward);
        for (int t = 0; t < count; t++)
        {
            Span<float> step = values.Slice(t * width, width);
            Span<float> rest = step[(_observation + _action)..];
            int row = Store(member, new(step[.._observation], step.Slice(_observation, _action), step[^3], rest[.._observation],
                step[^2] > 0,
                rest.Slice(_observation, Extra.Width)), step[^1] > 0);
            _ring.Rows(G, member)[row] = returns[t];
        }
        open.Clear();
    }

    private int Store(int member, Transition step, bool ended)
    {
        int row = _ring.Advance(member);
        step.Observation.CopyTo(_ring.Rows(S, member)[(row * _observation)..]);
        step.Action.CopyTo(_ring.Rows(A, member)[(row * _action)..]);
        step.Next.CopyTo(_ring.Rows(N, member)[(row * _observation)..]);
        _ring.Rows(R, member)[row] = step.Reward;
        _ring.Rows(C, member)[row] = step.Terminal ? 0 : 1;
        _ring.Rows(E, member)[row] = ended || step.Terminal ? 1 : 0;
        if (Extra.Width > 0)
            step.Extra.CopyTo(_ring.Rows(X, member)[(row * Extra.Width)..]);
        return row;
    }

    private sealed class Source(ReplayBuffer buffer, RewardTransform? reward, Normalizer? normalizer) : ITransitionSource
    {
        public int Count => buffer.Count;

        public BatchLayout Layout { get; } = new(buffer._observation, buffer._action,
            ReturnToGo: buffer.Returns is not null) { Extra = buffer.Extra };

        public void Gather(int member, ReadOnlySpan<int> rows, BatchSpans target)
        {
            Copy(S, buffer._observation, target.Observations, rows, member);
            Copy(A, buffer._action, target.Actions, rows, member);
            Copy(R, 1, target.Rewards, rows, member);
            Copy(N, buffer._observation, target.Next, rows, member);
            Copy(C, 1, target.Continue, rows, member);
            if (Layout.ReturnToGo)
                Copy(G, 1, target.ReturnToGo, rows, member);
            if (Layout.Extra.Width > 0)
                Copy(X, Layout.Extra.Width, target.Extra, rows, member);
            normalizer?.Apply(target.Observations);
            normalizer?.Apply(target.Next);
            if (reward is null)
                return;
            foreach (ref float value in target.Rewards)
                value = reward.Apply(value);
        }

        private void Copy(string column, int width, Span<float> target, ReadOnlySpan<int> rows, int member)
        {
            ReadOnlySpan<float> source = buffer._ring.Rows(column, member);
            for (int i = 0; i < rows.Length; i++)
                source.Slice(rows[i] * width, width).CopyTo(target[(i * width)..]);
        }
    }

    private sealed class RowSampler(ReplayBuffer buffer) : ITransitionSampler
    {
        public int Count => buffer.Count;

        public void Fill(Span<int> rows, PopulationRandom random)
        {
            int size = SamplerRows.PerMember(rows, random);
            for (int p = 0; p < random.Population; p++)
            {
                int count = buffer.CountOf(p);
                if (count == 0)
                {
                    throw new InvalidOperationException($"Seed {p} has no row to draw: add steps first" +
                        (buffer.Returns is not null ? ", and end an episode." : "."));
                }
                RandomStream host = random.Host(p);
                foreach (ref int row in rows.Slice(p * size, size))
                    row = host.NextInt(count);
            }
        }

        public double Probability(int row) => 1.0 / Count;
    }
}
