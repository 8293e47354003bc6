using Offprint.Cards;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>
/// A policy to be evaluated, as columns over the same [T, N] rows as the log. An estimator says which of them it needs.
/// </summary>
/// <param name="Label">The policy's name in tables.</param>
/// <param name="Probabilities">π(a_t|s_t) of the logged actions, probabilities or densities, [T·N]; 1 after a trajectory's end.</param>
public sealed record TargetPolicy(string Label, double[] Probabilities) : ILabeled
{
    /// <summary>V̂(s_t) = Σ_a π(a|s_t) Q̂(s_t, a), [T·N]; 0 after the end. For DM and the doubly robust family.</summary>
    public double[]? Values { get; init; }

    /// <summary>Q̂(s_t, a_t), [T·N]; 0 after the end. For the doubly robust family.</summary>
    public double[]? ActionValues { get; init; }

    /// <summary>ρ(s_t, a_t), the marginal ratio of pairs, [T·N]. From DICE, or exact.</summary>
    public double[]? StateActionRatio { get; init; }

    /// <summary>ρ(s_t), the marginal ratio of states, [T·N].</summary>
    public double[]? StateRatio { get; init; }

    internal void Check(LoggedSteps log, TargetColumns needs)
    {
        Column(Probabilities, nameof(Probabilities));
        log.RequireFrom(0, Probabilities, "no probability of the target policy",
            "π(a|s) of a logged action is a number from 0.");
        Needed(TargetColumns.Values, Values, nameof(Values));
        Needed(TargetColumns.ActionValues, ActionValues, nameof(ActionValues));
        Needed(TargetColumns.StateActionRatio, StateActionRatio, nameof(StateActionRatio));
        Needed(TargetColumns.StateRatio, StateRatio, nameof(StateRatio));

        void Column(double[] column, string name) => log.RequireLength(column, $"{name} of '{Label}'");

        void Needed(TargetColumns flag, double[]? column, string name)
        {
            if ((needs & flag) == 0)
                return;
            if (column is null)
                throw new ArgumentException(
                    $"'{Label}' has no {name}, which an estimator asks for: give the column, or leave the estimator out.");
            Column(column, name);
            log.RequireFrom(double.NegativeInfinity, column, $"no finite {name} of '{Label}'", "Repair the model that predicted them.");
        }
    }
}

/// <summary>Columns of a <see cref="TargetPolicy"/> beyond the probabilities.</summary>
[Flags]
public enum TargetColumns
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>V̂(s_t).</summary>
    Values = 1,

    /// <summary>Q̂(s_t, a_t).</summary>
    ActionValues = 2,

    /// <summary>ρ(s_t, a_t).</summary>
    StateActionRatio = 4,

    /// <summary>ρ(s_t).</summary>
    StateRatio = 8,
}
