using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Replay;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Training;

/// <summary>The environments of an <see cref="OnPolicyRun"/>, the buffer of their steps, and the stream of exploration.</summary>
internal sealed class RolloutPhase : IDisposable
{
    private const string Rows = "run.buffer/";

    private readonly VectorEnvironment _environments;
    private readonly EnvironmentSteps _steps;
    private readonly PopulationRandom _exploration;
    private readonly Seed[] _episodes;
    private readonly float[] _samples;

    public RolloutPhase(OnPolicyOptions options, OnPolicySetup setup)
    {
        int population = setup.Seeds.Count;
        _environments = new VectorEnvironment(setup.Environment, population, options.Environments);
        _steps = new EnvironmentSteps(_environments, options.Observations);
        EnvironmentSpec spec = _environments.Spec;
        Buffer = new RolloutBuffer(
            population, options.Environments, options.Steps, spec.Observation.Size, spec.Action.Size, options.Buffer, options.Observations);
        _exploration = new PopulationRandom([.. setup.Seeds.Select(seed => seed.Derive("exploration"))]);
        _episodes = [.. setup.Seeds.Select(seed => seed.Derive("episodes"))];
        _samples = new float[_steps.Actions.Length];
    }

    public RolloutBuffer Buffer { get; }

    /// <summary>Whether the environments can be saved.</summary>
    public bool CanResume => _environments.IsStateful;

    /// <summary>Starts the episodes, or goes on where a run was saved.</summary>
    public void Begin(AgentState? saved)
    {
        if (saved is null)
        {
            _steps.Reset(_episodes);
            return;
        }
        _steps.Restore(saved, _exploration, _episodes);
        Buffer.Load(saved.Arrays.Where(a => a.Key.StartsWith(Rows, StringComparison.Ordinal))
            .ToDictionary(a => a.Key[Rows.Length..], a => a.Value));
    }

    public void Save(AgentState state)
    {
        _steps.Save(state, _exploration);
        foreach ((string name, NumericArray rows) in Buffer.Save())
            state.Add(Rows + name, rows);
    }

    /// <summary>Makes the steps of a rollout.</summary>
    public void Collect(IStochasticPolicy behavior, CancellationToken cancellation)
    {
        int width = Buffer.ObservationSize, action = Buffer.ActionSize, copies = Buffer.Environments;
        for (int t = 0; t < Buffer.Steps; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            _steps.Sample(behavior, _exploration, _samples);
            _steps.Step();
            for (int row = 0; row < _steps.Results.Length; row++)
            {
                StepResult result = _steps.Results[row];
                Buffer.Add(row / copies, new(_steps.Previous.AsSpan(row * width, width), _samples.AsSpan(row * action, action),
                    (float)result.Reward, _steps.Next.AsSpan(row * width, width), result.Terminated), result.Truncated, row % copies);
            }
        }
    }

    public void Dispose()
    {
        _exploration.Dispose();
        Buffer.Dispose();
        _steps.Dispose();
        _environments.Dispose();
    }
}
