using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Datasets.Transitions;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>What trainings on Hopper and in the maze share, in the sizes of either.</summary>
internal static class Ro2oRecipes
{
    /// <summary>As RO2O's code reads a log: stored successors, cut episodes go on, standardized states, raw rewards.</summary>
    public static ViewRecipe View { get; } = new(TimeLimitRule.Bootstrap, NextState.Stored)
    {
        Observations = new(VarianceDivisor.Count, 1e-3),
    };

    /// <summary>Online without the log: the buffer begins empty, and the first steps are taken without updates.</summary>
    public static OnlineRecipe Emptied(this Ro2oSizes sizes) => new()
    {
        Mix = new(MixMode.OnlineOnly), WarmUpSteps = sizes.WarmUp, BufferCapacity = 250_000,
    };

    /// <summary>An ensemble of these sizes.</summary>
    public static SoftActorCriticOptions Sized(this Ro2oSizes sizes, SoftActorCriticOptions ensemble) => ensemble with
    {
        Critics = new() { Count = sizes.Critics, Hidden = sizes.Hidden },
        Policy = ensemble.Policy with { Hidden = sizes.Hidden },
        Tau = sizes.Tau, ActorAdam = sizes.Adam, CriticAdam = sizes.Adam, TemperatureAdam = sizes.Adam,
    };

    /// <summary>IQL of these sizes, as its authors have it for locomotion.</summary>
    public static ImplicitQLearningOptions Implicit(this Ro2oSizes sizes) => new()
    {
        Critics = new() { Hidden = sizes.Hidden }, ValueHidden = sizes.Hidden,
        Policy = new ImplicitQLearningOptions().Policy with { Hidden = sizes.Hidden },
        Tau = sizes.Tau, ActorAdam = sizes.Adam, CriticAdam = sizes.Adam,
    };

    /// <summary>A method that was trained offline and goes on online; those with one offline agent share its training.</summary>
    public static Method Started(this Ro2oSizes sizes, string label, AgentOptions before, AgentOptions online, OnlineRecipe recipe,
        ViewRecipe? view = null) => new(label, online, view ?? View)
    {
        Start = new(new(label, before, view ?? View), sizes.Updates, sizes.BatchSize)
        {
            EvaluateEvery = sizes.Updates / sizes.Evaluations, Episodes = sizes.Episodes,
        },
        Online = recipe,
    };
}
