using Offprint.Datasets.Transitions;
using Offprint.Files;
using static TorchSharp.torch;

namespace Offprint.Datasets.Replay;

/// <summary>
/// The newest experience of on-policy learners: b rollouts of T steps in each of n copies of the environment of each of P members, a new
/// rollout in the place of the oldest. Each copy's steps are neighbors in memory, so that returns run along time.
/// </summary>
/// <remarks>
/// Actions are those the policy drew, even if the environment was given others. Where an episode ends, the successor stored is the last
/// observation of that episode, so that a step that a time limit cut can be continued with its value.
/// </remarks>
public sealed class RolloutBuffer : IDisposable
{
    private const string S = "observations", A = "actions", R = "rewards", N = "next_observations", D = "terminated", U = "truncated",
        X = "extra";

    private readonly TensorRing _ring; // P × n members of its own
    private readonly Normalizer? _normalizer;

    /// <summary>Takes the memory.</summary>
    /// <param name="population">P.</param>
    /// <param name="environments">n, copies of the environment that each member steps.</param>
    /// <param name="steps">T, steps of each copy in a rollout.</param>
    /// <param name="observation">Numbers of an observation.</param>
    /// <param name="action">Numbers of an action.</param>
    /// <param name="rollouts">b. Default 1: nothing but the experience of the present policy.</param>
    /// <param name="observations">Scales observations as they come; frozen, since rows of one buffer are scaled alike.</param>
    /// <param name="extra">Further columns, such as cost; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">A number is not positive, or the normalizer is not frozen.</exception>
    public RolloutBuffer(
        int population, int environments, int steps, int observation, int action, int rollouts = 1, Normalizer? observations = null,
        ColumnLayout? extra = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(population);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(environments);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rollouts);
        if (observations is { Frozen: false })
            throw new ArgumentException(
                "A rollout's observations are scaled by a frozen normalizer; running statistics are the agent's own.",
                nameof(observations));
        (Population, Environments, Steps, Rollouts, _normalizer) = (population, environments, steps, rollouts, observations);
        (ObservationSize, ActionSize, Extra) = (observation, action, extra ?? ColumnLayout.None);
        _ring = new(population * environments, steps * rollouts, [(S, observation), (A, action), (R, 1), (N, observation), (D, 1), (U, 1),
            .. Extra.Width > 0 ? [(X, Extra.Width)] : Array.Empty<(string, int)>()]);
    }

    /// <summary>P.</summary>
    public int Population { get; }

    /// <summary>n, copies of the environment that each member steps.</summary>
    public int Environments { get; }

    /// <summary>T, steps of each copy in a rollout.</summary>
    public int Steps { get; }

    /// <summary>b, the rollouts that are kept.</summary>
    public int Rollouts { get; }

    /// <summary>Numbers of an observation.</summary>
    public int ObservationSize { get; }

    /// <summary>Numbers of an action.</summary>
    public int ActionSize { get; }

    /// <summary>Further columns.</summary>
    public ColumnLayout Extra { get; }

    /// <summary>Steps of each copy that are held.</summary>
    public int Held => _ring.Count;

    /// <summary>Whether every copy has ended its newest rollout.</summary>
    public bool IsComplete
    {
        get
        {
            long added = _ring.TotalOf(0);
            for (int row = 1; row < _ring.Population; row++)
            {
                if (_ring.TotalOf(row) != added)
                    return false;
            }
            return added > 0 && added % Steps == 0;
        }
    }

    /// <summary>Adds a step.</summary>
    /// <param name="member">The member's place.</param>
    /// <param name="step">The step, with the action that was drawn.</param>
    /// <param name="truncated">Whether a time limit cut the episode after the step.</param>
    /// <param name="environment">Which of the member's copies made it.</param>
    /// <exception cref="ArgumentException">A size is another one, or the reward is not finite.</exception>
    public void Add(int member, Transition step, bool truncated, int environment = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)environment, (uint)Environments, nameof(environment));
        if (step.Observation.Length != ObservationSize || step.Next.Length != ObservationSize || step.Action.Length != ActionSize)
        {
            throw new ArgumentException($"The step has {step.Observation.Length}, {step.Action.Length} and {step.Next.Length} numbers of " +
                $"observation, action and successor; the buffer holds {ObservationSize}, {ActionSize} and {ObservationSize}.",
                    nameof(step));
        }
        if (step.Extra.Length != Extra.Width)
            throw new ArgumentException(
                $"The step has {step.Extra.Length} numbers of further columns; the buffer's take {Extra.Width}: {Extra}.", nameof(step));
        if (!float.IsFinite(step.Reward))
            throw new ArgumentException($"The reward of the step is {step.Reward}; the environment or the agent has diverged.",
                nameof(step));
        int copy = member * Environments + environment, at = _ring.Advance(copy);
        Scaled(step.Observation, _ring.Rows(S, copy).Slice(at * ObservationSize, ObservationSize));
        Scaled(step.Next, _ring.Rows(N, copy).Slice(at * ObservationSize, ObservationSize));
        step.Action.CopyTo(_ring.Rows(A, copy)[(at * ActionSize)..]);
        _ring.Rows(R, copy)[at] = step.Reward;
        _ring.Rows(D, copy)[at] = step.Terminal ? 1 : 0;
        _ring.Rows(U, copy)[at] = truncated ? 1 : 0;
        if (Extra.Width > 0)
            step.Extra.CopyTo(_ring.Rows(X, copy)[(at * Extra.Width)..]);
    }

    /// <summary>All rows that are held: copy after copy, each in the order of time, so that its newest rollout is the last T.</summary>
    /// <returns>Tensors of the current dispose scope; they may share the buffer's memory.</returns>
    public RolloutRows Rows()
    {
        int held = Held, oldest = (int)((_ring.TotalOf(0) - held) % _ring.Capacity);
        return new(Environments, Column(S), Column(A), Column(R), Column(N), Column(D), Column(U))
        {
            Extra = Extra.Width > 0 ? Column(X) : null, Columns = Extra,
        };

        Tensor Column(string name)
        {
            Tensor column = _ring[name].narrow(1, 0, held);
            if (oldest > 0)
                column = column.roll(-oldest, 1);
            return column.reshape(Population, Environments * held, -1);
        }
    }

    /// <summary>The rows that are held, to resume from.</summary>
    /// <returns>A copy.</returns>
    public IReadOnlyDictionary<string, NumericArray> Save() => _ring.Save();

    /// <summary>Takes up the rows of a former buffer of the same size.</summary>
    /// <param name="arrays">What <see cref="Save"/> gave.</param>
    /// <exception cref="InvalidDataException">They are of another buffer.</exception>
    public void Load(IReadOnlyDictionary<string, NumericArray> arrays) => _ring.Load(arrays);

    /// <inheritdoc/>
    public void Dispose() => _ring.Dispose();

    private void Scaled(ReadOnlySpan<float> observation, Span<float> target)
    {
        observation.CopyTo(target);
        _normalizer?.Apply(target);
    }
}

