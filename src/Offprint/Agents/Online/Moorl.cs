using System.Runtime.InteropServices;
using Offprint.Agents.Learners;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>
/// Meta offline-online reinforcement learning (Chaudhary, Mondal and Behera 2025): offline and online data are two tasks of
/// meta-learning. Actor and critics take K steps of soft actor-critic on one of them, and then go back to a fraction ε of the way.
/// </summary>
/// <remarks>
/// $$\tilde\theta = \mathrm{SAC}^K(\theta;\, D_i),\quad i \in \{\text{offline}, \text{online}\},\qquad
/// \theta \leftarrow \theta + \varepsilon\,(\tilde\theta - \theta),\qquad
/// \bar\theta \leftarrow (1 - \tau')\,\bar\theta + \tau'\,\theta,\quad \tau' = 1 - (1 - \tau)^K.$$
/// The temperature belongs to the inner steps and is not interpolated. Which source an iteration learns from is the sampler's business:
/// <see cref="MixMode.OneSourcePerBlock"/> with blocks of K batches. Between the updates of an iteration the policy is the adapted one, so
/// the environment's steps come between iterations: K steps, then K updates (<c>StepsPerUpdate</c> and <c>UpdatesPerStep</c> of a run).
/// </remarks>
public sealed class Moorl : SoftActorCritic
{
    private const string Meta = "meta/";

    private readonly Reptile _reptile;
    private readonly MetaSteps _actorSteps, _criticSteps;
    private readonly bool[] _online; // of each member, whether its iteration learns from online rows

    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The options contradict one another.</exception>
    public Moorl(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, MoorlOptions? options = null)
        : base(spec, seeds, (options ??= new()).Inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.InnerSteps, nameof(options));
        if (options.MetaRate is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.MetaRate, "The meta rate lies in [0, 1].");
        MetaOptions = options;
        _reptile = new Reptile(Actor.Network.Parameters, Critics.Network.Parameters);
        (_actorSteps, _criticSteps) = (new(_reptile.Starts[0], seeds.Count), new(_reptile.Starts[1], seeds.Count));
        _online = new bool[seeds.Count];
    }

    /// <summary>The options; those of the inner steps are <see cref="SoftActorCritic.Options"/>.</summary>
    public MoorlOptions MetaOptions { get; }

    /// <summary>Complete iterations so far.</summary>
    public long Iterations => Updates / MetaOptions.InnerSteps;

    /// <inheritdoc/>
    public override AgentState Save()
    {
        AgentState state = base.Save();
        state.Add($"{Meta}actor", _reptile.Starts[0].ValueSpan.ToArray());
        state.Add($"{Meta}critics", _reptile.Starts[1].ValueSpan.ToArray());
        _actorSteps.Save(state, $"{Meta}actor");
        _criticSteps.Save(state, $"{Meta}critics");
        return state;
    }

    /// <inheritdoc/>
    public override void Load(AgentState state)
    {
        base.Load(state);
        state.Get<float>($"{Meta}actor").CopyTo(_reptile.Starts[0].ValueSpan);
        state.Get<float>($"{Meta}critics").CopyTo(_reptile.Starts[1].ValueSpan);
        _actorSteps.Load(state, $"{Meta}actor");
        _criticSteps.Load(state, $"{Meta}critics");
    }

    /// <inheritdoc/>
    protected override void Learn(Batch batch)
    {
        int k = MetaOptions.InnerSteps;
        if ((Updates - 1) % k == 0)
            Begin();
        base.Learn(batch);
        if (Updates % k == 0)
            End(batch);
    }

    /// <summary>Nothing within an iteration: targets follow the meta critics.</summary>
    protected override void MoveTargets()
    {
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
    [
        .. base.Facts(), new("K", MetaOptions.InnerSteps), new("ε", MetaOptions.MetaRate),
        new("Interpolated", (MetaOptions.MetaActor, MetaOptions.MetaCritics) switch
        {
            (true, true) => "actor and critics",
            (true, false) => "actor",
            (false, true) => "critics",
            _ => "nothing",
        }),
        new("Moments", MetaOptions.Optimizer == InnerOptimizer.Persistent ? "kept" : "reset each iteration"),
    ];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reptile.Dispose();
        base.Dispose(disposing);
    }

    private void Begin()
    {
        _reptile.Begin();
        if (MetaOptions.Optimizer == InnerOptimizer.ResetEachIteration)
            ResetOptimizers(TransferParts.Actor | TransferParts.Critics);
    }

    private void End(Batch batch)
    {
        ReadSources(batch.Online);
        Report("meta step of the actor", "source agreement of the actor", _actorSteps, 0, Actor.Network.Parameters);
        Report("meta step of the critics", "source agreement of the critics", _criticSteps, 1, Critics.Network.Parameters);
        _reptile.Step(0, MetaOptions.MetaActor ? MetaOptions.MetaRate : 1);
        _reptile.Step(1, MetaOptions.MetaCritics ? MetaOptions.MetaRate : 1);
        Critics.UpdateTarget(1 - Math.Pow(1 - Options.Tau, MetaOptions.InnerSteps));
    }

    private void Report(string length, string agreement, MetaSteps steps, int network, ParameterBuffer adapted) =>
        steps.Measure(adapted, _reptile.Starts[network], _online, Metrics.Values(length), Metrics.Values(agreement));

    /// <summary>All rows of a member's batch are of one source; a batch that all share is one member's.</summary>
    private void ReadSources(Tensor? online)
    {
        if (online is null)
            return;
        using Tensor first = online.select(1, 0).flatten();
        ReadOnlySpan<float> source = MemoryMarshal.Cast<byte, float>(first.contiguous().bytes);
        for (int p = 0; p < _online.Length; p++)
            _online[p] = source[source.Length == 1 ? 0 : p] != 0;
    }
}
