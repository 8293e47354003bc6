using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>
/// Several policies of each seed that together explain the logged actions (Lei et al. 2024, Uni-O4): cloning, and a term that keeps them
/// apart, so that what one of them misses another may cover.
/// </summary>
/// <remarks>
/// With α = <see cref="BehaviorDiversity.Weight"/> member i descends
/// $$L_i = -\mathbb{E}\,\log \pi_i(a|s) - \alpha\,\mathbb{E}\,D_i(s, a),$$
/// D_i by <see cref="DiversityForm"/>. All members of all seeds are one network, and each step moves them at once, away from where the
/// others were before it; the authors' code visits them one by one in random order.
/// </remarks>
public sealed class BehaviorEnsemble : PopulationAgent
{
    private readonly Adam _adam;

    /// <summary>Makes a population of ensembles.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="seeds">One an ensemble.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The law is not normal around a squashed or free mean.</exception>
    public BehaviorEnsemble(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, BehaviorEnsembleOptions? options = null)
        : base(seeds)
    {
        Options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Options.Count, nameof(options));
        if (Options.Policy.Law == ActionLaw.TanhGaussian)
            throw new ArgumentException($"The divergence of members needs a normal law: {ActionLaw.SquashedMean}.", nameof(options));
        Members = new GaussianPolicy(spec, Options.Policy,
            [.. Enumerable.Range(0, Options.Count).SelectMany(i => seeds.Select(seed => seed.Derive("members").Derive((ulong)i)))]);
        _adam = Train("actor", TransferParts.Actor, Members.Network.Parameters, Options.Adam);
    }

    /// <summary>The options.</summary>
    public BehaviorEnsembleOptions Options { get; }

    /// <summary>All members as one policy of n · P: the first member of all seeds, then the second.</summary>
    public GaussianPolicy Members { get; }

    /// <summary>The first member of each seed.</summary>
    public override IPolicy Policy => new EnsembleMember(this, 0);

    /// <summary>One member of each seed.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <returns>A view that shares its weights; gradients do not reach them.</returns>
    public IStochasticPolicy Member(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Options.Count, nameof(index));
        return new EnsembleMember(this, index);
    }

    /// <summary>Coverage: the mean over rows of the greatest log-density that a member gives the logged action.</summary>
    /// <param name="observations">[P|1, B, obs].</param>
    /// <param name="actions">[P|1, B, act].</param>
    /// <returns>[P].</returns>
    public double[] Coverage(Tensor observations, Tensor actions)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        return ToArray(Grouped(Law(observations).LogProb(Repeated(actions))).amax([0]).mean([1, 2]));
    }

    /// <summary>The mean over states of KL(π_i ‖ π_j).</summary>
    /// <param name="observations">[P|1, B, obs].</param>
    /// <returns>[i][j], each [P].</returns>
    public double[][][] Divergences(Tensor observations)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        DiagonalGaussian law = Law(observations);
        return [.. Enumerable.Range(0, Options.Count).Select(i => Enumerable.Range(0, Options.Count)
            .Select(j => ToArray(Part(law, i).Kl(Part(law, j)).mean([1, 2]))).ToArray())];
    }

    /// <inheritdoc/>
    protected override void Learn(Batch batch)
    {
        DiagonalGaussian law = Law(batch.Observations);
        Tensor density = Grouped(law.LogProb(Repeated(batch.Actions))), cloning = -density;
        Metrics.Set("log-density", density.detach().mean([0, 2, 3]));
        Tensor loss = cloning;
        if (Options.Diversity is { } diversity && Options.Count > 1)
        {
            Tensor apart = Apart(diversity, law, density);
            Metrics.Set("diversity", apart.detach().mean([0, 2, 3]));
            loss = cloning - diversity.Weight * apart;
        }
        Backward("actor loss", loss.mean([2, 3]).sum([0]));
        _adam.Step();
    }

    /// <summary>D_i of each row, [n, P, B, 1].</summary>
    private Tensor Apart(BehaviorDiversity diversity, DiagonalGaussian law, Tensor density)
    {
        switch (diversity.Form)
        {
            case DiversityForm.AsReleased:
                return density - BestOfOthers(density);
            case DiversityForm.Signed:
                return Sign(density) * density;
            default:
                return Grouped((law.Kl(Best(law, density)) / law.Mean.shape[2]).clamp(max: diversity.Cap));
        }
    }

    /// <summary>1 where a member explains a row better than all others, else −1, without gradients, [n, P, B, 1].</summary>
    private Tensor Sign(Tensor density)
    {
        using var guard = no_grad();
        return (density - BestOfOthers(density)).sign();
    }

    /// <summary>max_{j≠i} log π_j, without gradients, [n, P, B, 1].</summary>
    private Tensor BestOfOthers(Tensor density)
    {
        using var guard = no_grad();
        int count = Options.Count;
        return stack(Enumerable.Range(0, count).Select(i => cat([density.narrow(0, 0, i), density.narrow(0, i + 1, count - i - 1)])
            .amax([0])));
    }

    /// <summary>The law of the member that explains a row best, for all members of its seed, without gradients.</summary>
    private DiagonalGaussian Best(DiagonalGaussian law, Tensor density)
    {
        using var guard = no_grad();
        Tensor best = density.argmax(0, keepdim: true); // [1, P, B, 1]
        return new(Chosen(law.Mean), Chosen(law.LogDeviation));

        Tensor Chosen(Tensor of)
        {
            Tensor grouped = Grouped(of);
            return grouped.gather(0, best.expand(-1, -1, -1, of.shape[2])).expand_as(grouped).reshape(of.shape);
        }
    }

    private DiagonalGaussian Law(Tensor observations)
    {
        var law = (DiagonalGaussian)Members.Distribution(Repeated(observations));
        return new(law.Mean, law.LogDeviation.expand_as(law.Mean));
    }

    private DiagonalGaussian Part(DiagonalGaussian law, int member) => new(
        law.Mean.narrow(0, member * Population, Population), law.LogDeviation.narrow(0, member * Population, Population));

    /// <summary>Rows of P seeds for n · P members; rows that all share stay as they are.</summary>
    private Tensor Repeated(Tensor rows) => rows.shape[0] == 1 ? rows : rows.repeat(Options.Count, 1, 1);

    private Tensor Grouped(Tensor of) => of.view(Options.Count, Population, of.shape[1], of.shape[2]);

    private static double[] ToArray(Tensor values) => values.to_type(ScalarType.Float64).data<double>().ToArray();

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
    [
        new("Policies of a seed", Options.Count),
        new("Kept apart by", Options.Diversity is { } d ? FormattableString.Invariant($"{d.Form}, α = {d.Weight}") : "nothing"),
    ];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Members.Dispose();
        base.Dispose(disposing);
    }

    private sealed class EnsembleMember(BehaviorEnsemble ensemble, int index) : IStochasticPolicy
    {
        public IActionDistribution Distribution(Tensor observations) =>
            ensemble.Members.Frozen(observations, ensemble.Population, index * ensemble.Population);

        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
        {
            using var guard = no_grad();
            IActionDistribution law = Distribution(observations);
            return ensemble.Members.Bounds.Clip(mode == ActMode.Explore ? law.Sample(random) : law.Mode);
        }
    }
}
