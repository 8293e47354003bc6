using Offprint.Agents.Collection;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Networks.Distributions;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Estimators.OffPolicy.Learned;

/// <summary>
/// The rows of logged trajectories as tensors that learned estimators draw minibatches from. Successors are the next rows: what follows a
/// trajectory's last row is never looked at, since in a problem of finite horizon a value ends there, whatever ended it.
/// </summary>
public sealed class LoggedTransitions : IDisposable
{
    private readonly int[] _starts;

    /// <summary>Takes a log.</summary>
    /// <param name="log">Whole trajectories.</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <param name="timeInput">
    /// Whether networks see t/T beside the state: values of a finite horizon depend on it, and so does the marginal ratio of a step.
    /// </param>
    public LoggedTransitions(OfflineDataset log, double discount = 1, bool timeInput = false)
    {
        LibTorch.EnsureLoaded();
        (Log, Discount, Count) = (log, discount, log.Count);
        _starts = [.. log.Episodes.Select(e => e.Start)];
        Lengths = [.. log.Episodes.Select(e => e.Length)];
        using var scope = NewDisposeScope();
        RawStates = tensor(log.Observations.Array, [1, Count, log.Observations.Width]).MoveToOuterDisposeScope();
        States = Inputs(RawStates, timeInput).MoveToOuterDisposeScope();
        RawStates.DetachFromDisposeScope();
        States.DetachFromDisposeScope();
        Rewards = tensor(log.Rewards.Array, [Count]).DetachFromDisposeScope();
        Continue = Continues().DetachFromDisposeScope();
        Actions = Logged().DetachFromDisposeScope();
        Bounds = log.Spec.Action is BoxSpace ? new ActionBounds(log.Spec.Action) : null;
    }

    /// <summary>The log.</summary>
    public OfflineDataset Log { get; }

    /// <summary>γ.</summary>
    public double Discount { get; }

    /// <summary>M, the rows.</summary>
    public int Count { get; }

    /// <summary>T_n.</summary>
    public int[] Lengths { get; }

    /// <summary>The rows with which trajectories begin.</summary>
    public IReadOnlyList<int> Starts => _starts;

    /// <summary>Whether actions are a finite number.</summary>
    public bool IsDiscrete => Bounds is null;

    /// <summary>|A|, or the dimension of actions.</summary>
    public int ActionSize => Log.Spec.Action is DiscreteSpace discrete ? discrete.Count : Log.Spec.Action.Size;

    /// <summary>States as policies see them, [1, M, obs].</summary>
    public Tensor RawStates { get; }

    /// <summary>States scaled to [−1, 1] by their range in the log, time behind them where asked for, [1, M, d].</summary>
    public Tensor States { get; }

    /// <summary>Logged actions: indices, int64 [M, 1], or as the environment saw them, scaled to [−1, 1], [M, act].</summary>
    public Tensor Actions { get; }

    /// <summary>r, [M].</summary>
    public Tensor Rewards { get; }

    /// <summary>1, and 0 in the last row of each trajectory, [M].</summary>
    public Tensor Continue { get; }

    internal ActionBounds? Bounds { get; }

    /// <summary>A column of one number a row in the order of <see cref="LoggedSteps"/>.</summary>
    /// <param name="steps">The log's steps.</param>
    /// <param name="rows">[M].</param>
    /// <param name="padding">What stands after a trajectory's end.</param>
    /// <returns>[T·N].</returns>
    public static double[] Arrange(LoggedSteps steps, Tensor rows, double padding)
    {
        using Tensor wide = rows.to_type(ScalarType.Float64).contiguous();
        return steps.Arrange(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(wide.bytes), padding);
    }

    /// <summary>The samples whose densities count: indices, or actions as drawn.</summary>
    /// <returns>[1, M, act].</returns>
    internal Tensor Sampled()
    {
        Column<float> actions = Log.TryColumn(TrajectoryRecorder.SampledActions, out Column<float>? sampled) ? sampled : Log.Actions;
        return tensor(actions.Array, [1, Count, actions.Width]);
    }

    private Tensor Inputs(Tensor states, bool timeInput)
    {
        Tensor low = states.amin([1], keepdim: true), range = (states.amax([1], keepdim: true) - low).clamp_min(1e-8);
        Tensor scaled = (states - low) / range * 2 - 1;
        if (!timeInput)
            return scaled;
        float[] times = new float[Count];
        double horizon = Log.Spec.Horizon ?? Lengths.Max();
        foreach (Episode episode in Log.Episodes)
        {
            for (int t = 0; t < episode.Length; t++)
                times[episode.Start + t] = (float)(2 * t / horizon - 1);
        }
        return cat([scaled, tensor(times, [1, Count, 1])], 2);
    }

    private Tensor Continues()
    {
        float[] go = new float[Count];
        Array.Fill(go, 1);
        foreach (Episode episode in Log.Episodes)
            go[episode.Start + episode.Length - 1] = 0;
        return tensor(go, [Count]);
    }

    private Tensor Logged()
    {
        using var scope = NewDisposeScope();
        Tensor actions = tensor(Log.Actions.Array, [Count, Log.Actions.Width]);
        if (Log.Spec.Action is DiscreteSpace)
            return actions.to_type(ScalarType.Int64).MoveToOuterDisposeScope();
        using var bounds = new ActionBounds(Log.Spec.Action);
        return bounds.Unit(actions).clone().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in (ReadOnlySpan<Tensor>)[RawStates, States, Actions, Rewards, Continue])
            tensor.Dispose();
        Bounds?.Dispose();
    }
}
