using Offprint.Datasets.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.ActorCritics;

/// <summary>A method as a value: all its options, and the agent that they make.</summary>
public abstract record EpisodicMethod
{
    /// <summary>What figures call it.</summary>
    public abstract string Label { get; }

    /// <summary>Makes an agent.</summary>
    /// <param name="task">What it is told of the problem.</param>
    /// <param name="seed">The seed of its draws.</param>
    /// <param name="offline">Data that it has before its first episode; <see langword="null"/> for none.</param>
    /// <returns>The agent, its first critic fitted.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the task or the data do not fit; the message says
    /// which.</exception>
    public abstract EpisodicAgent Create(EpisodicTask task, Seed seed, TabularDataset? offline = null);
}

/// <summary>What a critic's values are to be.</summary>
public enum CriticTarget
{
    /// <summary>Q*: r + max_a f(s', a).</summary>
    Optimal,

    /// <summary>Q^π of the actor: r + Σ_a π(a|s') f(s', a).</summary>
    Policy,
}

/// <summary>When a critic is fitted anew.</summary>
public enum SwitchRule
{
    /// <summary>When the data have grown by a factor in some direction: rarely.</summary>
    Growth,

    /// <summary>Before every episode.</summary>
    EveryEpisode,

    /// <summary>Once, on what there is before the first episode.</summary>
    Never,
}
