using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>
/// A family of policies, one for each balance β between improvement and constraint, and a model that chooses β for each state (Wang et al.
/// 2023, FamO2O), on implicit Q-learning.
/// </summary>
/// <remarks>
/// The policy π(a|s, β) is implicit Q-learning's with β encoded beside the observation, and the same β in the weight of each row: uniform
/// in its range offline, the balance model's online.
/// </remarks>
public sealed class FamO2o : ImplicitQLearning
{
    private readonly BalanceModel _model;

    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The range of β is reversed.</exception>
    public FamO2o(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, FamO2oOptions? options = null)
        : base(spec, seeds, options ?? new FamO2oOptions(), (options ?? new FamO2oOptions()).EncodingWidth)
    {
        _model = new BalanceModel(spec, ((FamO2oOptions)Options).Model, seeds);
        _model.TrainBy(Train, Keep);
        Policy = _model.Choosing(Actor);
    }

    /// <summary>π_b: the number u in (−1, 1) that stands for β.</summary>
    public GaussianPolicy Balance => _model.Policy;

    /// <summary>T.</summary>
    public LagrangeMultiplier Temperature => _model.Temperature;

    /// <inheritdoc/>
    public override IPolicy Policy { get; }

    /// <summary>The β that the balance model prefers.</summary>
    /// <param name="observations">[P|1, n, obs].</param>
    /// <returns>[P, n, 1], without gradients.</returns>
    public Tensor PreferredBeta(Tensor observations) => _model.Preferred(observations);

    /// <inheritdoc/>
    protected override (Tensor Input, Tensor Weights) ActorRows(Batch batch, Tensor advantage)
    {
        Tensor beta = _model.Draw(batch, Random);
        _model.Learn(batch, Actor, Critics.LeastTarget, Random, Metrics, Updates);
        return (_model.Inputs(batch.Observations, beta), AdvantageWeights.Of(advantage, beta, Options.WeightCap));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
    [
        new("Expectile", Options.Expectile), new("β", $"{_model.Options.LeastBeta} to {_model.Options.GreatestBeta}"),
        new("γ", Options.Discount),
    ];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _model.Dispose();
        base.Dispose(disposing);
    }
}
