using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Agents.Probes;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Training;

/// <summary>
/// The online half of a <see cref="TrainingRun"/>: environments, the buffer of their steps, and the streams of random numbers.
/// </summary>
internal sealed class OnlinePhase : IDisposable
{
    private const string Rows = "run.buffer/";

    private readonly TrainingOptions _options;
    private readonly IAgent _agent;
    private readonly VectorEnvironment _environments;
    private readonly EnvironmentSteps _steps;
    private readonly ReplayBuffer _buffer;
    private readonly PopulationRandom _exploration;
    private readonly Seed[] _episodes;
    private readonly float[] _extra; // further columns of a step
    private readonly JumpStart? _guide;
    private readonly bool _ownsBuffer, _hasOfflineRows;

    public OnlinePhase(TrainingOptions options, IAgent agent, TrainingSetup setup, bool hasOfflineRows)
    {
        (_options, _agent, _hasOfflineRows) = (options, agent, hasOfflineRows && options.Mix.Mode != MixMode.OnlineOnly);
        _environments = new VectorEnvironment(setup.Environment!, agent.Population);
        _steps = new EnvironmentSteps(_environments, options.View.Observations);
        _ownsBuffer = setup.Buffer is null;
        EnvironmentSpec spec = _environments.Spec;
        _buffer = setup.Buffer ?? new ReplayBuffer(agent.Population, Math.Min(options.BufferCapacity, options.OnlineSteps),
            spec.Observation.Size, spec.Action.Size, Returns(options, setup.Data), extra: StepColumns.Layout(options.View.Columns));
        StepColumns.Layout([.. _buffer.Extra.Columns.Select(column => column.Name)]); // a buffer of the caller's may have others
        _extra = new float[_buffer.Extra.Width];
        Source = _buffer.View(options.View.Reward, options.View.Observations);
        foreach (IOnlineProbe probe in setup.Probes.OfType<IOnlineProbe>())
            probe.Watch(_buffer, Source);
        Sampler = _buffer.Sampler();
        Batches = new PopulationRandom([.. setup.Seeds.Select(seed => seed.Derive("online batches"))]);
        _exploration = Batches.Derive("exploration");
        _episodes = [.. setup.Seeds.Select(seed => seed.Derive("episodes"))];
        _guide = setup.Guide is { } guide ? new(guide, Batches.Derive("guide")) : null;
    }

    /// <summary>The rows of the buffer as the agent sees them.</summary>
    public ITransitionSource Source { get; }

    /// <summary>Draws rows of the buffer.</summary>
    public ITransitionSampler Sampler { get; }

    /// <summary>Where batches are drawn from.</summary>
    public PopulationRandom Batches { get; }

    /// <summary>Whether the phase can be saved.</summary>
    public bool CanResume => _environments.IsStateful;

    /// <summary>The online steps of a saved run.</summary>
    public static long StepOf(AgentState state) => state.Arrays.ContainsKey("run.step") ? state.Get<long>("run.step")[0] : 0;

    /// <summary>Starts the episodes, or goes on where a run was saved.</summary>
    /// <returns>Steps that are done.</returns>
    public int Begin(AgentState? saved)
    {
        if (saved is null || StepOf(saved) == 0)
        {
            _steps.Reset(_episodes);
            return 0;
        }
        Batches.Load(saved.Get<byte>("run.online"));
        _steps.Restore(saved, _exploration, _episodes);
        _guide?.Load(saved);
        _buffer.Load(saved.Arrays.Where(a => a.Key.StartsWith(Rows, StringComparison.Ordinal))
            .ToDictionary(a => a.Key[Rows.Length..], a => a.Value));
        return (int)StepOf(saved);
    }

    public void Save(AgentState state, int step)
    {
        state.Add("run.step", new[] { (long)step });
        state.Add("run.online", Batches.Save());
        _steps.Save(state, _exploration);
        _guide?.Save(state);
        foreach ((string name, NumericArray rows) in _buffer.Save())
            state.Add(Rows + name, rows);
    }

    /// <summary>Makes a step and stores it.</summary>
    public void Step(int step)
    {
        if (step <= _options.RandomSteps)
            _steps.ActRandomly(_exploration);
        else if (_guide is not null)
            _guide.Act(_steps, _agent.Policy, _exploration);
        else
            _steps.Act(_agent.Policy, ActMode.Explore, _exploration);
        _steps.Step();
        int width = _environments.Spec.Observation.Size, action = _environments.Spec.Action.Size;
        for (int p = 0; p < _steps.Results.Length; p++)
        {
            StepResult result = _steps.Results[p];
            StepColumns.Fill(_buffer.Extra, result, _extra);
            _buffer.Add(p, new(_steps.Previous.AsSpan(p * width, width), _steps.Actions.AsSpan(p * action, action), (float)result.Reward,
                _steps.Next.AsSpan(p * width, width), result.Terminated, _extra), result.Ended);
        }
    }

    /// <summary>
    /// Whether the agent learns after a step: where steps are kept back until their episode ends, the first episode gives nothing.
    /// </summary>
    public bool Learns(int step) => step > _options.WarmUpSteps && (_buffer.Count > 0 || _hasOfflineRows);

    /// <summary>Takes notice of an evaluation.</summary>
    public void Evaluated(TrainingEntry entry) => _guide?.Evaluated(entry.Successes);

    public void Dispose()
    {
        Batches.Dispose();
        _guide?.Dispose();
        _exploration.Dispose();
        if (_ownsBuffer)
            _buffer.Dispose();
        _steps.Dispose();
        _environments.Dispose();
    }

    /// <summary>
    /// Online episodes get their returns-to-go by the rule of the view, with the data's least reward as that of a failed step.
    /// </summary>
    private static EpisodeReturns? Returns(TrainingOptions options, OfflineDataset? data)
    {
        if (options.View.ReturnToGo is not { } rule)
            return null;
        float? failure = null;
        if (rule == ReturnToGoRule.FailureTail)
        {
            RewardTransform transform = options.View.Reward ?? RewardTransform.Identity;
            failure = (data ?? throw new ArgumentException("The least reward of a failed step comes from a data set, and there is none."))
                .Rewards.Values.ToArray().Min(transform.Apply);
        }
        return new EpisodeReturns(options.View.Discount, options.View.Reward, failure);
    }
}
