using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Models;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>By what a gate judges policies.</summary>
public enum GateKind
{
    /// <summary>AM-Q: the mean action value along roll-outs of the model.</summary>
    ModelValue,

    /// <summary>The model's own rewards along the same roll-outs.</summary>
    ModelReturn,

    /// <summary>Episodes of the environment, which an offline method does not have.</summary>
    Episodes,
}

/// <summary>The offline phase: what is fitted to the log, and how policies are improved.</summary>
/// <param name="Values">Critics and value.</param>
/// <param name="Behavior">The cloned policies.</param>
/// <param name="Model">The dynamics.</param>
/// <param name="Improvement">The blocks of improvement.</param>
/// <param name="Gate">By what gates judge.</param>
/// <param name="Evaluation">Roll-outs of the model.</param>
public sealed record OfflinePhase(Pretraining Values, Pretraining Behavior, DynamicsOptions Model, GatedImprovementOptions Improvement,
    GateKind Gate, ModelEvaluationOptions Evaluation)
{
    /// <summary>The ensemble's options.</summary>
    [JsonIgnore]
    public BehaviorEnsembleOptions Ensemble => (BehaviorEnsembleOptions)Behavior.Method.Agent;
}

/// <summary>The online phase.</summary>
/// <param name="Agent">Proximal policy optimization.</param>
/// <param name="Rollouts">Rollouts, with an update after each.</param>
/// <param name="Steps">Steps of a rollout.</param>
/// <param name="EvaluateEvery">Rollouts between evaluations.</param>
public sealed record OnPolicyPhase(ProximalPolicyOptions Agent, [property: Range(1, 100_000)] int Rollouts,
    [property: Range(1, 1_000_000)] int Steps, [property: Range(1, 100_000)] int EvaluateEvery);

/// <summary>A training: offline, online, or both.</summary>
/// <param name="Label">How tables and figures call it.</param>
/// <param name="Data">The log, and the environment.</param>
/// <param name="Offline">The offline phase; <see langword="null"/> for none.</param>
/// <param name="Online">The online phase; <see langword="null"/> for none.</param>
/// <param name="Episodes">Episodes of each evaluation.</param>
public sealed record ImprovementSettings([property: JsonIgnore] string Label, DataSource Data, OfflinePhase? Offline,
    OnPolicyPhase? Online, [property: Range(1, 10_000)] int Episodes = 10) : ICellSettings, ILabeled
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => Offline is { } o
        ? KeyText.Of(Data.Name, o.Improvement.Replacement, o.Gate, o.Evaluation.FreshDraws ? "fresh" : null,
            o.Evaluation.From == RolloutStart.FirstOfEpisode ? "first" : null, o.Evaluation.Horizon,
            o.Ensemble.Count, o.Ensemble.Diversity?.Form, o.Ensemble.Diversity?.Weight, o.Values.Updates,
            o.Values.Method.Agent is ImplicitQLearningOptions { Tau: not 0.005 and var tau } ? tau : null,
            Online is null ? "offline" : null)
        : KeyText.Of(Data.Name, "online", Online?.Agent.ActorAdam.LearningRate);
}
