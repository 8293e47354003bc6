using Offprint.Agents.Learners;
using Offprint.Agents.Models;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>A gate's decisions.</summary>
/// <param name="Step">Steps so far.</param>
/// <param name="Scores">What the gate gave each policy, [n · P]; empty where it gave nothing.</param>
/// <param name="Accepted">Which policies took the place of the ones that they were held to, [n · P].</param>
public sealed record GateEntry(int Step, double[] Scores, bool[] Accepted);

/// <summary>
/// Several steps of on-policy improvement without an environment (Lei et al. 2024, Uni-O4): each of n cloned policies of a seed ascends the
/// clipped surrogate at states of a log, and a gate decides after each block of steps whether it replaces the policy that its ratios are
/// of.
/// </summary>
/// <remarks>
/// With a ~ π_old(·|s), A(s, a) standardized over the rows of a policy, and ρ = π(a|s) / π_old(a|s):
/// $$L = -\mathbb{E}\,\min(\rho A,\; \mathrm{clip}(\rho, 1 - \varepsilon_k, 1 + \varepsilon_k)\, A).$$
/// </remarks>
public sealed class GatedImprovement : PopulationLearner
{
    private const string BestName = "best scores";

    private readonly Func<Tensor, Tensor, Tensor> _advantage;
    private readonly Adam _adam;
    private readonly int _count;
    private readonly double[] _best;

    /// <summary>Makes copies of cloned policies.</summary>
    /// <param name="spec">The environment's spaces.</param>
    /// <param name="start">The cloned policies, n of each of P seeds.</param>
    /// <param name="advantage">A of states [P, B, obs] and actions [P, B, act], [P, B, 1], as the policies see states.</param>
    /// <param name="seeds">P.</param>
    /// <param name="options">Its options.</param>
    public GatedImprovement(EnvironmentSpec spec, BehaviorEnsemble start, Func<Tensor, Tensor, Tensor> advantage, IReadOnlyList<Seed> seeds,
        GatedImprovementOptions options)
        : base(Members(seeds, start.Options.Count))
    {
        (Options, _advantage, _count) = (options, advantage, start.Options.Count);
        Policies = new GaussianPolicy(spec, start.Options.Policy, Random.Seeds);
        Held = new GaussianPolicy(spec, start.Options.Policy, Random.Seeds);
        foreach (GaussianPolicy own in (GaussianPolicy[])[Policies, Held])
            own.Network.Parameters.CopyFrom(start.Members.Network.Parameters);
        _adam = Train("actor", TransferParts.Actor, Policies.Network.Parameters, options.Adam);
        Keep("held policies", TransferParts.Actor, Held.Network.Parameters);
        _best = [.. Enumerable.Repeat(double.NegativeInfinity, Population)];
    }

    /// <summary>The options.</summary>
    public GatedImprovementOptions Options { get; }

    /// <summary>The policies that ascend, n · P: the first of all seeds, then the second.</summary>
    public GaussianPolicy Policies { get; }

    /// <summary>The policies that they are held to: the clones, and then what the gates let through.</summary>
    public GaussianPolicy Held { get; }

    /// <summary>What the improvement ends with: where gates choose, what they let through; otherwise what ascends.</summary>
    public GaussianPolicy Improved => Options.Replacement == Replacement.WhenBetter ? Held : Policies;

    /// <inheritdoc/>
    public override IPolicy Policy => Improved;

    /// <summary>The greatest score that a held policy has had, [n · P].</summary>
    public IReadOnlyList<double> Best => _best;

    /// <summary>One step at some states.</summary>
    /// <param name="states">[P|1, B, obs].</param>
    public void Improve(Tensor states)
    {
        using var scope = NewDisposeScope();
        Tensor rows = states.shape[0] == 1 ? states.expand(Population, -1, -1) : states.repeat(_count, 1, 1), actions, density, advantage;
        using (no_grad())
        {
            IActionDistribution held = Held.Frozen(rows);
            actions = held.Sample(Random);
            density = held.LogProb(actions);
            advantage = ClippedSurrogate.Standardized(SeedRows.ToMembers(
                _advantage(SeedRows.ToSeeds(rows, _count), SeedRows.ToSeeds(actions, _count)), _count));
        }
        Tensor ratio = (Policies.Distribution(rows).LogProb(actions) - density).exp();
        Backward("actor loss", -ClippedSurrogate.Of(ratio, advantage, Options.ClipAt((int)Updates)).mean([1, 2]));
        _adam.Step(LearningRateSchedule.Linear(Updates, Options.Steps));
        Updates++;
    }

    /// <summary>Lets policies through by their scores.</summary>
    /// <param name="scores">[n · P]; those of the first gate are the clones'. May be empty where scores decide nothing.</param>
    /// <returns>What was decided.</returns>
    /// <exception cref="ArgumentException">A score decides, and there is not one a policy.</exception>
    public GateEntry Decide(double[] scores)
    {
        if (Options.Replacement == Replacement.WhenBetter && scores.Length != Population)
            throw new ArgumentException($"{scores.Length} scores for {Population} policies.", nameof(scores));
        bool[] accepted = [.. Enumerable.Range(0, Population).Select(i => Options.Replacement switch
        {
            Replacement.WhenBetter => scores[i] > _best[i],
            Replacement.Always => true,
            _ => Updates == 0,
        })];
        for (int i = 0; i < Population; i++)
        {
            if (!accepted[i])
                continue;
            _best[i] = scores.Length > 0 ? scores[i] : double.NaN;
            Held.Network.Parameters.CopyMember(i, Policies.Network.Parameters, i);
        }
        return new((int)Updates, scores, accepted);
    }

    /// <summary>Takes all steps, with a gate before the first and after each block.</summary>
    /// <param name="rows">Draws states; its batches are of P seeds.</param>
    /// <param name="random">P streams that choose rows.</param>
    /// <param name="gate">Scores the policies that ascend, [n · P].</param>
    /// <param name="watch">Sees each decision after it was made; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <returns>The decisions.</returns>
    public IReadOnlyList<GateEntry> Run(BatchLoader rows, PopulationRandom random, Func<GaussianPolicy, double[]> gate,
        Action<GateEntry>? watch = null, CancellationToken cancellation = default)
    {
        List<GateEntry> log = [];
        Pass();
        while (Updates < Options.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            Improve(rows.Next(random).Observations);
            if (Updates % Options.GateEvery == 0)
                Pass();
        }
        return log;

        void Pass()
        {
            log.Add(Decide(gate(Policies)));
            watch?.Invoke(log[^1]);
        }
    }

    /// <inheritdoc/>
    public override AgentState Save()
    {
        AgentState state = base.Save();
        state.Add(BestName, _best.ToArray());
        return state;
    }

    /// <inheritdoc/>
    public override void Load(AgentState state)
    {
        base.Load(state);
        state.Get<double>(BestName).CopyTo(_best, 0);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
        [new("Policies of a seed", _count), new("ε", Options.Clip), new("Replacement", Options.Replacement.ToString())];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Policies.Dispose();
            Held.Dispose();
        }
        base.Dispose(disposing);
    }

    private static Seed[] Members(IReadOnlyList<Seed> seeds, int count) =>
        [.. Enumerable.Range(0, count).SelectMany(i => seeds.Select(seed => seed.Derive("improvement").Derive((ulong)i)))];
}
