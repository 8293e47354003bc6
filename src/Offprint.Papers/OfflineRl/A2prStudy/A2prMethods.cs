using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;
using Agent = Offprint.Agents.Offline.A2pr;

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
    public static A2prWidths Of(int width, int model) => new([width, width, width], [width, width, width, width], [model, model], [width, width]);
}

/// <summary>How fast networks and targets move.</summary>
/// <param name="Learning">The rate of Adam for actor, critics and value; the model's is 10⁻³ always.</param>
/// <param name="Tau">τ, the targets' rate.</param>
public sealed record A2prRates(double Learning = 3e-4, double Tau = 0.005);

/// <summary>A2PR, what it is compared with, and A2PR without one part at a time.</summary>
public static class A2prMethods
{
    /// <summary>The paper's method.</summary>
    public const string A2pr = "A2PR";

    /// <summary>Behavior cloning.</summary>
    public const string Cloning = "BC";

    /// <summary>TD3+BC as published: two hidden layers, α = 2.5, γ = 0.99, weight 1.</summary>
    public const string Td3Bc = "TD3+BC";

    /// <summary>TD3+BC with A2PR's networks, α, γ and constraint weight.</summary>
    public const string Matched = "TD3+BC matched";

    /// <summary>A2PR with the constraint weight that was chosen for short trainings.</summary>
    public const string ChosenA2pr = "A2PR, chosen w₂";

    /// <summary>TD3+BC matched, with the same weight.</summary>
    public const string ChosenMatched = "TD3+BC matched, chosen w₂";

    /// <summary>TD3 with A2PR's networks and γ: no constraint.</summary>
    public const string Td3 = "TD3";

    /// <summary>A2PR without a model: the logged action guides where its advantage is positive.</summary>
    public const string Wpc = "no model (wPC)";

    /// <summary>A2PR whose model learns from all actions.</summary>
    public const string AllActions = "model of all actions";

    /// <summary>A2PR that is held to its guide everywhere.</summary>
    public const string NoGate = "no gate";

    /// <summary>A2PR whose guide is a sample of the model given the state alone.</summary>
    public const string Prior = "guide from the prior";

    /// <summary>A2PR whose guide is constant in the policy's loss.</summary>
    public const string Detached = "detached guide";

    /// <summary>A2PR whose gate counts rows with two good actions twice.</summary>
    public const string AddedGates = "added gates";

    /// <summary>A2PR without one part at a time.</summary>
    public static IReadOnlyList<string> Ablations { get; } = [Wpc, AllActions, NoGate, Prior, Detached, AddedGates];

    /// <summary>Makes a population.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="spec">The environment's spaces.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="tuning">α, weights and γ.</param>
    /// <param name="widths">Widths of hidden layers.</param>
    /// <param name="rates">Rates; <see langword="null"/> for the authors'.</param>
    /// <returns>The agent.</returns>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public static PopulationAgent Make(
        string method, EnvironmentSpec spec, IReadOnlyList<Seed> seeds, A2prTuning tuning, A2prWidths widths, A2prRates? rates = null)
    {
        rates ??= new A2prRates();
        var adam = new AdamOptions(rates.Learning);
        Td3BcOptions published = new() { ActorHidden = widths.Plain, Critics = new() { Hidden = widths.Plain }, Tau = rates.Tau, ActorAdam = adam, CriticAdam = adam };
        Td3BcOptions matched = published with
        {
            Alpha = tuning.Alpha, ConstraintWeight = tuning.ConstraintWeight, Discount = tuning.Discount,
            ActorHidden = widths.Actor, Critics = new() { Hidden = widths.Critic },
        };
        return method switch
        {
            Cloning => new BehaviorCloning(spec, seeds, new() { Hidden = widths.Actor, Adam = adam }),
            Td3Bc => new Td3Bc(spec, seeds, published),
            Matched => new Td3Bc(spec, seeds, matched),
            Td3 => new Td3Bc(spec, seeds, matched with { Alpha = Td3BcOptions.Td3.Alpha }),
            _ => new Agent(spec, seeds, Variant(method, tuning, widths) with { Tau = rates.Tau, ActorAdam = adam, CriticAdam = adam, ValueAdam = adam }),
        };
    }

    private static A2prOptions Variant(string method, A2prTuning tuning, A2prWidths widths)
    {
        A2prOptions whole = new()
        {
            Alpha = tuning.Alpha, ModelWeight = tuning.ModelWeight, ConstraintWeight = tuning.ConstraintWeight, Discount = tuning.Discount,
            ActorHidden = widths.Actor, Critics = new() { Hidden = widths.Critic }, ValueHidden = widths.Critic, Model = new() { Hidden = widths.Model },
        };
        return method switch
        {
            A2pr => whole,
            Wpc => whole with { Guide = GuideSource.LoggedAction },
            AllActions => whole with { GateModel = false },
            NoGate => whole with { GateConstraint = false },
            Prior => whole with { Guide = GuideSource.Prior },
            Detached => whole with { DetachGuide = true },
            AddedGates => whole with { AddGates = true },
            _ => throw new ArgumentException($"There is no method '{method}'.", nameof(method)),
        };
    }
}
