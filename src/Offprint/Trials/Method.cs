using System.Text.Json;
using System.Text.Json.Serialization;
using Offprint.Agents.Learners;
using Offprint.Agents.Training;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Datasets.Weighting;
using Offprint.Files;

namespace Offprint.Trials;

/// <summary>
/// What is compared: an agent with all of its options, and what belongs to it about data. Two methods are one if all of that is equal,
/// whatever they are called.
/// </summary>
/// <param name="Label">How tables and figures call it; no part of what is stored.</param>
/// <param name="Agent">The agent.</param>
/// <param name="View">Time limits, scales of observations and rewards.</param>
public sealed record Method([property: JsonIgnore] string Label, AgentOptions Agent, ViewRecipe View) : ILabeled
{
    /// <summary>How rows of the data set are drawn. Default: all alike.</summary>
    public SamplingRule Sampling { get; init; } = new UniformSampling();

    /// <summary>
    /// The training whose networks it starts from, on the same data with the same scale of observations; <see langword="null"/> (the
    /// default) starts anew.
    /// </summary>
    public Pretraining? Start { get; init; }

    /// <summary>How it learns online, where trials have online steps. Default: one update a step, one pool of rows.</summary>
    public OnlineRecipe Online { get; init; } = new();

    /// <summary>A method that treats data as its publication does.</summary>
    /// <param name="label">How tables and figures call it.</param>
    /// <param name="agent">The agent.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentException">The agent learns from its own rollouts, not from data.</exception>
    public static Method Published(string label, AgentOptions agent) => new(label, agent, agent.PublishedView()
        ?? throw new ArgumentException($"'{label}' learns from its own rollouts: it has no view of a data set.", nameof(agent)));

    /// <summary>The options of a run of this method: how it learns from the data, and online.</summary>
    /// <param name="run">How long it is.</param>
    /// <param name="view">The data as the method sees them.</param>
    /// <returns>The options.</returns>
    public TrainingOptions Options(TrialRun run, TransitionOptions view) => new()
    {
        OfflineUpdates = run.Updates, OnlineSteps = run.OnlineSteps, BatchSize = run.BatchSize, EvaluateEvery = run.EvaluateEvery,
        View = view, Mix = Online.Mix, UpdatesPerStep = Online.UpdatesPerStep, StepsPerUpdate = Online.StepsPerUpdate,
        WarmUpSteps = Online.WarmUpSteps, RandomSteps = Online.RandomSteps, BufferCapacity = Online.BufferCapacity,
        OfflineSampler = Sampling.Sampler,
    };

    /// <summary>Whether two methods are one but for their labels.</summary>
    /// <param name="other">Another.</param>
    /// <returns>Whether all options are equal, lists by their elements.</returns>
    public bool Equals(Method? other) => other is not null && (ReferenceEquals(this, other) || Text == other.Text);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>A short name that follows from the options: the agent's kind and six digits of a digest.</summary>
    [JsonIgnore]
    public string Key => $"{Kind}-{StoreJson.Hash(Text)[..6]}";

    /// <summary>The agent's kind.</summary>
    [JsonIgnore]
    internal string Kind => Agent.GetType().GetCustomAttributes(typeof(KindAttribute), inherit: false) is [KindAttribute kind]
        ? kind.Name
        : throw new InvalidOperationException(
            $"{Agent.GetType().Name} has no short name under which it could be stored: put [Kind(\"…\")] on it.");

    /// <summary>The method as it is stored.</summary>
    [JsonIgnore]
    internal string Text => JsonSerializer.Serialize(this, StoreJson.Options);
}

/// <summary>What a method does with online steps.</summary>
public sealed record OnlineRecipe
{
    /// <summary>How offline and online rows are combined. Default: one pool.</summary>
    public MixOptions Mix { get; init; } = new(MixMode.Append);

    /// <summary>UTD: updates after each step that updates come after. Default 1.</summary>
    public int UpdatesPerStep { get; init; } = 1;

    /// <summary>Steps from one that updates come after to the next. Default 1, each.</summary>
    [AddedLater("1")]
    public int StepsPerUpdate { get; init; } = 1;

    /// <summary>K, the first steps, without updates. Default 0.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>The first steps whose actions are uniform. Default 0.</summary>
    public int RandomSteps { get; init; }

    /// <summary>Whose policy begins its episodes; <see langword="null"/> (the default) for nobody's.</summary>
    public GuideRecipe? Guide { get; init; }

    /// <summary>Rows of the replay buffer a seed. Default 10⁶.</summary>
    public int BufferCapacity { get; init; } = 1_000_000;
}

/// <summary>The policy that begins a method's online episodes (jump-start reinforcement learning, Uchendu et al. 2023).</summary>
/// <param name="Training">
/// The training that made it, on the trial's data with the same scale of observations. At first it plays up to as many steps of an episode
/// as its own last <see cref="Pretraining.Episodes"/> took on average.
/// </param>
public sealed record GuideRecipe(Pretraining Training)
{
    /// <summary>How it hands over to the learner.</summary>
    public JumpStartOptions Curriculum { get; init; } = new();
}
