using System.ComponentModel.DataAnnotations;
using Offprint.Agents.Policies;

namespace Offprint.Agents.Training;

/// <summary>
/// How a guide hands its episodes over to a learner (jump-start reinforcement learning, Uchendu et al. 2023). The rule by which the guide's
/// share falls is ours where a publication names none: with the success of the learner alone.
/// </summary>
public sealed record JumpStartOptions
{
    /// <summary>The equal parts in which the guide's steps fall to none. Default 10.</summary>
    [Range(1, 1000)]
    public int Stages { get; init; } = 10;

    /// <summary>Evaluations whose mean success decides. Default 10.</summary>
    [Range(1, 1000)]
    public int Window { get; init; } = 10;

    /// <summary>How far that mean may lie below its best for the guide to lose a part. Default 0.1.</summary>
    [Range(0.0, 1.0)]
    public double Tolerance { get; init; } = 0.1;
}

/// <summary>A trained policy that begins the learner's online episodes.</summary>
/// <param name="Policy">The policy; it explores, and is not changed.</param>
/// <param name="Steps">The most steps of an episode that it plays at first, one number a member.</param>
/// <param name="Options">How they become fewer.</param>
public sealed record Guide(IPolicy Policy, IReadOnlyList<double> Steps, JumpStartOptions Options);
