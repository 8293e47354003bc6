using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Online;

/// <summary>How several critics become one value.</summary>
public enum CriticReduction
{
    /// <summary>Their least.</summary>
    Min,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>
    /// Their mean and so many of their standard deviations (of N − 1): a bound from below where their number is negative.
    /// </summary>
    ConfidenceBound,
}

/// <summary>In which order an update takes its steps.</summary>
public enum SoftUpdateOrder
{
    /// <summary>Critics, actor, temperature (Haarnoja et al. 2018).</summary>
    CriticsFirst,

    /// <summary>Temperature, actor, critics (SAC-N and EDAC, code).</summary>
    ActorFirst,
}

/// <summary>Options of <see cref="SoftActorCritic"/>; defaults of Haarnoja et al. 2018, table 1.</summary>
[Kind("sac")]
public record SoftActorCriticOptions : AgentOptions
{
    /// <summary>γ. Default 0.99.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>τ, the targets' rate. Default 0.005.</summary>
    public double Tau { get; init; } = 0.005;

    /// <summary>Number and widths of critics. Default: two of 256, 256.</summary>
    public CriticOptions Critics { get; init; } = new();

    /// <summary>M: the target takes the least of a random subset of so many critics (REDQ: 2); <see langword="null"/> takes all.</summary>
    public int? TargetSubset { get; init; }

    /// <summary>Whether that subset is drawn with replacement. Default: no (REDQ).</summary>
    public bool SubsetWithReplacement { get; init; }

    /// <summary>Whether each critic learns from its own target network alone, not from the least. Default: no.</summary>
    public bool IndependentTargets { get; init; }

    /// <summary>Whether the target contains −α log π. Default: yes.</summary>
    public bool EntropyInBackup { get; init; } = true;

    /// <summary>The target takes the best of so many sampled next actions (CQL's largest-value backup: 10). Default 1.</summary>
    public int BackupActions { get; init; } = 1;

    /// <summary>Whether the loss is the mean over critics instead of their sum. Default: the sum.</summary>
    public bool MeanOverCritics { get; init; }

    /// <summary>What of the critics the actor climbs. Default: their least.</summary>
    public CriticReduction ActorValue { get; init; } = CriticReduction.Min;

    /// <summary>
    /// b, the standard deviations that <see cref="CriticReduction.ConfidenceBound"/> adds to the mean (RO2O in mazes, code: −4);
    /// <see langword="null"/>, the default, with any other <see cref="ActorValue"/>.
    /// </summary>
    public double? ActorDeviations { get; init; }

    /// <summary>The actor and the temperature move every so many updates (RLPD: the updates of one step). Default 1.</summary>
    public int ActorInterval { get; init; } = 1;

    /// <summary>The order of steps. Default: critics first.</summary>
    public SoftUpdateOrder Order { get; init; } = SoftUpdateOrder.CriticsFirst;

    /// <summary>α at the start. Default 1.</summary>
    public double InitialTemperature { get; init; } = 1;

    /// <summary>Whether α is learned. Default: yes.</summary>
    public bool LearnTemperature { get; init; } = true;

    /// <summary>H̄; <see langword="null"/> for minus the dimension of the action.</summary>
    public double? TargetEntropy { get; init; }

    /// <summary>Whether the temperature's loss is log α · (H − H̄) instead of α · (H − H̄). Default: no.</summary>
    public bool LogTemperatureLoss { get; init; }

    /// <summary>
    /// Stands before policy and critics; the critics' loss alone trains it (Yarats et al. 2021). <see langword="null"/> (the default) for
    /// none.
    /// </summary>
    public EncoderOptions? Encoder { get; init; }

    /// <summary>The policy. Default: tanh-Gaussian of 256, 256.</summary>
    public GaussianPolicyOptions Policy { get; init; } = new();

    /// <summary>The actor's optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions ActorAdam { get; init; } = new(3e-4);

    /// <summary>The critics' optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions CriticAdam { get; init; } = new(3e-4);

    /// <summary>The temperature's optimizer. Default: Adam, 3·10⁻⁴.</summary>
    public AdamOptions TemperatureAdam { get; init; } = new(3e-4);

    /// <summary>Terms that are added to the critics' loss, such as <see cref="ConservativeOptions"/>. Default: none.</summary>
    public IReadOnlyList<CriticTermOptions> Terms { get; init; } = [];

    /// <summary>Terms that are added to the actor's loss, such as <see cref="CloningOptions"/>. Default: none.</summary>
    public IReadOnlyList<ActorTermOptions> ActorTerms { get; init; } = [];

    /// <inheritdoc/>
    public override SoftActorCritic Create(EnvironmentSpec spec, IReadOnlyList<Seed> seeds) => new(spec, seeds, this);

    /// <summary>As in the public code of conservative Q-learning (JaxCQL) for logged data: D4RL's own conversion, raw states.</summary>
    /// <returns>The recipe.</returns>
    public override ViewRecipe PublishedView() => new(TimeLimitRule.Drop);
}
