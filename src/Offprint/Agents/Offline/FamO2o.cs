using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>
/// A family of policies, one for each balance β between improvement and constraint, and a model that chooses β for each state (Wang et al.
/// 2023, FamO2O), on implicit Q-learning.
/// </summary>
/// <remarks>
/// The policy π(a|s, β) is implicit Q-learning's with β encoded beside the observation, and the same β in the weight of each row: uniform
/// in its range offline, the balance model's online. The balance model π_b(β|s) minimizes
/// $$\mathbb{E}\,[T \log \pi_b(u|s) - \min_i \bar Q_i(s, a_u)],\quad a_u \sim \pi(\cdot|s, \beta(u)),$$
/// with gradients through β and none to the policy; T holds its entropy.
/// </remarks>
public sealed class FamO2o : ImplicitQLearning
{
    private static readonly BoxSpace s_unit = new(1, -1, 1);

    private readonly FamO2oOptions _options;
    private readonly Adam _balanceAdam;
    private readonly Adam? _temperatureAdam;

    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The range of β is reversed.</exception>
    public FamO2o(EnvironmentSpec spec, IReadOnlyList<Seed> seeds, FamO2oOptions? options = null)
        : base(spec, seeds, options ?? new FamO2oOptions(), (options ?? new FamO2oOptions()).EncodingWidth)
    {
        _options = (FamO2oOptions)Options;
        if (_options.GreatestBeta < _options.LeastBeta)
            throw new ArgumentException($"β cannot lie in [{_options.LeastBeta}, {_options.GreatestBeta}].", nameof(options));
        Balance = new GaussianPolicy(spec with { Action = s_unit }, _options.Balance, [.. seeds.Select(seed => seed.Derive("balance"))]);
        _balanceAdam = Train("balance", TransferParts.Models, Balance.Network.Parameters, _options.BalanceAdam);
        Temperature = new LagrangeMultiplier(seeds.Count, 1);
        if (_options.RewardsEntropy)
            _temperatureAdam = Train("balance temperature", TransferParts.Multipliers, Temperature.Parameters, _options.BalanceAdam);
        else
            Keep("balance temperature", TransferParts.Multipliers, Temperature.Parameters);
        Policy = new Family(this);
    }

    /// <summary>π_b: the number u in (−1, 1) that stands for β.</summary>
    public GaussianPolicy Balance { get; }

    /// <summary>T.</summary>
    public LagrangeMultiplier Temperature { get; }

    /// <inheritdoc/>
    public override IPolicy Policy { get; }

    /// <summary>The β that the balance model prefers.</summary>
    /// <param name="observations">[P|1, n, obs].</param>
    /// <returns>[P, n, 1], without gradients.</returns>
    public Tensor PreferredBeta(Tensor observations)
    {
        using var guard = no_grad();
        return ToBeta(Balance.Distribution(observations).Mode);
    }

    /// <inheritdoc/>
    protected override (Tensor Input, Tensor Weights) ActorRows(Batch batch, Tensor advantage)
    {
        Tensor beta;
        using (no_grad())
        {
            beta = batch.Online is null || _options.UniformOnline
                ? ToBeta(Random.Uniform(batch.Size, 1) * 2 - 1)
                : ToBeta(Balance.Distribution(batch.Observations).Sample(Random));
        }
        if (Updates % _options.BalanceInterval == 0)
            LearnBalance(batch);
        return (Inputs(batch.Observations, beta), AdvantageWeights.Of(advantage, beta, _options.WeightCap));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
        [new("Expectile", Options.Expectile), new("β", $"{_options.LeastBeta} to {_options.GreatestBeta}"), new("γ", Options.Discount)];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Balance.Dispose();
        base.Dispose(disposing);
    }

    private Tensor ToBeta(Tensor u) => (u + 1) * ((_options.GreatestBeta - _options.LeastBeta) / 2) + _options.LeastBeta;

    /// <summary>Observation and encoded β, side by side.</summary>
    private Tensor Inputs(Tensor observations, Tensor beta)
    {
        Tensor code = SinusoidalEncoding.Encode(beta, _options.EncodingWidth);
        return cat([observations.expand(code.shape[0], -1, -1), code], 2);
    }

    private void LearnBalance(Batch batch)
    {
        (Tensor u, Tensor logProb) = Balance.Distribution(batch.Observations).SampleWithLogProb(Random);
        Tensor action = Actor.Frozen(Inputs(batch.Observations, ToBeta(u))).Sample(Random);
        Tensor loss = -Critics.LeastTarget(batch.Observations, action);
        if (_options.RewardsEntropy)
        {
            Tensor temperature;
            using (no_grad())
                temperature = Temperature.Value();
            loss = loss + temperature * logProb;
            Metrics.Set("balance temperature", temperature);
        }
        Backward("balance loss", loss.mean([1, 2]));
        _balanceAdam.Step();
        Metrics.Set("mean β", ToBeta(u.detach()).mean([1, 2]));
        if (_temperatureAdam is null)
            return;
        Tensor excess = -logProb.detach().mean([1, 2], keepdim: true) - _options.TargetEntropy;
        Backward("balance temperature loss", (Temperature.Value() * excess).view(Population));
        _temperatureAdam.Step();
    }

    /// <summary>Acts with the β that the balance model prefers, exploring or not.</summary>
    private sealed class Family(FamO2o owner) : IPolicy
    {
        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
        {
            using var guard = no_grad();
            Tensor beta = owner._options.ActsAtRandom
                ? owner.ToBeta(random.Uniform((int)observations.shape[1], 1) * 2 - 1)
                : owner.PreferredBeta(observations);
            return owner.Actor.Act(owner.Inputs(observations, beta), mode, random);
        }
    }
}
