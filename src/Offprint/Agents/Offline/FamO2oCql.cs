using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>Options of <see cref="FamO2oCql"/>; defaults of the half on CQL of Wang et al. 2023 (code).</summary>
[Kind("famo2o-cql")]
public sealed record FamO2oCqlOptions : SoftActorCriticOptions
{
    /// <summary>
    /// Sets what the code sets beside the balance: no entropy in the backup, the temperature's loss in log α, normalized critics, and a
    /// penalty of weight 1. (Its base method has critics without normalization and a weight of 5; give both methods the same.)
    /// </summary>
    public FamO2oCqlOptions()
    {
        EntropyInBackup = ConservativeOptions.Base.EntropyInBackup;
        LogTemperatureLoss = ConservativeOptions.Base.LogTemperatureLoss;
        Critics = new() { LayerNorm = true };
        Terms = [new ConservativeOptions { Weight = 1 }];
    }

    /// <summary>The balance model; β weighs the value. Default: from ½ to 1½, entropy without reward (code).</summary>
    public BalanceOptions Balance { get; init; } = new() { LeastBeta = 0.5, GreatestBeta = 1.5, RewardsEntropy = false };

    /// <inheritdoc/>
    public override FamO2oCql Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);
}

/// <summary>
/// FamO2O (Wang et al. 2023) on conservative Q-learning: the policy sees β, by which the value of its action is weighed against its
/// entropy.
/// </summary>
/// <remarks>
/// $$L_\pi = \mathbb{E}\,\big[\alpha \log \pi(a_\pi|s, \beta) - \beta \min_i Q_i(s, a_\pi)\big],\qquad
/// L_b = -\mathbb{E}\,\min_i Q_i(s, a_{\beta(u)}),$$
/// with β uniform offline and of the balance model online. In the next state the policy sees the β that the model draws in the current one,
/// as in the authors' code; the critics' penalty asks it with the same two inputs.
/// </remarks>
public sealed class FamO2oCql : SoftActorCritic
{
    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// The range of β is reversed, or there is a part that asks the policy without a β: an encoder or another term than the penalty.
    /// </exception>
    public FamO2oCql(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, FamO2oCqlOptions? options = null)
        : base(spec, seeds, options ??= new(), options.Balance.EncodingWidth)
    {
        if (options.Encoder is not null || options.ActorTerms.Count > 0 || options.Terms.Any(term => term is not ConservativeOptions))
            throw new ArgumentException("A policy that sees β takes no encoder, no terms of its own, and of the critics' the penalty only.",
                nameof(options));
        Balance = new BalanceModel(spec, options.Balance, seeds);
        Balance.TrainBy(Train, Keep);
        Policy = Balance.Choosing(Actor);
    }

    /// <summary>π_b and its temperature.</summary>
    public BalanceModel Balance { get; }

    /// <inheritdoc/>
    public override IPolicy Policy { get; }

    /// <inheritdoc/>
    protected override PolicyRows Rows(Batch batch)
    {
        Tensor chosen = Balance.Sample(batch.Observations, Random);
        Tensor beta = Balance.IsUniform(batch) ? Balance.Uniform(batch.Size, Random) : chosen;
        Balance.Learn(batch, Actor, Critics.Least, Random, Metrics, Updates);
        return new(Balance.Inputs(batch.Observations, beta), Balance.Inputs(batch.Next, chosen), beta);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
        [new("β", $"{Balance.Options.LeastBeta} to {Balance.Options.GreatestBeta}"), .. base.Facts()];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Balance.Dispose();
        base.Dispose(disposing);
    }
}
