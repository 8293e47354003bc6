using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>
/// What FamO2O (Wang et al. 2023) adds to an agent: a model π_b(β|s) of the balance between improvement and constraint, and the encoding of
/// β with which one network is a family of policies π_u(a|s, β).
/// </summary>
/// <remarks>
/// $$\mathbb{E}\,[T \log \pi_b(u|s) - \min_i \bar Q_i(s, a_u)],\quad a_u \sim \pi_u(\cdot|s, \beta(u)),$$
/// with gradients through β and none to policy and critics; T holds the entropy.
/// </remarks>
public sealed class BalanceModel : IDisposable
{
    private static readonly BoxSpace s_unit = new(1, -1, 1);

    private Adam? _adam, _temperatureAdam;

    /// <summary>Makes the networks.</summary>
    /// <param name="spec">The environment's spaces.</param>
    /// <param name="options">Range, widths and rates.</param>
    /// <param name="seeds">One a member.</param>
    /// <exception cref="ArgumentException">The range of β is reversed.</exception>
    public BalanceModel(EnvironmentSpec spec, BalanceOptions options, IReadOnlyList<Seed> seeds)
    {
        Options = options;
        if (options.GreatestBeta < options.LeastBeta)
            throw new ArgumentException($"β cannot lie in [{options.LeastBeta}, {options.GreatestBeta}].", nameof(options));
        Policy = new GaussianPolicy(spec with { Action = s_unit }, options.Policy, [.. seeds.Select(seed => seed.Derive("balance"))]);
        Temperature = new LagrangeMultiplier(seeds.Count, 1);
    }

    /// <summary>The options.</summary>
    public BalanceOptions Options { get; }

    /// <summary>π_b: the number u in (−1, 1) that stands for β.</summary>
    public GaussianPolicy Policy { get; }

    /// <summary>T.</summary>
    public LagrangeMultiplier Temperature { get; }

    /// <summary>The β that a number in (−1, 1) stands for.</summary>
    /// <param name="u">[…].</param>
    /// <returns>[…].</returns>
    public Tensor ToBeta(Tensor u) => Options.AsReleased
        ? u * (Options.GreatestBeta - Options.LeastBeta) + Options.LeastBeta
        : Within(u);

    /// <summary>The β that the model prefers.</summary>
    /// <param name="observations">[P|1, n, obs].</param>
    /// <returns>[P, n, 1], without gradients.</returns>
    public Tensor Preferred(Tensor observations)
    {
        using var guard = no_grad();
        return ToBeta(Policy.Distribution(observations).Mode);
    }

    /// <summary>Observation and encoded β, side by side: what the family's network sees.</summary>
    /// <param name="observations">[P|1, n, obs].</param>
    /// <param name="beta">[P|1, n, 1].</param>
    /// <returns>[P|1, n, obs + <see cref="BalanceOptions.EncodingWidth"/>].</returns>
    public Tensor Inputs(Tensor observations, Tensor beta)
    {
        return observations.Beside(SinusoidalEncoding.Encode(beta, Options.EncodingWidth));
    }

    /// <summary>The β of each row of an update: uniform offline, the model's draw online.</summary>
    internal Tensor Draw(Batch batch, PopulationRandom random) =>
        IsUniform(batch) ? Uniform(batch.Size, random) : Sample(batch.Observations, random);

    /// <summary>Whether the rows of an update take their β from the range at random.</summary>
    internal bool IsUniform(Batch batch) => batch.Online is null || Options.UniformOnline;

    /// <summary>β of the range at random, [P, n, 1].</summary>
    internal Tensor Uniform(int rows, PopulationRandom random)
    {
        using var guard = no_grad();
        return Within(random.Uniform(rows, 1).mul_(2).sub_(1));
    }

    /// <summary>The model's draw, [P, n, 1], without gradients.</summary>
    internal Tensor Sample(Tensor observations, PopulationRandom random)
    {
        using var guard = no_grad();
        return ToBeta(Policy.Distribution(observations).Sample(random));
    }

    /// <summary>Hands the parameters to an agent, which makes their optimizers.</summary>
    /// <param name="train">Registers parameters that an optimizer trains.</param>
    /// <param name="keep">Registers others.</param>
    internal void TrainBy(
        Func<string, TransferParts, ParameterBuffer, AdamOptions, Adam> train, Action<string, TransferParts, ParameterBuffer> keep)
    {
        const string temperature = "balance temperature";
        _adam = train("balance", TransferParts.Models, Policy.Network.Parameters, Options.Adam);
        if (Options.RewardsEntropy)
            _temperatureAdam = train(temperature, TransferParts.Multipliers, Temperature.Parameters, Options.Adam);
        else
            keep(temperature, TransferParts.Multipliers, Temperature.Parameters);
    }

    /// <summary>A step of the model and of its temperature, if this update is one of them.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="actor">The family; its parameters stay.</param>
    /// <param name="value">What the critics expect of actions, [P, B, 1]; gradients reach the actions only.</param>
    /// <param name="random">One stream a member.</param>
    /// <param name="metrics">Where losses go.</param>
    /// <param name="update">The number of the agent's update, from 1.</param>
    internal void Learn(
        Batch batch, GaussianPolicy actor, Func<Tensor, Tensor, Tensor> value, PopulationRandom random, Metrics metrics, long update)
    {
        if (update % Options.Interval != 0)
            return;
        (Tensor u, Tensor logProb) = Policy.Distribution(batch.Observations).SampleWithLogProb(random);
        Tensor beta = ToBeta(u), action = actor.Frozen(Inputs(batch.Observations, beta)).Sample(random);
        Tensor loss = -value(batch.Observations, action);
        if (Options.RewardsEntropy)
        {
            Tensor temperature;
            using (no_grad())
                temperature = Temperature.Value();
            loss = loss + temperature * logProb;
            metrics.Set("balance temperature", temperature);
        }
        Tensor perMember = loss.mean([1, 2]);
        metrics.Set("balance loss", perMember);
        perMember.sum().backward();
        _adam!.Step();
        metrics.Set("mean β", beta.detach().mean([1, 2]));
        if (_temperatureAdam is null)
            return;
        metrics.Set("balance temperature loss", Temperature.HoldEntropy(logProb, Options.TargetEntropy));
        _temperatureAdam.Step();
    }

    /// <summary>The policy that acts with the β that the model prefers, exploring or not.</summary>
    /// <param name="actor">The family.</param>
    /// <returns>The policy.</returns>
    internal IPolicy Choosing(GaussianPolicy actor) => new Family(this, actor);

    /// <inheritdoc/>
    public void Dispose() => Policy.Dispose();

    private Tensor Within(Tensor u) => (u + 1) * ((Options.GreatestBeta - Options.LeastBeta) / 2) + Options.LeastBeta;

    private sealed class Family(BalanceModel model, GaussianPolicy actor) : IPolicy
    {
        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
        {
            using var guard = no_grad();
            Tensor beta = model.Options.ActsAtRandom
                ? model.Uniform((int)observations.shape[1], random)
                : model.Preferred(observations);
            return actor.Act(model.Inputs(observations, beta), mode, random);
        }
    }
}
