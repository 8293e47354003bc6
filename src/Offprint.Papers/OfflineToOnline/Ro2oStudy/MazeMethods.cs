using Offprint.Agents.Online;
using Offprint.Datasets.Transitions;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>RO2O's recipe for mazes with its regularizers, without them online, and without them at all; and its rivals.</summary>
/// <param name="sizes">Networks and lengths.</param>
internal sealed class MazeMethods(Ro2oSizes sizes)
{
    /// <summary>The same recipe, bound, cloning and own targets, in which no regularizer was ever on.</summary>
    public const string Bare = "recipe, no regularizers";

    /// <summary>4 (r − 0.5): 2 at the goal, −2 a step before it (code).</summary>
    private static readonly ViewRecipe s_view = Ro2oRecipes.View with { Reward = new FixedReward(4, -2) };

    /// <summary>Offline, then online.</summary>
    public IReadOnlyList<Method> All =>
    [
        Ensemble(Ro2oMethods.Regularized, Regularized, Regularized), Ensemble(Ro2oMethods.Plain, Regularized, Recipe),
        Ensemble(Bare, Recipe, Recipe), Ensemble(Ro2oMethods.Sac, Minimum, Minimum), Implicit(),
    ];

    private SoftActorCriticOptions Minimum => sizes.Sized(Ro2oOptions.Ensemble);

    private SoftActorCriticOptions Recipe => sizes.Sized(Ro2oOptions.MazeEnsemble);

    /// <summary>α_u is constant in mazes, so that both phases have one agent.</summary>
    private SoftActorCriticOptions Regularized => Ro2oOptions.Maze.WithSamples(sizes.Perturbations).Regularize(Recipe);

    private Method Ensemble(string label, SoftActorCriticOptions before, SoftActorCriticOptions online) =>
        sizes.Started(label, before, online, sizes.Emptied(), s_view);

    /// <summary>IQL as its authors have it for AntMaze: −1 a step, τ = 0.9, β = 10; the log is kept.</summary>
    private Method Implicit()
    {
        var agent = sizes.Implicit() with { Expectile = 0.9, Beta = 10 };
        return sizes.Started(Ro2oMethods.Iql, agent, agent, new() { Mix = new(MixMode.Append) },
            new(TimeLimitRule.Drop) { Reward = new FixedReward(Shift: -1) });
    }
}
