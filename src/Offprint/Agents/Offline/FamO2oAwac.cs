using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>Options of <see cref="FamO2oAwac"/>.</summary>
[Kind("famo2o-awac")]
public sealed record FamO2oAwacOptions : AwacOptions
{
    /// <summary>
    /// The balance model; β stands for 1/λ. Default: from ½ to 2, around AWAC's usual 1 (the authors' range is not known).
    /// </summary>
    public BalanceOptions Balance { get; init; } = new() { LeastBeta = 0.5, GreatestBeta = 2 };

    /// <inheritdoc/>
    public override FamO2oAwac Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);
}

/// <summary>
/// FamO2O (Wang et al. 2023) on advantage-weighted actor-critic: the policy sees β, which takes the place of 1/λ in the weight of each row.
/// Critics bootstrap with the policy that acts: at the β that the balance model prefers in the next state.
/// </summary>
public sealed class FamO2oAwac : Awac
{
    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The range of β is reversed, or weights are to be normalized.</exception>
    public FamO2oAwac(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, FamO2oAwacOptions? options = null)
        : base(spec, seeds, options ?? new FamO2oAwacOptions(), (options ?? new FamO2oAwacOptions()).Balance.EncodingWidth)
    {
        if (Options.NormalizeOverBatch)
            throw new ArgumentException("Weights of rows with a β each have no common scale: set NormalizeOverBatch to false.",
                nameof(options));
        Balance = new BalanceModel(spec, ((FamO2oAwacOptions)Options).Balance, seeds);
        Balance.TrainBy(Train, Keep);
        Policy = Balance.Choosing(Actor);
    }

    /// <summary>π_b and its temperature.</summary>
    public BalanceModel Balance { get; }

    /// <inheritdoc/>
    public override IPolicy Policy { get; }

    /// <inheritdoc/>
    protected override Tensor NextInput(Batch batch) => Balance.Inputs(batch.Next, Balance.Preferred(batch.Next));

    /// <inheritdoc/>
    protected override (Tensor Input, Tensor? Beta) ActorRows(Batch batch)
    {
        Tensor beta = Balance.Draw(batch, Random);
        Balance.Learn(batch, Actor, Critics.LeastTarget, Random, Metrics, Updates);
        return (Balance.Inputs(batch.Observations, beta), beta);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
    [
        new("β = 1/λ", $"{Balance.Options.LeastBeta} to {Balance.Options.GreatestBeta}"), new("Weights", $"at most {Options.WeightCap}"),
        new("γ", Options.Discount), new("τ", Options.Tau),
    ];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Balance.Dispose();
        base.Dispose(disposing);
    }
}
