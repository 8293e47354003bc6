using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Online;

/// <summary>
/// Options of <see cref="ProximalPolicy"/>. Numbers are those of Schulman et al. 2017 for locomotion (table 3; ε of table 1); what the
/// paper
/// leaves open is as in its public implementations CleanRL (ppo_continuous_action) and Stable-Baselines3 (PPO).
/// </summary>
[Kind("ppo")]
public sealed record ProximalPolicyOptions : AgentOptions
{
    /// <summary>γ. Default 0.99 (table 3).</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>λ of the advantage estimates. Default 0.95 (table 3).</summary>
    public double Lambda { get; init; } = 0.95;

    /// <summary>ε, how far the ratio may move from 1. Default 0.2 (table 1).</summary>
    public double Clip { get; init; } = 0.2;

    /// <summary>
    /// ε_V, how far a value may move from what it was; <see langword="null"/> (the default: the paper and Stable-Baselines3) for no bound.
    /// CleanRL: 0.2.
    /// </summary>
    public double? ValueClip { get; init; }

    /// <summary>Passes over the rollouts in an update. Default 10 (table 3).</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Rows of a minibatch; a remainder is a smaller one. Default 64 (table 3).</summary>
    public int Minibatch { get; init; } = 64;

    /// <summary>c_V. Default 0.5 (Stable-Baselines3; CleanRL halves the squared error as well).</summary>
    public double ValueWeight { get; init; } = 0.5;

    /// <summary>c_H. Default 0 (both implementations for locomotion).</summary>
    public double EntropyWeight { get; init; }

    /// <summary>Whether advantages are standardized in each minibatch, by N − 1. Default: yes (both implementations).</summary>
    public bool NormalizeAdvantages { get; init; } = true;

    /// <summary>
    /// A member ends its update before a minibatch on which its divergence from the old policy, estimated as the mean of r − 1 − log r,
    /// passes
    /// this bound; <see langword="null"/> (the default of both implementations) for none. Stable-Baselines3's bound is 1.5 times its
    /// <c>target_kl</c>.
    /// </summary>
    public double? KlLimit { get; init; }

    /// <summary>
    /// Learning rates fall linearly to 0 over so many updates; <see langword="null"/> (the default: Stable-Baselines3) keeps them. CleanRL
    /// lets them fall over the whole training.
    /// </summary>
    public int? AnnealUpdates { get; init; }

    /// <summary>
    /// The policy. Default: normal around the network's output with a free log σ that begins at 0 (section 6.1), 64, 64, tanh (section
    /// 6.1);
    /// orthogonal weights with gain √2, 0.01 in the last layer (both implementations). Where actions are discrete, widths, nonlinearity
    /// and weights are those of the network of logits.
    /// </summary>
    public GaussianPolicyOptions Policy { get; init; } = new()
    {
        Law = ActionLaw.Gaussian, StateDependentDeviation = false, Hidden = [64, 64], Activation = Activation.Tanh,
        Orthogonal = new(Math.Sqrt(2), 0.01),
    };

    /// <summary>
    /// The widths of the value network; hidden weights are drawn as the policy's, the gain of its last layer is 1. Default 64, 64.
    /// </summary>
    public IReadOnlyList<int> ValueHidden { get; init; } = [64, 64];

    /// <summary>
    /// The value network's nonlinearity, for values that were trained otherwise; <see langword="null"/>, the default, for the policy's.
    /// </summary>
    public Activation? ValueActivation { get; init; }

    /// <summary>
    /// The policy's optimizer. Default: Adam, 3·10⁻⁴ (table 3), ε 10⁻⁵, gradient norm 0.5 (both implementations, which take the norm of
    /// policy
    /// and values together; here each has its own).
    /// </summary>
    public AdamOptions ActorAdam { get; init; } = new(3e-4, Epsilon: 1e-5, MaxGradientNorm: 0.5);

    /// <summary>The values' optimizer. Default: as the policy's.</summary>
    public AdamOptions ValueAdam { get; init; } = new(3e-4, Epsilon: 1e-5, MaxGradientNorm: 0.5);

    /// <summary>A transform of raw rewards. Default: none.</summary>
    public RewardTransform Reward { get; init; } = RewardTransform.Identity;

    /// <summary>
    /// Whether observations are standardized by running statistics, each member's own, and clipped to ±10 (CleanRL's wrappers). Default:
    /// no.
    /// </summary>
    public bool ScaleObservations { get; init; }

    /// <summary>
    /// Whether rewards are divided by the running deviation of the discounted return, each member's own, and clipped to ±10 (CleanRL's
    /// wrappers). Default: no.
    /// </summary>
    public bool ScaleRewards { get; init; }

    /// <inheritdoc/>
    public override ProximalPolicy Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);

    /// <inheritdoc/>
    public override ViewRecipe? PublishedView() => null;
}
