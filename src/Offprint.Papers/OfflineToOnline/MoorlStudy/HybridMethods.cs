using Offprint.Agents.Online;
using Offprint.Datasets.Transitions;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>Sizes that all methods share.</summary>
/// <param name="Width">Units of both hidden layers.</param>
/// <param name="RandomSteps">The first steps, with uniform actions and no update.</param>
/// <param name="Critics">Critics of RLPD.</param>
/// <param name="UpdatesPerStep">RLPD's updates after a step.</param>
internal sealed record HybridSizes(int Width, int RandomSteps, int Critics, int UpdatesPerStep);

/// <summary>
/// The methods: one soft actor-critic, which differs in where its batches come from and what becomes of its steps. All act for K steps and
/// then learn from K batches (RLPD from several times as many), so that they differ in nothing else.
/// </summary>
/// <param name="sizes">Sizes.</param>
/// <param name="reward">How rewards of the task are scaled, in the log as online.</param>
internal sealed class HybridMethods(HybridSizes sizes, RewardRule? reward)
{
    public const string Sac = "SAC", Append = "SAC append", Symmetric = "SAC symmetric", Alternating = "SAC alternating", Moorl = "MOORL",
        Rlpd = "RLPD";

    /// <summary>K of the comparison; ε is the default of <see cref="MoorlOptions"/>.</summary>
    public const int InnerSteps = 5;

    /// <summary>All names, in the order of tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [Sac, Append, Symmetric, Alternating, Moorl, Rlpd];

    private SoftActorCriticOptions Inner => new()
    {
        Critics = new() { Hidden = [sizes.Width, sizes.Width] }, Policy = new() { Hidden = [sizes.Width, sizes.Width] },
    };

    /// <summary>A method by its name.</summary>
    public Method Of(string name) => name switch
    {
        Sac => Plain(name, new(MixMode.OnlineOnly)),
        Append => Plain(name, new(MixMode.Append)),
        Symmetric => Plain(name, new(MixMode.FixedRatio)),
        Alternating => Reptile(name, InnerSteps, 1),
        Moorl => Reptile(name, InnerSteps, new MoorlOptions().MetaRate),
        Rlpd => RlpdMethod(),
        _ => throw new ArgumentException($"There is no method '{name}'.", nameof(name)),
    };

    /// <summary>Blocks of K batches of one source, then ε of the way that they led.</summary>
    public Method Reptile(string label, int steps, double metaRate) =>
        Make(label, new MoorlOptions { Inner = Inner, InnerSteps = steps, MetaRate = metaRate },
            new(MixMode.OneSourcePerBlock, BlockLength: steps), steps, steps);

    private Method Plain(string label, MixOptions mix) => Make(label, Inner, mix, InnerSteps, InnerSteps);

    /// <summary>
    /// Ball et al. 2023: an ensemble with normalized layers, targets of a random pair, many updates, half of each batch offline.
    /// </summary>
    private Method RlpdMethod()
    {
        SoftActorCriticOptions inner = Inner;
        return Make(Rlpd, inner with
        {
            Critics = inner.Critics with { Count = sizes.Critics, LayerNorm = true }, TargetSubset = 2, ActorValue = CriticReduction.Mean,
            ActorInterval = sizes.UpdatesPerStep,
        }, new(MixMode.FixedRatio), InnerSteps, InnerSteps * sizes.UpdatesPerStep);
    }

    private Method Make(string label, Agents.Learners.AgentOptions agent, MixOptions mix, int steps, int updates) =>
        new(label, agent, new ViewRecipe(TimeLimitRule.Drop) { Reward = reward })
        {
            Online = new()
            {
                Mix = mix, StepsPerUpdate = steps, UpdatesPerStep = updates, RandomSteps = sizes.RandomSteps,
                WarmUpSteps = sizes.RandomSteps,
            },
        };
}