/// <summary>Rows of a <see cref="RolloutBuffer"/>: N = n · Held, copy after copy, each in the order of time.</summary>
/// <param name="Environments">n, the copies of the environment.</param>
/// <param name="Observations">s, [P, N, obs].</param>
/// <param name="Actions">a as it was drawn, [P, N, act].</param>
/// <param name="Rewards">r, raw, [P, N, 1].</param>
/// <param name="Next">s′, of the same episode, [P, N, obs].</param>
/// <param name="Terminated">1 where s′ is terminal, otherwise 0, [P, N, 1].</param>
/// <param name="Truncated">1 where a time limit cut the episode after the step, otherwise 0, [P, N, 1].</param>
public sealed record RolloutRows(
    int Environments, Tensor Observations, Tensor Actions, Tensor Rewards, Tensor Next, Tensor Terminated, Tensor Truncated)
{
    /// <summary>Further columns side by side, [P, N, Σ widths]; see <see cref="Column"/>.</summary>
    public Tensor? Extra { get; init; }

    /// <summary>Names and widths of the columns in <see cref="Extra"/>.</summary>
    public ColumnLayout Columns { get; init; } = ColumnLayout.None;

    /// <summary>N, the rows of a member.</summary>
    public int Count => (int)Rewards.shape[1];

    /// <summary>A further column.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>[P, N, width], of the current dispose scope.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Tensor Column(string name)
    {
        (int start, int width) = Columns.Find(name);
        return Extra!.narrow(2, start, width);
    }
}
