using System.ComponentModel.DataAnnotations;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.ActorCritics;

/// <summary>Options of <see cref="VersionSpaceNora"/>.</summary>
[Kind("version-space")]
public sealed record VersionSpaceOptions : EpisodicMethod
{
    /// <summary>T, the number of episodes that β counts on.</summary>
    [Range(1, int.MaxValue)]
    public required int Episodes { get; init; }

    /// <summary>c₀: what the selected critic may exceed by, in units of V_max² β. Default: 1, our choice.</summary>
    [Range(0, 1e9)]
    public double Kept { get; init; } = 1;

    /// <summary>c₁ &gt; c₀: what refutes it. Default: 5, our choice.</summary>
    [Range(0, 1e9)]
    public double Refuted { get; init; } = 5;

    /// <summary>δ, the probability with which Q* may be lost. Default: 0.1, our choice.</summary>
    [Range(1e-300, 1)]
    public double Delta { get; init; } = 0.1;

    /// <summary>η; <see langword="null"/> for greedy. Default: 5, our choice.</summary>
    [Range(1e-12, 1e9)]
    public double? LearningRate { get; init; } = 5;

    /// <inheritdoc/>
    public override string Label => "NORA, version space";

    /// <summary>β = ln(H T |F|/δ).</summary>
    /// <param name="horizon">H.</param>
    /// <param name="functions">|F|.</param>
    /// <returns>β.</returns>
    public double Beta(int horizon, int functions) => Math.Log((double)horizon * Episodes * functions / Delta);

    /// <inheritdoc/>
    public override EpisodicAgent Create(EpisodicTask task, Seed seed, TabularDataset? offline = null) =>
        new VersionSpaceNora(task, this, seed, offline);
}

/// <summary>
/// NORA as the paper writes it, on a finite class: the critic is the most optimistic function that the data do not contradict, and stays
/// until they contradict it: until its excess loss at some stage is above c₁ V_max² β. Then the functions with at most c₀ V_max² β are
/// kept, and the policy starts from uniform again.
/// </summary>
public sealed class VersionSpaceNora : EpisodicAgent
{
    private readonly VersionSpace _space;
    private readonly FunctionClass _functions;
    private readonly MirrorAscentActor _actor;
    private readonly double _kept, _refuted;
    private int _switches = 1;

    /// <summary>Makes an agent.</summary>
    /// <param name="task">The problem, with a class of functions.</param>
    /// <param name="options">The method.</param>
    /// <param name="seed">The seed of its actions.</param>
    /// <param name="offline">Data that it starts with, or <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">There is no class, it is of another shape, or c₁ is not above c₀.</exception>
    /// <exception cref="EmptyVersionSpaceException">The offline data contradict all functions.</exception>
    public VersionSpaceNora(EpisodicTask task, VersionSpaceOptions options, Seed seed, TabularDataset? offline = null)
        : base(task, seed)
    {
        _functions = task.Functions ?? throw new ArgumentException(
            $"The task {task.Mdp.Name} has no class of functions (EpisodicTask.Functions); a version space needs one.", nameof(task));
        _functions.RequireShape(task);
        if (!(options.Kept >= 0) || !(options.Refuted > options.Kept))
            throw new ArgumentException(
                $"c₀ = {options.Kept} and c₁ = {options.Refuted}; 0 ≤ c₀ < c₁ is needed, else a critic is refuted when it is chosen.",
                nameof(options));
        double unit = Math.Pow(task.Ceilings[0], 2) * options.Beta(task.Horizon, _functions.Count);
        (_kept, _refuted) = (options.Kept * unit, options.Refuted * unit);
        _space = new(_functions, task.Mdp.Initial);
        _actor = new(options.LearningRate, Critic);
        if (offline is not null)
        {
            for (int i = 0; i < offline.Count; i++)
                _space.Observe(offline.Stages[i], offline.States[i], offline.Actions[i], offline.Rewards[i], offline.Next[i]);
            _space.Select(_kept);
        }
        Begin();
    }

    /// <summary>The functions that are left, and the critic among them.</summary>
    public VersionSpace Space => _space;

    /// <inheritdoc/>
    public override StateActionTable Critic => _functions.Functions[_space.Current];

    /// <inheritdoc/>
    public override int Switches => _switches;

    /// <inheritdoc/>
    public override void Observe(int h, int s, int a, double r, int next) => _space.Observe(h, s, a, r, next);

    /// <inheritdoc/>
    /// <exception cref="EmptyVersionSpaceException">The data contradict all functions.</exception>
    public override void EndEpisode()
    {
        _actor.Step(Critic);
        Begin();
    }

    private void Begin()
    {
        if (_space.Excess > _refuted)
        {
            _space.Select(_kept);
            _switches++;
            _actor.Reset();
        }
        _actor.Follow(Critic);
        Adopt(_actor);
    }
}
