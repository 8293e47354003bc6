using System.Runtime.InteropServices;
using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Rollouts;

/// <summary>A policy at work in the copies of an environment: the buffers between tensors and spans, made once.</summary>
internal sealed class EnvironmentSteps : IDisposable
{
    private readonly VectorEnvironment _environments;
    private readonly Normalizer? _normalizer;
    private readonly Tensor _input;
    private readonly bool[] _starts;

    public EnvironmentSteps(VectorEnvironment environments, Normalizer? normalizer)
    {
        (_environments, _normalizer) = (environments, normalizer);
        int count = environments.Count, width = environments.Spec.Observation.Size;
        LibTorch.EnsureLoaded();
        _input = zeros([environments.Population, environments.Copies, width]).DetachFromDisposeScope();
        (Observations, Next, Actions) = (new float[count * width], new float[count * width],
            new float[count * environments.Spec.Action.Size]);
        Previous = new float[count * width];
        (Results, _starts) = (new StepResult[count], new bool[count]);
    }

    /// <summary>What the next action answers, raw, [P × n × obs].</summary>
    public float[] Observations { get; }

    /// <summary>What the last action answered, raw, [P × n × obs].</summary>
    public float[] Previous { get; }

    /// <summary>What the last action led to, raw, [P × n × obs].</summary>
    public float[] Next { get; }

    /// <summary>The last actions, [P × n × act].</summary>
    public float[] Actions { get; }

    /// <summary>Rewards and ends of the last step, [P × n].</summary>
    public StepResult[] Results { get; }

    /// <summary>Which copies begin an episode with the next action, [P × n].</summary>
    public bool[] Starts => _starts;

    /// <summary>Adds environments and stream to what a run saves.</summary>
    public void Save(AgentState state, PopulationRandom exploration)
    {
        (long[] episodes, double[] states) = _environments.Save();
        state.Add("run.exploration", exploration.Save());
        state.Add("run.episodes", episodes);
        state.Add("run.states", states);
        state.Add("run.observations", (float[])Observations.Clone());
        state.Add("run.starts", (bool[])_starts.Clone());
    }

    /// <summary>Takes environments and stream up again.</summary>
    public void Restore(AgentState saved, PopulationRandom exploration, ReadOnlySpan<Seed> seeds)
    {
        exploration.Load(saved.Get<byte>("run.exploration"));
        _environments.Restore(seeds, saved.Get<long>("run.episodes"), saved.Get<double>("run.states"));
        saved.Get<float>("run.observations").CopyTo(Observations, 0);
        saved.Get<bool>("run.starts").CopyTo(_starts, 0);
    }

    public void Reset(ReadOnlySpan<Seed> seeds)
    {
        _environments.Reset(seeds, Observations);
        Array.Fill(_starts, true);
    }

    /// <summary>Lets the policy choose <see cref="Actions"/>.</summary>
    public void Act(IPolicy policy, ActMode mode, PopulationRandom random)
    {
        using var scope = NewDisposeScope();
        Begin(policy);
        Take(policy.Act(_input, mode, random), Actions);
        Clip();
    }

    /// <summary>
    /// Draws from the policy's law: the sample itself, which may lie outside the bounds, and <see cref="Actions"/>, which do not.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="random">One stream a member.</param>
    /// <param name="samples">[P × n × act]; receives the sample.</param>
    public void Sample(IStochasticPolicy policy, PopulationRandom random, Span<float> samples)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        Begin(policy);
        Take(policy.Distribution(_input).Sample(random), samples);
        samples.CopyTo(Actions);
        Clip();
    }

    private void Begin(IPolicy policy)
    {
        Span<float> input = MemoryMarshal.Cast<byte, float>(_input.bytes);
        Observations.CopyTo(input);
        _normalizer?.Apply(input);
        policy.Begin(_starts);
    }

    private static void Take(Tensor actions, Span<float> target) =>
        MemoryMarshal.Cast<byte, float>(actions.contiguous().bytes).CopyTo(target);

    private void Clip()
    {
        int bad = Array.FindIndex(Actions, action => !float.IsFinite(action));
        if (bad >= 0)
            throw new NotFiniteActionException(bad / (_environments.Copies * _environments.Spec.Action.Size));
        // Squashing rounds; the environments take no action that is a unit in the last place outside.
        if (_environments.Spec.Action is BoxSpace box)
        {
            for (int row = 0; row < _environments.Count; row++)
                box.Clip(Actions.AsSpan(row * box.Size, box.Size));
        }
    }

    /// <summary>Draws <see cref="Actions"/> uniformly from the space, for each member from its own stream.</summary>
    public void ActRandomly(PopulationRandom random)
    {
        int width = _environments.Spec.Action.Size;
        for (int row = 0; row < _environments.Count; row++)
            _environments.Spec.Action.Sample(random.Host(row / _environments.Copies), Actions.AsSpan(row * width, width));
    }

    public void Step()
    {
        Observations.CopyTo(Previous, 0);
        _environments.Step(Actions, Observations, Next, Results);
        for (int row = 0; row < _starts.Length; row++)
            _starts[row] = Results[row].Ended;
    }

    public void Dispose() => _input.Dispose();
}
