using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Cards;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>
/// Soft actor-critic (Haarnoja et al. 2018). Options and terms make SAC-N, REDQ and RLPD of it, CQL with
/// <see cref="ConservativeOptions"/>, EDAC with <see cref="EnsembleDiversityOptions"/>, RO2O with <see cref="Ro2oOptions"/>.
/// </summary>
/// <remarks>
/// $$y = r + \gamma m\,\big(\min_{i \in \mathcal{M}} \bar Q_i(s', a') - \alpha \log \pi(a'|s')\big),\quad a' \sim \pi(s'),\qquad
/// L_Q = \sum_i \mathbb{E}\,(Q_i(s,a) - y)^2 + \text{terms},$$
/// $$L_\pi = \mathbb{E}\,\big[\alpha \log \pi(a_\pi|s) - Q(s, a_\pi)\big] + \text{terms},\qquad L_\alpha = \mathbb{E}\,\alpha\,(-\log
/// \pi(a_\pi|s) - \bar H).$$
/// Q(s, a) is min_i Q_i, mean_i Q_i or mean_i Q_i + b std_i Q_i. The last is mean_i U_i + b std_i U_i of U_i = Q_i − α log π with the
/// entropy taken out, which all critics share.
/// </remarks>
public class SoftActorCritic : PopulationAgent, IActorCritic
{
    private const string CriticLoss = "critic loss";

    private readonly Adam _actorAdam, _criticAdam, _temperatureAdam;
    private readonly Adam? _encoderAdam;
    private readonly List<(ICriticTerm Term, Adam? Adam)> _terms = [];
    private readonly IReadOnlyList<IActorTerm> _actorTerms;
    private readonly double _targetEntropy;

    /// <summary>Makes a population.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    /// <param name="extraActorInputs">Inputs of the actor beside the observation, which a derived method supplies.</param>
    /// <exception cref="ArgumentException">The options contradict one another.</exception>
    public SoftActorCritic(
        EnvironmentSpec spec, IReadOnlyList<Seed> seeds, SoftActorCriticOptions? options = null, int extraActorInputs = 0)
        : base(seeds)
    {
        Options = options ?? new SoftActorCriticOptions();
        Check(Options);
        IEncoder? encoder = Options.Encoder?.Create(spec.Observation, seeds);
        Actor = new GaussianPolicy(spec, Options.Policy, seeds, extraActorInputs, encoder);
        Critics = new CriticEnsemble(spec, Options.Critics, seeds, encoder);
        Temperature = new LagrangeMultiplier(seeds.Count, Options.InitialTemperature);
        _targetEntropy = Options.TargetEntropy ?? -spec.Action.Size;
        _actorAdam = Train("actor", TransferParts.Actor, Actor.Network.Parameters, Options.ActorAdam);
        _criticAdam = Train("critics", TransferParts.Critics, Critics.Network.Parameters, Options.CriticAdam);
        Keep("critic targets", TransferParts.Targets, Critics.Target.Parameters);
        _encoderAdam = encoder is null ? null : Train("encoder", TransferParts.Models, encoder.Parameters, Options.Encoder!.Adam);
        _temperatureAdam = Train("temperature", TransferParts.Multipliers, Temperature.Parameters, Options.TemperatureAdam);
        _actorTerms = [.. Options.ActorTerms.Select(own => own.Create(spec, seeds))];
        foreach (ICriticTerm term in Options.Terms.Select(own => own.Create(spec, seeds)))
        {
            Adam? adam = term.Multiplier is { } multiplier
                ? Train(term.Name, TransferParts.Multipliers, multiplier.Parameters, term.MultiplierAdam)
                : null;
            _terms.Add((term, adam));
        }
    }

    /// <summary>The options.</summary>
    public SoftActorCriticOptions Options { get; }

    /// <inheritdoc/>
    public override IPolicy Policy => Actor;

    /// <summary>π.</summary>
    public GaussianPolicy Actor { get; }

    /// <summary>Q_i and their targets.</summary>
    public CriticEnsemble Critics { get; }

    /// <inheritdoc/>
    public double Discount => Options.Discount;

    /// <summary>α.</summary>
    public LagrangeMultiplier Temperature { get; }

