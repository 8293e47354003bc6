using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>Options of <see cref="ConservativePenalty"/>; defaults of Kumar et al. 2020 for locomotion.</summary>
[Kind("conservative")]
public sealed record ConservativeOptions : CriticTermOptions
{
    /// <summary>
    /// What to set in <see cref="SoftActorCritic"/> beside the penalty: no entropy in the backup, the temperature's loss in log α (JaxCQL).
    /// </summary>
    public static SoftActorCriticOptions Base { get; } = new() { EntropyInBackup = false, LogTemperatureLoss = true };

    /// <summary>α_CQL, the penalty's weight, or its first value where it is learned. Default 5.</summary>
    public double Weight { get; init; } = 5;

    /// <summary>K, the actions sampled of each kind. Default 10.</summary>
    public int Actions { get; init; } = 10;

    /// <summary>Whether samples are weighted by the inverse of their density. Default: yes.</summary>
    public bool ImportanceSampling { get; init; } = true;

    /// <summary>The gap to which the weight is tuned (Lagrange form; AntMaze: 0.8); <see langword="null"/> keeps the weight.</summary>
    public double? TargetGap { get; init; }

    /// <summary>
    /// Whether values of the policy's actions count at least their row's return-to-go (Cal-QL, Nakamoto et al. 2023). Default: no.
    /// </summary>
    public bool Calibrated { get; init; }

    /// <summary>The optimizer of a learned weight. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions MultiplierAdam { get; init; } = new(3e-4);

    /// <inheritdoc/>
    public override ConservativePenalty Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(this, seeds.Count);
}

/// <summary>The penalty that makes conservative Q-learning (CQL) of soft actor-critic (Kumar et al. 2020).</summary>
/// <remarks>
/// $$\alpha_{CQL} \sum_i \mathbb{E}_{s,a}\Big[\log \sum_k \exp\big(Q_i(s,a_k) - \log q_k\big) - Q_i(s,a)\Big],$$
/// where a_k are K uniform actions, K of π(s) and K of π(s′), all valued at s, and q_k is their density. With a target gap g, the penalty
/// is
/// α (gap − g) and α = softplus(w) rises while the gap is larger.
/// </remarks>
/// <param name="options">Its options.</param>
/// <param name="population">P.</param>
public sealed class ConservativePenalty(ConservativeOptions options, int population) : ICriticTerm
{
    /// <inheritdoc/>
    public string Name => "conservative penalty";

    /// <inheritdoc/>
    public LagrangeMultiplier? Multiplier { get; } = options.TargetGap is not null ? new(population, options.Weight, softplus: true) : null;

    /// <inheritdoc/>
    public AdamOptions MultiplierAdam => options.MultiplierAdam;

    /// <inheritdoc/>
    public (Tensor Loss, Tensor? MultiplierLoss) Evaluate(CriticContext context)
    {
        Tensor gaps = Gaps(context); // [N, P]
        if (Multiplier is null || options.TargetGap is not { } target)
            return (gaps.sum([0]) * options.Weight, null);
        Tensor weight = Multiplier.Value().view(-1), excess = (gaps - target).sum([0]);
        return (excess * weight.detach(), -weight * excess.detach());
    }

    private Tensor Gaps(CriticContext context)
    {
        Batch batch = context.Batch;
        long rows = batch.Size, samples = options.Actions, members = context.Critics.Population;
        (Tensor actions, Tensor density) = Samples(context);
        Tensor observations = batch.Observations.repeat_interleave(samples, 1).repeat(1, 3, 1);
        Tensor values = context.Critics.Values(observations, actions).view(-1, members, 3, rows, samples);
        if (options.Calibrated)
            values = Calibrate(values, batch);
        if (options.ImportanceSampling)
            values = values - density.view(members, 3, rows, samples);
        Tensor soft = values.logsumexp(4, false).logsumexp(2, false); // [N, P, B]
        return soft.mean([2]) - context.Values.mean([2, 3]);
    }

    /// <summary>K uniform actions, K of π(s), K of π(s′) for each row, [P, 3·B·K, act], and their log-densities.</summary>
    private (Tensor Actions, Tensor LogDensity) Samples(CriticContext context)
    {
        using var guard = no_grad();
        ActionBounds bounds = context.Policy.Bounds;
        Tensor uniform = bounds.Scale(context.Random.Uniform(context.Batch.Size * options.Actions, bounds.Size).mul_(2).sub_(1));
        (Tensor current, Tensor currentDensity) = OfPolicy(context.Rows.Current);
        (Tensor next, Tensor nextDensity) = OfPolicy(context.Rows.Next);
        Tensor uniformDensity = full_like(currentDensity, -bounds.Size * Math.Log(2) - bounds.LogScale);
        return (cat([uniform, current, next], 1), cat([uniformDensity, currentDensity, nextDensity], 1));

        (Tensor, Tensor) OfPolicy(Tensor observations) =>
            ((TanhGaussian)context.Policy.Distribution(observations)).Repeat(options.Actions).SampleWithLogProb(context.Random);
    }

    private static Tensor Calibrate(Tensor values, Batch batch)
    {
        if (batch.ReturnToGo is not { } returns)
            throw new ArgumentException(
                $"Calibration needs returns-to-go: set {nameof(TransitionOptions)}.{nameof(TransitionOptions.ReturnToGo)} of the view.");
        Tensor floor = returns.unsqueeze(1); // [P, 1, B, 1] against [N, P, kinds, B, K]
        return cat([values.narrow(2, 0, 1), values.narrow(2, 1, 2).maximum(floor)], 2);
    }
}
