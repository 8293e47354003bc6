using Offprint.Agents.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Tensors;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>What the authors tune for each data set.</summary>
/// <param name="Alpha">α.</param>
/// <param name="ModelWeight">w₁, of the model's squared error.</param>
/// <param name="ConstraintWeight">w₂, of the constraint.</param>
/// <param name="Discount">γ.</param>
public sealed record A2prTuning(double Alpha, double ModelWeight, double ConstraintWeight, double Discount);

/// <summary>Widths of hidden layers.</summary>
/// <param name="Actor">Of the actor.</param>
/// <param name="Critic">Of critics and value.</param>
/// <param name="Model">Of the model's encoder and decoder.</param>
/// <param name="Plain">Of actor and critics of the official TD3+BC.</param>
public sealed record A2prWidths(IReadOnlyList<int> Actor, IReadOnlyList<int> Critic, IReadOnlyList<int> Model, IReadOnlyList<int> Plain)
{
    /// <summary>The authors' depths: actor of 3, critics of 4, model of 2 layers; TD3+BC of 2.</summary>
    /// <param name="width">The width of actor and critics.</param>
    /// <param name="model">The width of the model.</param>
    /// <returns>The widths.</returns>
    public static A2prWidths Of(int width, int model) => new([width, width, width], [width, width, width, width], [model, model],
        [width, width]);
}

/// <summary>A2PR, what it is compared with, and A2PR without one part at a time, for networks of given widths.</summary>
/// <param name="widths">Widths of hidden layers.</param>
/// <param name="view">Time limits and scales.</param>
/// <param name="rate">The rate of Adam for actor, critics and value; the model's is 10⁻³ always.</param>
/// <param name="tau">τ, the targets' rate.</param>
public sealed class A2prMethods(A2prWidths widths, ViewRecipe view, double rate = 3e-4, double tau = 0.005)
{
    /// <summary>The label of A2PR without a model: the logged action guides where its advantage is positive.</summary>
    public const string Wpc = "no model (wPC)";

    private readonly AdamOptions _adam = new(rate);

    /// <summary>A2PR without one part at a time, by label.</summary>
    public static IReadOnlyDictionary<string, Func<A2prOptions, A2prOptions>> Ablations { get; } = new Dictionary<string,
        Func<A2prOptions, A2prOptions>>
    {
        [Wpc] = options => options with { Guide = GuideSource.LoggedAction },
        ["model of all actions"] = options => options with { GateModel = false },
        ["no gate"] = options => options with { GateConstraint = false },
        ["guide from the prior"] = options => options with { Guide = GuideSource.Prior },
        ["detached guide"] = options => options with { DetachGuide = true },
        ["added gates"] = options => options with { AddGates = true },
    };

    /// <summary>Behavior cloning.</summary>
    /// <returns>The method.</returns>
    public Method Cloning() => new("BC", new BehaviorCloningOptions { Hidden = widths.Actor, Adam = _adam }, view);

    /// <summary>TD3+BC as published: two hidden layers, α = 2.5, γ = 0.99, weight 1.</summary>
    /// <returns>The method.</returns>
    public Method Td3Bc() => new("TD3+BC", Plain, view);

    /// <summary>TD3+BC with A2PR's networks, α, γ and constraint weight.</summary>
    /// <param name="tuning">α, weights and γ.</param>
    /// <returns>The method.</returns>
    public Method Matched(A2prTuning tuning) => new("TD3+BC matched", MatchedOptions(tuning), view);

    /// <summary>TD3 with A2PR's networks and γ: no constraint.</summary>
    /// <param name="tuning">α, weights and γ.</param>
    /// <returns>The method.</returns>
    public Method Td3(A2prTuning tuning) => new("TD3", MatchedOptions(tuning) with { Alpha = Td3BcOptions.Td3.Alpha }, view);

    /// <summary>The paper's method.</summary>
    /// <param name="tuning">α, weights and γ.</param>
    /// <returns>The method.</returns>
    public Method A2pr(A2prTuning tuning) => new("A2PR", Options(tuning), view);

    /// <summary>A2PR without a part.</summary>
    /// <param name="ablation">Its label in <see cref="Ablations"/>.</param>
    /// <param name="tuning">α, weights and γ.</param>
    /// <returns>The method.</returns>
    public Method Without(string ablation, A2prTuning tuning) => new(ablation, Ablations[ablation](Options(tuning)), view);

    private Td3BcOptions Plain => new()
    {
        ActorHidden = widths.Plain, Critics = new() { Hidden = widths.Plain }, Tau = tau, ActorAdam = _adam, CriticAdam = _adam,
    };

    private Td3BcOptions MatchedOptions(A2prTuning tuning) => Plain with
    {
        Alpha = tuning.Alpha, ConstraintWeight = tuning.ConstraintWeight, Discount = tuning.Discount,
        ActorHidden = widths.Actor, Critics = new() { Hidden = widths.Critic },
    };

    private A2prOptions Options(A2prTuning tuning) => new()
    {
        Alpha = tuning.Alpha, ModelWeight = tuning.ModelWeight, ConstraintWeight = tuning.ConstraintWeight, Discount = tuning.Discount,
        ActorHidden = widths.Actor, Critics = new() { Hidden = widths.Critic }, ValueHidden = widths.Critic,
        Model = new() { Hidden = widths.Model },
        Tau = tau, ActorAdam = _adam, CriticAdam = _adam, ValueAdam = _adam,
    };
}