    /// <inheritdoc/>
    protected override void Learn(Batch batch)
    {
        if (Critics.Encoder is { } encoder)
            batch = batch with { Observations = encoder.Augment(batch.Observations, Random), Next = encoder.Augment(batch.Next, Random) };
        PolicyRows rows = Rows(batch);
        bool actor = Updates % Options.ActorInterval == 0;
        if (Options.Order == SoftUpdateOrder.CriticsFirst)
            LearnCritics(batch, rows);
        if (actor)
            LearnActor(batch, rows);
        if (Options.Order == SoftUpdateOrder.ActorFirst)
            LearnCritics(batch, rows);
        MoveTargets();
    }

    /// <summary>What the policy sees of a batch, asked once an update; a method with more inputs replaces it.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>Inputs of the policy in both states, and weights of values.</returns>
    protected virtual PolicyRows Rows(Batch batch) => new(batch.Observations, batch.Next);

    /// <summary>What targets do after an update: they follow the critics with rate τ.</summary>
    protected virtual void MoveTargets() => Critics.UpdateTarget(Options.Tau);

    /// <inheritdoc/>
    protected override IReadOnlyList<Fact> Facts() =>
    [
        new("Critics", Options.Critics.Count), new("γ", Options.Discount), new("τ", Options.Tau), new("Target entropy", _targetEntropy),
        new("Temperature", Options.LearnTemperature ? "learned" : $"{Options.InitialTemperature}"),
        .. _terms.Select(t => new Fact("Term", t.Term.Name)), .. _actorTerms.Select(t => new Fact("Term of the actor", t.Name)),
    ];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Actor.Dispose();
        base.Dispose(disposing);
    }

    private static void Check(SoftActorCriticOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.ActorInterval, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BackupActions, nameof(options));
        if (options.Policy.Law != ActionLaw.TanhGaussian)
            throw new ArgumentException(
                $"The law must be {ActionLaw.TanhGaussian}, whose actions lie inside their bounds, not {options.Policy.Law}.",
                nameof(options));
        if (options.TargetSubset is { } subset && (subset < 1 || (subset > options.Critics.Count && !options.SubsetWithReplacement)))
            throw new ArgumentException($"A subset of {subset} cannot be drawn from {options.Critics.Count} critics.", nameof(options));
        if (options.BackupActions > 1 && options.EntropyInBackup)
            throw new ArgumentException("The best of several next actions has no entropy term: set EntropyInBackup to false.",
                nameof(options));
        if (options.IndependentTargets && (options.TargetSubset is not null || options.BackupActions > 1))
            throw new ArgumentException("Independent targets take neither a subset nor the best of several actions.", nameof(options));
        bool bound = options.ActorValue == CriticReduction.ConfidenceBound;
        if (bound != options.ActorDeviations.HasValue || options.ActorDeviations is { } deviations && !double.IsFinite(deviations))
            throw new ArgumentException($"{nameof(options.ActorDeviations)} is a finite number for {CriticReduction.ConfidenceBound} and " +
                $"null for all else; it is {options.ActorDeviations?.ToString(CultureInfo.InvariantCulture) ?? "null"} for " +
                $"{options.ActorValue}.", nameof(options));
        if (bound && options.Critics.Count < 2)
            throw new ArgumentException("One critic has no deviation: a confidence bound takes two or more.", nameof(options));
    }

    private void LearnCritics(Batch batch, PolicyRows rows)
    {
        Tensor target = Target(batch, rows);
        if (_terms.Count == 0)
        {
            (Tensor values, Tensor loss) = Critics.Fit(batch, target, Options.MeanOverCritics);
            Metrics.Set("TD loss", loss);
            Metrics.Set("mean Q", values.mean([0, 2, 3]));
            Metrics.Set(CriticLoss, loss);
        }
        else
        {
            Backward(CriticLoss, LossWithTerms(batch, rows, target));
        }
        _criticAdam.Step();
        _encoderAdam?.Step();
    }

    private Tensor LossWithTerms(Batch batch, PolicyRows rows, Tensor target)
    {
        Tensor values = Critics.Values(batch.Observations, batch.Actions), loss = CriticEnsemble.SquaredError(values, target);
        if (Options.MeanOverCritics)
            loss = loss / Critics.Count;
        Metrics.Set("TD loss", loss.detach());
        Metrics.Set("mean Q", values.detach().mean([0, 2, 3]));
        foreach ((ICriticTerm term, Adam? adam) in _terms)
        {
            (Tensor part, Tensor? own) = term.Evaluate(new(batch, values, Critics, Actor, Random, Updates) { Rows = rows });
            Metrics.Set(term.Name, part.detach());
            loss = loss + part;
            if (adam is null || own is null)
                continue;
            own.sum().backward();
            adam.Step();
        }
        return loss;
    }

    /// <summary>y: what the critics learn.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rows">What the policy sees of it.</param>
    /// <returns>[P, B, 1], or [N, P, B, 1] where each critic has its own, without gradients.</returns>
    protected virtual Tensor Target(Batch batch, PolicyRows rows)
    {
        using var guard = no_grad();
        var law = (TanhGaussian)Actor.Distribution(rows.Next);
        int samples = Options.BackupActions;
        Tensor observations = batch.Next;
        if (samples > 1)
            (law, observations) = (law.Repeat(samples), observations.repeat_interleave(samples, 1));
        (Tensor action, Tensor logProb) = law.SampleWithLogProb(Random);
        Tensor values = Critics.Targets(observations, action);
        if (!Options.IndependentTargets)
            values = (Options.TargetSubset is { } count ? Subset(values, count) : values).amin([0]);
        if (samples > 1)
            values = values.view(Population, -1, samples).amax([2], keepdim: true);
        if (Options.EntropyInBackup)
            values = values.addcmul(Temperature.Value(), logProb, -1);
        return batch.Rewards.addcmul(batch.Continue, values, Options.Discount);
    }

    /// <summary>M critics of each member, drawn from its own stream.</summary>
    private Tensor Subset(Tensor values, int count)
    {
        Span<int> order = stackalloc int[Critics.Count];
        long[] chosen = new long[count * Population];
        for (int p = 0; p < Population; p++)
        {
            RandomStream host = Random.Host(p);
            for (int i = 0; i < order.Length; i++)
                order[i] = i;
            for (int m = 0; m < count; m++)
            {
                int at = Options.SubsetWithReplacement ? host.NextInt(order.Length) : m + host.NextInt(order.Length - m);
                chosen[m * Population + p] = order[at];
                if (!Options.SubsetWithReplacement)
                    (order[m], order[at]) = (order[at], order[m]);
            }
        }
        Tensor index = tensor(chosen, [count, Population, 1, 1]).expand(count, Population, values.shape[2], 1);
        return values.gather(0, index);
    }

    private void LearnActor(Batch batch, PolicyRows rows)
    {
        IActionDistribution law = Actor.Distribution(rows.Current);
        (Tensor action, Tensor logProb) = law.SampleWithLogProb(Random);
        if (Options.Order == SoftUpdateOrder.ActorFirst)
            LearnTemperature(logProb);
        Tensor value = Worth(batch.Observations, action), temperature;
        if (rows.ValueWeight is { } weight)
            value = value * weight;
        using (no_grad())
            temperature = Temperature.Value();
        Tensor loss = (temperature * logProb - value).mean([1, 2]);
        foreach (IActorTerm term in _actorTerms)
        {
            Tensor part = term.Evaluate(new(batch, law, action, Critics, Actor, Random));
            Metrics.Set(term.Name, part.detach());
            loss = loss + part;
        }
        Backward("actor loss", loss);
        _actorAdam.Step();
        Metrics.Set("entropy", -logProb.detach().mean([1, 2]));
        Metrics.Set("temperature", temperature);
        if (Options.Order == SoftUpdateOrder.CriticsFirst)
            LearnTemperature(logProb);
    }

    /// <summary>The value that the actor climbs.</summary>
    private Tensor Worth(Tensor observations, Tensor action)
    {
        if (Options.ActorValue == CriticReduction.Min)
            return Critics.Least(observations, action);
        Tensor values = Critics.Frozen(observations, action), mean = values.mean([0]);
        return Options.ActorValue == CriticReduction.Mean ? mean
            : mean + values.std([0], unbiased: true) * Options.ActorDeviations!.Value;
    }

    private void LearnTemperature(Tensor logProb)
    {
        if (!Options.LearnTemperature)
            return;
        Metrics.Set("temperature loss", Temperature.HoldEntropy(logProb, _targetEntropy, Options.LogTemperatureLoss));
        _temperatureAdam.Step();
    }
}
