using System.Runtime.InteropServices;
using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Collection;

/// <summary>
/// One worker of a <see cref="PolicyLog"/>: a policy in some copies of an environment, each of which takes the log's next episode when its
/// own has ended. An episode's start and actions come from seeds of its own.
/// </summary>
internal sealed class EpisodePlayer : IDisposable
{
    private readonly IPolicy _policy;
    private readonly ActMode _mode;
    private readonly Seed _seed;
    private readonly EpisodeLog _log;
    private readonly IEnvironment[] _environments;
    private readonly EpisodeRecord[] _episodes;
    private readonly PopulationRandom _random;
    private readonly Tensor _input;
    private readonly bool[] _starts;
    private readonly float[] _observations, _actions, _logProbabilities, _info;

    public EpisodePlayer(IPolicy policy, ActMode mode, Func<IEnvironment> create, int copies, Seed seed, EpisodeLog log)
    {
        (_policy, _mode, _seed, _log) = (policy, mode, seed, log);
        _environments = [.. Enumerable.Range(0, copies).Select(_ => create())];
        Spec = _environments[0].Spec;
        LibTorch.EnsureLoaded();
        _input = zeros([1, copies, Spec.Observation.Size]).DetachFromDisposeScope();
        (_observations, _actions) = (new float[copies * Spec.Observation.Size], new float[copies * Spec.Action.Size]);
        (_starts, _logProbabilities) = (new bool[copies], new float[copies]);
        _info = new float[InfosOf(_environments[0]).Sum(column => column.Width)];
        _episodes = [.. _environments.Select(_ => log.Next())];
        _random = PopulationRandom.OfRows([.. _episodes.Select(ActionSeed)]);
        for (int copy = 0; copy < copies; copy++)
            Start(copy);
    }

    public EnvironmentSpec Spec { get; }

    private bool KnowsLaw => _mode == ActMode.Explore && _policy is IStochasticPolicy;

    /// <summary>What a log of an environment writes down beside observations.</summary>
    public static IReadOnlyList<(string Name, int Width)> InfosOf(IEnvironment environment) =>
        environment is ILoggedEnvironment logged ? logged.InfoColumns : [];

    /// <summary>Plays until the log is full.</summary>
    public void Play(Action progress, CancellationToken cancellation)
    {
        while (!_log.IsFull)
        {
            cancellation.ThrowIfCancellationRequested();
            Act();
            for (int copy = 0; copy < _environments.Length; copy++)
            {
                if (Step(copy))
                    progress();
            }
        }
    }

    private Seed ActionSeed(EpisodeRecord episode) => _seed.Derive("actions").Derive((ulong)episode.Number);

    private void Start(int copy)
    {
        Seed seed = VectorEnvironment.EpisodeSeed(_seed.Derive("episodes").Derive((ulong)_episodes[copy].Number), 0, 0);
        _environments[copy].Reset(seed, Row(_observations, copy));
        _starts[copy] = true;
    }

    private void Act()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        _observations.CopyTo(MemoryMarshal.Cast<byte, float>(_input.bytes));
        _policy.Begin(_starts);
        if (KnowsLaw)
        {
            (Tensor actions, Tensor density) = ((IStochasticPolicy)_policy).Distribution(_input).SampleWithLogProb(_random);
            Take(actions, _actions);
            Take(density, _logProbabilities);
        }
        else
            Take(_policy.Act(_input, _mode, _random), _actions);
        if (_actions.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            throw new NotFiniteActionException(0);
        // Squashing rounds; the environments take no action that is a unit in the last place outside.
        for (int copy = 0; Spec.Action is BoxSpace box && copy < _environments.Length; copy++)
            box.Clip(Row(_actions, copy));
    }

    /// <returns>Whether an episode ended.</returns>
    private bool Step(int copy)
    {
        EpisodeRecord episode = _episodes[copy];
        Span<float> observation = Row(_observations, copy), action = Row(_actions, copy);
        (_environments[copy] as ILoggedEnvironment)?.WriteInfo(_info);
        episode.Begin(observation, _info);
        StepResult result = _environments[copy].Step(action, observation);
        episode.Finish(action, result, observation);
        if (KnowsLaw)
            episode.LogProbabilities.Add(_logProbabilities[copy]);
        _starts[copy] = false;
        if (!result.Ended)
            return false;
        _log.Add(episode);
        _episodes[copy] = _log.Next();
        _random.Restart(copy, ActionSeed(_episodes[copy]));
        Start(copy);
        return true;
    }

    private Span<float> Row(float[] rows, int copy) =>
        rows.AsSpan(copy * (rows.Length / _environments.Length), rows.Length / _environments.Length);

    private static void Take(Tensor from, Span<float> target) => MemoryMarshal.Cast<byte, float>(from.contiguous().bytes).CopyTo(target);

    public void Dispose()
    {
        _random.Dispose();
        _input.Dispose();
        foreach (IEnvironment environment in _environments)
            environment.Dispose();
    }
}
